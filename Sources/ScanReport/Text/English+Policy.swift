// SPDX-License-Identifier: Apache-2.0

extension Catalogue {
    /// The sentences on what follows by law and policy; `nil` for all others.
    static func englishPolicy(_ message: Message) -> Template? {
        switch message {
        case .navFollows: "What follows"
        case .followsTitle: "What follows by law and policy"
        case .followsNote:
            """
            {law} This is not legal advice. An action is the stricter of what the lists and what the rules ask for. The \
            program has done nothing to any file.
            """
        case .followsByNexus:
            "No jurisdiction was named, so every law counts that the files may have a tie with, as far as anybody knows."
        case .followsByChoice: "Decided by the law of: {places}."
        case .followsPlatforms: "Rules of platforms: {platforms}."
        case .followsCaption: "Every picture and video by what is to be done with it"
        case .followsCategories: "What they count as, by lists and facts"
        case .noCategory: "Nothing is sure"
        case .tagUnknown: "unknown"
        case .columnCategory: "Gravest category"
        case .followsDuties: "What must be done"
        case .followsDutiesNote: "What bears no delay first, then the nearest deadline. Times are in UTC."
        case .columnDo: "Do"
        case .columnBy: "By when"
        case .columnWho: "Who acts"
        case .columnRule: "Rule"
        case .dutyTo: "to: {recipient}"
        case .dutyEarliest: "the earliest of these files"
        case .tagPossible: "only if an open question turns out so"
        case .followsFiles: "The files"
        case .followsShow: .counted(one: "Show {count} file", other: "Show {count} files")
        case .firstDue: "first due {time}"
        case .followsUnsigned:
            .counted(
                one: "{count} rule that fired has no lawyer's signature",
                other: "{count} rules that fired have no lawyer's signature")
        case .followsUnsignedNote:
            "They protect all the same. Nothing is reported, told to anybody or destroyed on their word alone."
        case .followsNearly: .counted(one: "{count} rule nearly fired", other: "{count} rules nearly fired")
        case .followsNearlyNote: "Why they did not, for the first file concerned."
        case .nearFuture: "binds from {date}"
        case .nearExpired: "no longer bound from {date}"
        case .nearGrace: "in its time of grace until {date}"
        case .nearUnknown: "unknown: {facts}"
        case .nearFailed: "does not hold: {condition}"
        case .followsDigest: "Rule set {digest}. The results file has each decision with all facts."
        case .actionBlock: "To be blocked or taken down"
        case .actionBlockWhy: "A trusted list and a second signal agree, or a person found it."
        case .actionReview: "To be withheld until a person has decided"
        case .actionReviewWhy: "One source alone removes nothing. Nobody is to see it meanwhile."
        case .actionUndetermined: "To be withheld, because something is unknown"
        case .actionUndeterminedWhy: "It could not be scanned, or a fact that would tell is not known."
        case .actionRestrict: "To be shown to fewer"
        case .actionRestrictWhy: "An age gate, or less reach."
        case .actionLabel: "To be shown with a label"
        case .actionLabelWhy: "Viewers must be told how it was made."
        case .actionAllow: "No rule asks for anything"
        case .actionAllowWhy: "Nothing was raised. This clears nobody."
        case .sumPolicy:
            """
            By rules: {block} to block, {review} to withhold for a person, {restrict} to restrict, {label} to label, \
            {allow} nothing raised
            """
        case .sumDeadline: "First deadline: {time} UTC ({duty}, {rule})"
        case .sumNoAdvice: "Not legal advice. Why: {command}"
        default: nil
        }
    }
}
