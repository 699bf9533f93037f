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

    /// Position in the registry and in `allCases`. Written out, so that finding a fact is no search by its name.
    public var index: Int {
        switch self {
        case .matchKind: 0
        case .matchContent: 1
        case .matchSources: 2
        case .matchDistance: 3
        case .matchCorroborated: 4
        case .matchCleared: 5
        case .scanFailed: 6
        case .classifierCsam: 7
        case .classifierNudity: 8
        case .classifierSexualActivity: 9
        case .contentSexual: 10
        case .contentTextOnly: 11
        case .contentSolicits: 12
        case .contentUndressService: 13
        case .contentCsamTool: 14
        case .contentDeceptive: 15
        case .contentContexts: 16
        case .contentDistributed: 17
        case .contentDeceptiveCommercial: 18
        case .depictedMinor: 19
        case .depictedAgeFrom: 20
        case .depictedAgeTo: 21
        case .depictedIdentifiable: 22
        case .depictedRealistic: 23
        case .origin: 24
        case .provenanceLevel: 25
        case .provenanceClaims: 26
        case .provenanceAigcLabel: 27
        case .provenanceWatermark: 28
        case .labelVisible: 29
        case .labelMachineReadable: 30
        case .labelStripped: 31
        case .consent: 32
        case .requestKind: 33
        case .requestValid: 34
        case .requestConcerns: 35
        case .threatPresent: 36
        case .threatDemand: 37
        case .threatImminentHarm: 38
        case .conductGrooming: 39
        case .victimMinor: 40
        case .surface: 41
        case .actorRoles: 42
        case .actorIncidents: 43
        case .serviceSize: 44
        case .serviceMonthlyUsers: 45
        case .serviceDailyUsers: 46
        case .serviceEstablishment: 47
        case .serviceMarkets: 48
        case .serviceDesignatedIn: 49
        case .storageCountries: 50
        case .uploaderCountry: 51
        case .subjectCountry: 52
        case .viewerCountries: 53
        case .systemOnMarketSince: 54
        case .systemSafeguards: 55
        case .uploaderContactKnown: 56
        case .reportSentTo: 57
        case .reportUkLinked: 58
        case .legalHold: 59
        case .authorityNondisclosureUntil: 60
        case .reviewFinding: 61
        case .reviewViewedWhole: 62
        case .reviewPeople: 63
        case .clockDetectedAt: 64
        case .clockActualKnowledgeAt: 65
        case .clockHumanConfirmedAt: 66
        case .clockValidRequestAt: 67
        case .clockOrderReceivedAt: 68
        case .clockReportSubmittedAt: 69
        case .clockRestrictionImposedAt: 70
        case .clockPeriodEnd: 71
        case .clockFirstExposureAt: 72
        case .clockSystemPlacedOnMarketAt: 73
        }
    }

    static let byName = allCases.sorted()

    /// By position; the text of the name need not be read.
    public func hash(into hasher: inout Hasher) { hasher.combine(UInt8(truncatingIfNeeded: index)) }

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
