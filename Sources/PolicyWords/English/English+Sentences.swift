// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension English {
    func say(_ sentence: Sentence) -> String {
        switch sentence {
        case .action(let action): explain(action)
        case .lawNamed(let places): "The law of these places was applied, because somebody chose them: \(places)."
        case .lawByNexus:
            "Which law applies follows from the countries that the item and the service have to do with. Where such a "
                + "tie is not known, the law is applied all the same, and a person confirms what follows from it."
        case .platforms(let names): "The rules of these platforms were applied, too: \(names)."
        case .otherRuleSet(let digest):
            "This decision was made under another set of rules (\(digest)) than the one at hand. Rules that are missing "
                + "here are named by their id alone."

        case .askedFor: "This is what the rules ask for, the strictest first."

        case .surely(let list): "On what is recorded, it counts as: \(list)."
        case .surelyNothing: "On what is recorded, it cannot be said what the item is."
        case .nothingSeen: "Nothing was raised about the item, as far as anybody looked."
        case .unscanned:
            "It could not be scanned as a whole, so nothing is known of what it shows. That is not ‘no match’."
        case .forbiddenBy(let list): "These laws forbid it: \(list)."
        case .perhapsForbiddenBy(let list): "These laws may forbid it, as long as facts are missing: \(list)."
        case .possibly(let list): "What it may be, as long as facts are missing: \(list)."
        case .ground(let ground): explain(ground)
        case .nothingAsked: "No rule that applies asks for it to be hidden."
        case .released(let title): "The item was released, because this holds: \(title)."

        case .noDuties: "Nothing has to be done now."
        case .overdue: "That moment had already passed at the time of the event."
        case .deferredUntil(let moment): "Not before this moment: \(moment)."
        case .deferredWithoutDate: "Not before the hold has ended. No end is recorded."
        case .because(let cause): explain(cause)
        case .revives: "The duty does not lapse. It is due when the hold has ended."
        case .neutralWords: "Tell it in neutral words that do not speak of a report."
        case .onlyIf(let condition): "To be done only if \(condition). Whether that is so is not known."
        case .onlyIfUnknown: "To be done only if facts that are not known turn out so."

        case .privateScanDenied(let places):
            "Private messages must not be scanned. The law of these places does not clearly permit it: \(places)."
        case .privateScanNotPermitted: "Private messages must not be scanned. No rule clearly permits it here."
        case .privateScanAllowed(let rules):
            "Private messages may be scanned. Every law that applies permits it, by these rules: \(rules)."
        case .neverAllowed:
            "Whatever any rule says, the item is never used to train a model, never exported, never put into a data set "
                + "or a store of embeddings, and no small picture of it is kept."

        case .noneFired: "No rule applies to this item at this time."
        case .noneAsked: "The item was released, so no rule was applied."
        case .provisional:
            "Provisional: something that the rule depends on is not known. A person confirms all that follows from it."
        case .withoutSanction: "It binds, but no sanction can be imposed for it yet."
        case .softLaw: "Guidance that binds nobody. What it asks for is recommended."
        case .unverified: "Only one weak source says so. The rule protects, and nobody can sign it as it stands."
        case .signed(let name, let date): "Signed by a lawyer: \(name), \(date)."
        case .notInRuleSet: "This rule is not in the set of rules at hand."
        case .notYetInForce(let date): "It is not in force yet. It binds from \(date)."
        case .expired(let date): "It is no longer in force. It ended on \(date)."
        case .notLaw(let status):
            switch status {
            case .pending: "It is a bill and not law."
            case .enacted: "It has been passed, but the day on which it begins is not known."
            case .inForce, .future, .softLaw, .unverified: "It binds nobody at this time."
            }
        case .grace(let date): "A period of grace spares this case until \(date)."
        case .missing(let list): "This is not known: \(list)."
        case .failed(let condition): "It would apply only if \(condition)."

        case .unknownsMatter: "An answer to any of these questions could change the decision."
        case .disputed: "Sources of the same kind contradict each other, so the fact counts as not known."
        case .nothingUnknown: "As far as these rules ask, everything that could change the decision is known."
        case .unsignedMeaning:
            "No lawyer has signed these rules. They can hide the item and ask a person to look. They never report, tell "
                + "anybody or destroy anything by themselves: a person decides that."

        case .summary(let applied, let nearly, let unsigned):
            "\(applied) \(applied == 1 ? "rule applies" : "rules apply"), \(nearly) nearly; no lawyer has signed \(unsigned) "
                + "of them: see the full explanation."

        case .noFacts: "No facts were stated."
        case .overruled: "Not all of these words count: the first one that is believed stands."

        case .foot(let digest, let moment):
            "Rule set \(digest), event time \(moment). This explanation is not legal advice."
        }
    }

    private func explain(_ action: Action) -> String {
        switch action {
        case .allow: "The item may be shown. No rule that applies asks for it to be hidden, labelled or restricted."
        case .label: "The item may be shown only with a label."
        case .restrict: "The item may be shown, but not to everybody: behind an age gate, or less prominently."
        case .review: "The item is to be withheld: nobody may see it until a person has decided."
        case .block: "The item is to be blocked: refused, or taken down if it is already there."
        }
    }

    private func explain(_ ground: Ground) -> String {
        switch ground {
        case .nothingRaised:
            "Nothing was raised about the item, as far as anybody looked. That does not make it harmless: only the facts on "
                + "record were looked at."
        case .released: "The item was released."
        case .corroborated:
            "A trusted list and a second, independent signal agree. That is enough to block before a person has looked."
        case .confirmedByPerson: "A person looked at the item and found this."
        case .oneSource:
            "The rules ask for a block, but only one source speaks for it. One source alone removes nothing, so the item "
                + "is to be withheld until a person has decided."
        case .undetermined: "Facts that would decide are not known. They are listed below."
        case .rules: "The rules named above ask for it."
        }
    }

    private func explain(_ cause: Cause) -> String {
        switch cause {
        case .alreadyReported: "The reason: the report has already been sent."
        case .legalHold: "The reason: a recorded hold forbids telling or destroying."
        case .nondisclosure: "The reason: an authority has forbidden to tell until then."
        case .rule(let title, let id): "The reason: the rule \(rule(title, id: id))."
        case .forbidden(let title, let id): "It must not be done: the rule \(rule(title, id: id)) forbids it."
        case .equivalence(let reported, let discharged, let citation):
            "The reason: a report to \(reported) stands for one to \(discharged) (\(citation))."
        }
    }

    func heading(_ topic: Section.Topic) -> String {
        switch topic {
        case .decision: "What was decided"
        case .reasons: "Why"
        case .duties: "What must be done now"
        case .permissions: "What may be done"
        case .prohibitions: "What must not be done"
        case .fired: "Rules that apply"
        case .nearly: "Rules that nearly apply"
        case .unknown: "What is not known and could change the decision"
        case .summary: "The rules in short"
        case .unsigned: "Rules that no lawyer has signed"
        case .facts: "On which facts this rests"
        case .foot: "About this explanation"
        }
    }

    var standingHeading: String { "What your service owes all the time" }

    func standingTask(_ verb: Verb, _ recipient: Recipient?) -> String {
        switch verb {
        case .destroy: "Erase data when their purpose has ended"
        case .transparencyReport: "Publish a transparency report"
        case .humanReview: "Have a person review decisions"
        case .limitAccess: "Limit access to the data to those who need it"
        case .log: "Keep a log of what is done"
        case .secureStorage: "Store the data securely"
        case .termsDisclosure: "State in the terms of use what is done with content"
        default: task(verb, recipient)
        }
    }

    func label(_ label: Label) -> String {
        switch label {
        case .territory: "Where"
        case .rules: "Rules"
        case .deadline: "By when"
        case .execution: "Who acts"
        case .modality: "Binding"
        case .standing: "Standing"
        case .matter: "Concerns"
        case .keeping: "How long"
        case .citation: "Citation"
        case .jurisdiction: "Law of"
        case .platform: "Platform"
        case .inForce: "In force since"
        case .rule: "Rule"
        case .reason: "Why not"
        case .value: "Answer"
        case .source: "Source"
        case .said: "When"
        case .confidence: "How sure"
        }
    }

    func task(_ verb: Verb, _ recipient: Recipient?) -> String {
        let whom = recipient.map { self.recipient($0) }
        switch verb {
        case .reportTo: return "Report it to \(whom ?? "the competent authority")"
        case .doNotReportTo: return "Do not report it to \(whom ?? "others")"
        case .doNotNotify: return "Do not tell \(whom ?? "the uploader or anybody else")"
        case .notifyReporter: return "Tell \(whom ?? "the person who reported it") what was decided"
        case .notifySubject: return "Tell \(whom ?? "the person shown") what was decided"
        case .notifyUploader: return "Tell \(whom ?? "the uploader") what was decided"
        case .statementOfReasons: return "Give \(whom ?? "the uploader") a statement of reasons"
        case .submitSoRDatabase: return "Submit the statement of reasons to \(whom ?? "the public database")"
        case .supportReferral: return "Point \(whom ?? "the person harmed") to services that help"
        case .escalate: return "Bring it to \(whom ?? "the person in charge")"
        case .warnUser: return "Warn \(whom ?? "the user")"
        default: break
        }
        let text =
            switch verb {
            case .accountAction: "Act on the account behind it"
            case .blockGeneration: "Refuse to generate it"
            case .blockUpload: "Refuse the upload"
            case .disableAccess: "Make sure that nobody can open it"
            case .illegalityGround: "Treat it as unlawful"
            case .preventReupload: "Prevent it from being uploaded again"
            case .prohibitSystem: "Keep the system off the market and out of use"
            case .remove: "Take the item down"
            case .removeIdenticalCopies: "Take identical copies down"
            case .restrictAccess: "Restrict who may see it"
            case .searchSuppress: "Keep it out of search results"
            case .labelMachineReadable: "Mark it as AI output for programs"
            case .labelVisible: "Label it visibly as AI output"
            case .transparencyReport: "Count it in the public transparency report"
            case .destroy: "Destroy it"
            case .legalHold: "Place it under legal hold: destroy nothing"
            case .limitAccess: "Limit access to those who need it"
            case .log: "Record it in the log"
            case .preserve: "Preserve it as evidence"
            case .retainReference: "Keep the reference number of the report"
            case .secureStorage: "Store it securely"
            case .complaintChannel: "Offer a way to complain about the decision"
            case .complyOrder: "Comply with the order"
            case .consentRequired: "Obtain consent before it is shown"
            case .humanReview: "Have a person review it"
            case .designateOfficer: "Designate a responsible person"
            case .doNotProcess: "Do not use it for the purposes named here"
            case .hashMatch: "Compare uploads with lists of known material"
            case .noticeChannel: "Offer a way to give notice"
            case .permitProcessing: "It may be used for the purposes named here"
            case .pointOfContact: "Name a point of contact"
            case .register: "Register with the authority"
            case .riskAssessment: "Assess the risks of the service"
            case .termsDisclosure: "State it in the terms of use"
            case .training: "Train the staff"
            case .verifyLabel: "Check whether its label is right"
            case .reportTo, .doNotReportTo, .doNotNotify, .notifyReporter, .notifySubject, .notifyUploader,
                .statementOfReasons, .submitSoRDatabase, .supportReferral, .escalate, .warnUser:
                self.verb(verb).capitalizedFirst
            }
        return whom.map { "\(text) (\($0))" } ?? text
    }
}
