// SPDX-License-Identifier: Apache-2.0

/// Every fact that a decision can rest on. ``FactRegistry`` says of each what it means.
public enum FactName: String, Sendable, Hashable, CaseIterable, Comparable {
    case matchKind = "match.kind"
    case matchContent = "match.content"
    case matchSources = "match.sources"
    case matchDistance = "match.distance"
    case matchCorroborated = "match.corroborated"
    case matchCleared = "match.cleared"
    case scanFailed = "scan.failed"
    case classifierCsam = "classifier.csam"
    case classifierNudity = "classifier.nudity"
    case classifierSexualActivity = "classifier.sexual-activity"
    case contentSexual = "content.sexual"
    case contentTextOnly = "content.text-only"
    case contentSolicits = "content.solicits"
    case contentUndressService = "content.undress-service"
    case contentCsamTool = "content.csam-tool"
    case contentDeceptive = "content.deceptive"
    case contentContexts = "content.contexts"
    case contentDistributed = "content.distributed"
    case contentDeceptiveCommercial = "content.deceptive-commercial"
    case depictedMinor = "depicted.minor"
    case depictedAgeFrom = "depicted.age-from"
    case depictedAgeTo = "depicted.age-to"
    case depictedIdentifiable = "depicted.identifiable"
    case depictedRealistic = "depicted.realistic"
    case origin
    case provenanceLevel = "provenance.level"
    case provenanceClaims = "provenance.claims"
    case provenanceAigcLabel = "provenance.aigc-label"
    case provenanceWatermark = "provenance.watermark"
    case labelVisible = "label.visible"
    case labelMachineReadable = "label.machine-readable"
    case labelStripped = "label.stripped"
    case consent
    case requestKind = "request.kind"
    case requestValid = "request.valid"
    case requestConcerns = "request.concerns"
    case threatPresent = "threat.present"
    case threatDemand = "threat.demand"
    case threatImminentHarm = "threat.imminent-harm"
    case conductGrooming = "conduct.grooming"
    case victimMinor = "victim.minor"
    case surface
    case actorRoles = "actor.roles"
    case actorIncidents = "actor.incidents"
    case serviceSize = "service.size"
    case serviceMonthlyUsers = "service.monthly-users"
    case serviceDailyUsers = "service.daily-users"
    case serviceEstablishment = "service.establishment"
    case serviceMarkets = "service.markets"
    case serviceDesignatedIn = "service.designated-in"
    case storageCountries = "storage.countries"
    case uploaderCountry = "uploader.country"
    case subjectCountry = "subject.country"
    case viewerCountries = "viewer.countries"
    case systemOnMarketSince = "system.on-market-since"
    case systemSafeguards = "system.safeguards"
    case uploaderContactKnown = "uploader.contact-known"
    case reportSentTo = "report.sent-to"
    case reportUkLinked = "report.uk-linked"
    case legalHold = "legal.hold"
    case authorityNondisclosureUntil = "authority.nondisclosure-until"
    case reviewFinding = "review.finding"
    case reviewViewedWhole = "review.viewed-whole"
    case reviewPeople = "review.people"
    case clockDetectedAt = "clock.detected-at"
    case clockActualKnowledgeAt = "clock.actual-knowledge-at"
    case clockHumanConfirmedAt = "clock.human-confirmed-at"
    case clockValidRequestAt = "clock.valid-request-at"
    case clockOrderReceivedAt = "clock.order-received-at"
    case clockReportSubmittedAt = "clock.report-submitted-at"
    case clockRestrictionImposedAt = "clock.restriction-imposed-at"
    case clockPeriodEnd = "clock.period-end"
    case clockFirstExposureAt = "clock.first-exposure-at"
    case clockSystemPlacedOnMarketAt = "clock.system-placed-on-market-at"

    /// Position in the registry.
    public var index: Int { Self.indices[self] ?? 0 }
    private static let indices = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

    /// By name, so that lists of facts have one order.
    public static func < (left: FactName, right: FactName) -> Bool { left.rawValue < right.rawValue }

    /// The fact that holds the time of a clock event.
    ///
    /// - Parameter event: what starts a deadline.
    public static func clock(_ event: ClockEvent) -> FactName {
        switch event {
        case .detectedAt: .clockDetectedAt
        case .actualKnowledgeAt: .clockActualKnowledgeAt
        case .humanConfirmedAt: .clockHumanConfirmedAt
        case .validRequestAt: .clockValidRequestAt
        case .orderReceivedAt: .clockOrderReceivedAt
        case .reportSubmittedAt: .clockReportSubmittedAt
        case .restrictionImposedAt: .clockRestrictionImposedAt
        case .periodEnd: .clockPeriodEnd
        case .firstExposureAt: .clockFirstExposureAt
        case .systemPlacedOnMarketAt: .clockSystemPlacedOnMarketAt
        }
    }
}
