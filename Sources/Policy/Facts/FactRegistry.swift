// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

/// What one fact is: its type, what it means, who may set it, and what it means when nobody said anything.
public struct FactDefinition: Sendable {
    /// Its name.
    public let name: FactName
    /// What values it can have.
    public let type: FactType
    /// What it means, in English, as the end of "Whether/What: …".
    public let meaning: String
    /// What is read when nobody set it: for signals "nothing was raised", for circumstances ``FactValue/unknown``.
    public let absent: FactValue
    /// Who may set it. Whoever states facts by hand (``FactRole/stated``) may set all.
    public let setters: Set<FactRole>
    /// Who may set it to a value that lowers protection, where not every setter may.
    public let clearing: (value: FactValue, setters: Set<FactRole>)?

    init(
        _ name: FactName, _ type: FactType, absent: FactValue = .unknown, _ setters: Set<FactRole>, _ meaning: String,
        clearing: (value: FactValue, setters: Set<FactRole>)? = nil
    ) {
        self.name = name
        self.type = type
        self.absent = absent
        self.setters = setters
        self.meaning = meaning
        self.clearing = clearing
    }

    /// Whether it is about the service and can hold for all its items, so that an operator may state it once. Facts about an
    /// item cannot be: stating the origin of all pictures would excuse each of them.
    public var isStanding: Bool {
        switch name {
        case .actorRoles, .serviceSize, .serviceMonthlyUsers, .serviceDailyUsers, .serviceEstablishment,
            .serviceMarkets,
            .serviceDesignatedIn, .storageCountries, .viewerCountries, .surface, .systemOnMarketSince,
            .systemSafeguards,
            .clockSystemPlacedOnMarketAt, .clockPeriodEnd:
            true
        default: false
        }
    }

    /// The words of a ``FactType/word(_:)`` or ``FactType/words(_:)``; empty for other types.
    public var words: [String] {
        switch type {
        case .word(let words), .words(let words): words
        default: []
        }
    }
}

/// The one table of facts.
public enum FactRegistry {
    /// What a fact is.
    ///
    /// - Parameter name: of the fact.
    public static func definition(of name: FactName) -> FactDefinition { definitions[name.index] }

    /// All facts, in the order of ``FactName``.
    public static let definitions: [FactDefinition] = [
        FactDefinition(
            .matchKind, .word(["none", "exact", "perceptual"]), absent: .word(0), [.matching],
            "how the closest entry of a list agreed: not at all, byte for byte, or as a similar picture"),
        FactDefinition(
            .matchContent, .words(["csam", "ncii", "undress-service", "csam-tool", "adult", "other"]),
            absent: .words(0), [.matching],
            "what the lists that matched say they list"),
        FactDefinition(
            .matchSources,
            .words([
                "ncmec", "ncmec-generative-ai", "iwf", "icse-baseline", "caid", "stopncii", "takeitdown", "kr-dna-db",
                "operator",
            ]), absent: .words(0), [.matching],
            "whose lists matched"),
        FactDefinition(
            .matchDistance, .number(unit: "bits", in: 0...256), [.matching],
            "how many of 256 bits differ from the closest entry"),
        FactDefinition(
            .matchCorroborated, .tri, absent: .flag(false), [.matching],
            "a trusted list and a second, independent signal agree"),
        FactDefinition(
            .matchCleared, .tri, absent: .flag(false), [.matching],
            "this exact file is on a list of known-good files"),
        FactDefinition(
            .scanFailed, .tri, absent: .flag(false), [.screening],
            "the item could not be screened as a whole"),
        FactDefinition(
            .classifierCsam, .number(unit: FactType.score, in: 0...1), absent: .number(0), [.classifier],
            "a classifier's calibrated score for child sexual abuse material"),
        FactDefinition(
            .classifierNudity, .number(unit: FactType.score, in: 0...1), absent: .number(0), [.classifier],
            "a classifier's calibrated score for nudity"),
        FactDefinition(
            .classifierSexualActivity, .number(unit: FactType.score, in: 0...1), absent: .number(0), [.classifier],
            "a classifier's calibrated score for sexual activity"),
        FactDefinition(
            .contentSexual, .tri, absent: .flag(false), [.reviewer, .authority, .classifier, .request],
            "the item is sexual or intimate, nudity included",
            clearing: (.flag(false), [.reviewer, .authority, .classifier])),
        FactDefinition(
            .contentTextOnly, .tri, absent: .flag(false), [.reviewer, .authority, .classifier, .operator],
            "the item is text or a prompt, without a picture"),
        FactDefinition(
            .contentSolicits, .tri, absent: .flag(false), [.reviewer, .authority, .classifier, .request],
            "the item seeks, offers or advertises such material",
            clearing: (.flag(false), [.reviewer, .authority, .classifier])),
        FactDefinition(
            .contentUndressService, .tri, absent: .flag(false), [.reviewer, .authority, .classifier, .request],
            "the item offers or links to undressing people in pictures",
            clearing: (.flag(false), [.reviewer, .authority, .classifier])),
        FactDefinition(
            .contentCsamTool, .tri, absent: .flag(false), [.reviewer, .authority, .classifier, .request],
            "the item is a model, adapter or program made to produce such material",
            clearing: (.flag(false), [.reviewer, .authority, .classifier])),
        FactDefinition(
            .contentDeceptive, .tri, [.reviewer, .authority, .classifier],
            "a viewer would take what is shown for real"),
        FactDefinition(
            .contentContexts, .words(["satire", "news", "art", "education"]), absent: .words(0),
            [.reviewer, .authority, .request],
            "in which context the item stands, as a person found"),
        FactDefinition(
            .contentDistributed, .tri, [.reviewer, .authority, .operator, .request],
            "somebody else than its holder received the item or could see it"),
        FactDefinition(
            .contentDeceptiveCommercial, .tri, absent: .flag(false), [.reviewer, .authority, .operator],
            "the item is deceptive commercial content in high volume"),
        FactDefinition(
            .depictedMinor, .tri, [.reviewer, .authority, .classifier, .request, .record],
            "a person shown is, or appears to be, under 18", clearing: (.flag(false), [.reviewer, .authority, .record])),
        FactDefinition(
            .depictedAgeFrom, .number(unit: "years", in: 0...130), [.reviewer, .authority, .classifier, .record],
            "lower bound of the apparent age of the youngest person shown"),
        FactDefinition(
            .depictedAgeTo, .number(unit: "years", in: 0...130), [.reviewer, .authority, .classifier, .record],
            "upper bound of the apparent age of the youngest person shown"),
        FactDefinition(
            .depictedIdentifiable, .tri, [.reviewer, .authority, .classifier, .request, .record],
            "a real person can be recognised"),
        FactDefinition(
            .depictedRealistic, .tri, [.reviewer, .authority, .classifier],
            "the item looks like a photograph"),
        FactDefinition(
            .origin, .word(["real", "synthetic", "morphed", "drawn"]),
            [.reviewer, .authority, .provenance, .classifier, .request, .operator, .record],
            "how the item came to be: captured, generated, a real person's likeness altered, or drawn",
            clearing: (.word(3), [.reviewer, .authority, .record])),
        FactDefinition(
            .provenanceLevel,
            .word([
                "signed-trusted", "signed-intact-signer-unlisted", "signed-intact-but-expired", "watermark",
                "declared-unsigned", "credentials-failed", "remote-reference-only", "none", "unreadable-or-hostile",
            ]), absent: .word(7), [.provenance],
            "how far what the file says of its making can be believed"),
        FactDefinition(
            .provenanceClaims,
            .words([
                "ai-generated", "ai-edited", "ai-in-ingredients", "ai-possible", "algorithmic-not-ai", "captured",
                "not-stated", "none-usable",
            ]), absent: .words(0), [.provenance],
            "everything that the file says of its making"),
        FactDefinition(
            .provenanceAigcLabel, .word(["absent", "1", "2", "3", "malformed"]), absent: .word(0), [.provenance],
            "the value of China's AIGC label: 1 generated, 2 possibly, 3 suspected"),
        FactDefinition(
            .provenanceWatermark, .word(["absent", "present"]), [.provenance],
            "whether a public watermark of a generator was decoded"),
        FactDefinition(
            .labelVisible, .tri, [.reviewer, .authority, .classifier, .operator],
            "viewers see a label that AI made or altered the item"),
        FactDefinition(
            .labelMachineReadable, .tri, [.provenance, .reviewer, .operator],
            "the file carries a mark that programs can read, which says that AI made or altered it"),
        FactDefinition(
            .labelStripped, .tri, [.provenance, .reviewer, .operator],
            "a mark that was there has been removed or contradicts another"),
        FactDefinition(
            .consent, .word(["asserted-by-uploader", "denied-by-subject", "verified"]),
            [.reviewer, .authority, .request, .record, .operator],
            "what is known of the consent of the person shown", clearing: (.word(2), [.reviewer, .authority, .record])),
        FactDefinition(
            .requestKind,
            .word([
                "none", "user-flag", "subject-request", "representative", "trusted-flagger", "authority-request",
                "authority-order", "court-order",
            ]), absent: .word(0), [.request, .authority, .operator],
            "who asks for something to be done"),
        FactDefinition(
            .requestValid, .tri, [.reviewer, .operator, .request, .authority],
            "the request has everything that the law asks of it"),
        FactDefinition(
            .requestConcerns, .words(["intimate-image", "child", "ai-content", "other"]), absent: .words(0),
            [.request, .authority, .reviewer, .operator],
            "what the request says the item is"),
        FactDefinition(
            .threatPresent, .tri, absent: .flag(false), [.reviewer, .authority, .request, .classifier],
            "somebody threatens to share intimate material",
            clearing: (.flag(false), [.reviewer, .authority, .classifier])),
        FactDefinition(
            .threatDemand, .tri, absent: .flag(false), [.reviewer, .authority, .request, .classifier],
            "money, more material or something else is demanded",
            clearing: (.flag(false), [.reviewer, .authority, .classifier])),
        FactDefinition(
            .threatImminentHarm, .tri, [.reviewer, .authority, .request],
            "somebody's life or safety is in danger"),
        FactDefinition(
            .conductGrooming, .tri, absent: .flag(false), [.reviewer, .authority, .request, .classifier],
            "a minor is being enticed",
            clearing: (.flag(false), [.reviewer, .authority, .classifier])),
        FactDefinition(
            .victimMinor, .tri, [.reviewer, .authority, .request, .record, .operator],
            "the person threatened or enticed is under 18"),
        FactDefinition(
            .surface,
            .word([
                "public", "group", "dm", "e2ee-dm", "upload-pending", "generation-input", "generation-output", "ad",
                "model-repository", "search", "stored-files",
            ]), [.operator, .screening],
            "where the item is or would be seen"),
        FactDefinition(
            .actorRoles,
            .words([
                "hosting", "online-platform", "vlop", "u2u", "search", "ai-provider", "ai-deployer", "app-store",
                "model-host", "hotline", "investigator",
            ]), [.operator],
            "what the operator's service is in law"),
        FactDefinition(
            .actorIncidents, .integer(unit: "incidents"), absent: .number(0), [.operator],
            "earlier confirmed incidents of the same account"),
        FactDefinition(
            .serviceSize, .word(["micro-small", "other", "vlop"]), [.operator],
            "size of the service under EU law"),
        FactDefinition(
            .serviceMonthlyUsers, .integer(unit: "users"), [.operator],
            "monthly users"),
        FactDefinition(
            .serviceDailyUsers, .integer(unit: "users"), [.operator],
            "daily users"),
        FactDefinition(
            .serviceEstablishment, .countries, [.operator],
            "where the service is established"),
        FactDefinition(
            .serviceMarkets, .countries, [.operator],
            "which countries the service is offered in"),
        FactDefinition(
            .serviceDesignatedIn, .countries, [.operator],
            "which countries have designated the service, or whose thresholds it meets"),
        FactDefinition(
            .storageCountries, .countries, [.operator],
            "where the item is stored"),
        FactDefinition(
            .uploaderCountry, .countries, [.operator, .request, .authority],
            "where the uploader is"),
        FactDefinition(
            .subjectCountry, .countries, [.operator, .request, .authority, .reviewer],
            "where the person shown is"),
        FactDefinition(
            .viewerCountries, .countries, [.operator],
            "where the item was or can be seen"),
        FactDefinition(
            .systemOnMarketSince, .instant, [.operator],
            "when the AI system was placed on the market"),
        FactDefinition(
            .systemSafeguards, .tri, [.operator, .authority],
            "reasonable and adequate safeguards are in place, and observed misuse is corrected"),
        FactDefinition(
            .uploaderContactKnown, .tri, [.operator],
            "electronic contact details of the uploader are known"),
        FactDefinition(
            .reportSentTo, .words(Recipient.allCases.map(\.rawValue)), absent: .words(0), [.reporting, .operator],
            "who already has a report on this item"),
        FactDefinition(
            .reportUkLinked, .tri, [.operator, .reviewer, .request],
            "the item has a link with the United Kingdom"),
        FactDefinition(
            .legalHold, .tri, [.operator, .authority, .reviewer],
            "a recorded hold forbids telling or destroying"),
        FactDefinition(
            .authorityNondisclosureUntil, .instant, absent: .instant(UTCTime(seconds: .min)), [.authority, .operator],
            "until when an authority has forbidden to tell"),
        FactDefinition(
            .reviewFinding, .words(Category.allCases.map(\.rawValue)), absent: .words(0), [.reviewer, .authority],
            "what a person found the item to be"),
        FactDefinition(
            .reviewViewedWhole, .tri, absent: .flag(false), [.reviewer],
            "a person saw the whole item"),
        FactDefinition(
            .reviewPeople, .integer(unit: "people"), absent: .number(0), [.reviewer],
            "how many different people found so"),
        FactDefinition(
            .clockDetectedAt, .instant, [.operator, .screening, .reviewer, .request, .authority, .reporting],
            "when the item was detected"),
        FactDefinition(
            .clockActualKnowledgeAt, .instant, [.operator, .screening, .reviewer, .request, .authority, .reporting],
            "when the service knew what it was"),
        FactDefinition(
            .clockHumanConfirmedAt, .instant, [.operator, .screening, .reviewer, .request, .authority, .reporting],
            "when a person confirmed it"),
        FactDefinition(
            .clockValidRequestAt, .instant, [.operator, .screening, .reviewer, .request, .authority, .reporting],
            "when a valid request arrived"),
        FactDefinition(
            .clockOrderReceivedAt, .instant, [.operator, .screening, .reviewer, .request, .authority, .reporting],
            "when an order arrived"),
        FactDefinition(
            .clockReportSubmittedAt, .instant, [.operator, .screening, .reviewer, .request, .authority, .reporting],
            "when the report was submitted"),
        FactDefinition(
            .clockRestrictionImposedAt, .instant, [.operator, .screening, .reviewer, .request, .authority, .reporting],
            "when the restriction was imposed"),
        FactDefinition(
            .clockPeriodEnd, .instant, [.operator, .screening, .reviewer, .request, .authority, .reporting],
            "when the reporting period ends"),
        FactDefinition(
            .clockFirstExposureAt, .instant, [.operator, .screening, .reviewer, .request, .authority, .reporting],
            "when the item was first shown"),
        FactDefinition(
            .clockSystemPlacedOnMarketAt, .instant,
            [.operator, .screening, .reviewer, .request, .authority, .reporting],
            "when the system was placed on the market"),
    ]
}
