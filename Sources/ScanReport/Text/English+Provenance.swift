// SPDX-License-Identifier: Apache-2.0

extension Catalogue {
    /// The sentences on how files say they were made; `nil` for all others.
    static func englishProvenance(_ message: Message) -> Template? {
        switch message {
        case .navOrigin: "Origin"
        case .originTitle: "What the files say of how they were made"
        case .originNote:
            """
            Read from the files themselves: signed credentials, public watermarks, and plain text. It is no match and \
            does not decide one. A file that says nothing may be of any origin, and “captured by a camera” clears nobody.
            """
        case .originCaption: "Every picture and video by what it says of how it was made"
        case .originAISignedTrusted:
            "AI had, or may have had, a part in it, says a signer whom your trust lists vouch for"
        case .originAISignedTrustedWhy: "The signature is good and the file is unchanged since."
        case .originAISignedOther:
            "AI had, or may have had, a part in it, says an intact signature without a valid voucher"
        case .originAISignedOtherWhy:
            "The file is unchanged since it was signed; no list names the signer, or the certificate has expired."
        case .originAIWatermark: "AI had a part in it, says a public watermark in the pixels"
        case .originAIWatermarkWhy: "Anyone can embed it; usually the generator did."
        case .originAIDeclared: "AI had a part in it, or may have had, says unsigned text in the file"
        case .originAIDeclaredWhy: "Anyone can add or remove such text."
        case .originOther: "Something else, or nothing on the origin"
        case .originOtherWhy: "A camera, an algorithm that is not AI, or credentials that are silent on it."
        case .originFailed: "Credentials that are broken, or do not belong to the file"
        case .originFailedWhy: "Nothing that they say is shown as true."
        case .originUnreadable: "Could not be read as what it says it is"
        case .originUnreadableWhy: "Damaged, cut short, made to deceive, or of a kind that this version does not read."
        case .originNothing: "Nothing found"
        case .originNothingWhy: "This says nothing about how they were made."
        case .originNotExamined: "Not looked at"
        case .originNotExaminedWhy: "They could not be read, or are too large; nothing is known."
        case .originListed:
            .counted(
                one: "{count} file that speaks of AI, or carries credentials that are not valid",
                other: "{count} files that speak of AI, or carry credentials that are not valid")
        case .originShow: .counted(one: "Show {count} file", other: "Show {count} files")
        case .claimAIGenerated: "AI-generated"
        case .claimAIEdited: "edited with AI"
        case .claimAIInIngredients: "made from something AI-generated"
        case .claimAIPossible: "may contain AI-generated parts"
        case .claimAlgorithmic: "made by an algorithm that is not AI"
        case .claimCaptured: "captured by a camera"
        case .claimNotStated: "nothing of its origin"
        case .claimNoneUsable: "nothing that can be used"
        case .levelSignedTrusted: "signed, signer on your trust lists"
        case .levelSignedUnlisted: "signed, signer on no list"
        case .levelSignedExpired: "signed, certificate expired"
        case .levelWatermark: "public watermark"
        case .levelDeclared: "unsigned text"
        case .levelFailed: "credentials not valid"
        case .levelRemote: "only an address of credentials"
        case .levelNone: "nothing found"
        case .levelUnreadable: "unreadable"
        case .factTrustLists: "Trust lists"
        case .factTrustNone: "none: every signer counts as unlisted"
        case .factTrustList:
            .counted(
                one: "{name}: {count} entry, SHA-256 {digest}", other: "{name}: {count} entries, SHA-256 {digest}")
        case .inspectAnswer: "Says of itself: {claim} ({level})"
        case .inspectFacts: "{format}, {size}, SHA-256 {digest}"
        case .inspectTechnical: "For engineers: {text}"
        case .inspectCodes: "Codes: {codes}"
        case .inspectPixels: "The pixels were not looked at: {because}"
        case .inspectChecks: "Every check"
        case .sumOriginAI:
            .counted(
                one: "{count} says that AI had, or may have had, a part in it ({signed} signed by a listed signer)",
                other: "{count} say that AI had, or may have had, a part in them ({signed} signed by a listed signer)")
        case .sumOriginFailed:
            .counted(
                one: "{count} carries credentials that are broken or do not belong to it",
                other: "{count} carry credentials that are broken or do not belong to them")
        default: nil
        }
    }
}
