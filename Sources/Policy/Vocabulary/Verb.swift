// SPDX-License-Identifier: Apache-2.0

/// What an obligation asks for.
public enum Verb: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    // Act.
    case accountAction = "account-action"
    case blockGeneration = "block-generation"
    case blockUpload = "block-upload"
    case disableAccess = "disable-access"
    case illegalityGround = "illegality-ground"
    case preventReupload = "prevent-reupload"
    case prohibitSystem = "prohibit-system"
    case remove
    case removeIdenticalCopies = "remove-identical-copies"
    case restrictAccess = "restrict-access"
    case searchSuppress = "search-suppress"
    // Tell.
    case doNotNotify = "do-not-notify"
    case doNotReportTo = "do-not-report-to"
    case labelMachineReadable = "label-machine-readable"
    case labelVisible = "label-visible"
    case notifyReporter = "notify-reporter"
    case notifySubject = "notify-subject"
    case notifyUploader = "notify-uploader"
    case reportTo = "report-to"
    case statementOfReasons = "statement-of-reasons"
    case submitSoRDatabase = "submit-sor-database"
    case supportReferral = "support-referral"
    case transparencyReport = "transparency-report"
    case warnUser = "warn-user"
    // Keep.
    case destroy
    case legalHold = "legal-hold"
    case limitAccess = "limit-access"
    case log
    case preserve
    case retainReference = "retain-reference"
    case secureStorage = "secure-storage"
    // Decide.
    case complaintChannel = "complaint-channel"
    case complyOrder = "comply-order"
    case consentRequired = "consent-required"
    case escalate
    case humanReview = "human-review"
    // Organise.
    case designateOfficer = "designate-officer"
    case doNotProcess = "do-not-process"
    case hashMatch = "hash-match"
    case noticeChannel = "notice-channel"
    case permitProcessing = "permit-processing"
    case pointOfContact = "point-of-contact"
    case register
    case riskAssessment = "risk-assessment"
    case termsDisclosure = "terms-disclosure"
    case training
    case verifyLabel = "verify-label"

    /// What the verb does to who may see an item; `nil`: nothing.
    public var measure: Measure? {
        switch self {
        case .remove, .prohibitSystem: .remove
        case .disableAccess, .blockUpload, .blockGeneration: .disableAccess
        case .restrictAccess: .restrictAccess
        case .humanReview, .escalate: .withhold
        case .labelVisible, .labelMachineReadable: .label
        default: nil
        }
    }

    /// It tells somebody outside, takes an account away or destroys: what cannot be taken back. Never automatic from a rule
    /// that no lawyer signed.
    public var isIrrevocable: Bool {
        switch self {
        case .accountAction, .destroy, .notifyReporter, .notifySubject, .notifyUploader, .reportTo, .statementOfReasons,
            .submitSoRDatabase:
            true
        default: false
        }
    }

    /// It is still owed when a person or a known-good list let the item go: keeping what was reported, saying nothing of it,
    /// answering who asked.
    public var outlivesRelease: Bool {
        switch self {
        case .complaintChannel, .destroy, .doNotNotify, .legalHold, .limitAccess, .log, .notifyReporter, .preserve,
            .retainReference, .secureStorage:
            true
        default: false
        }
    }

    /// It only holds something back, or asks a person: never a reason to wait for a confirmation.
    public var isRestraint: Bool {
        switch self {
        case .doNotNotify, .doNotProcess, .doNotReportTo, .escalate, .humanReview, .limitAccess, .log, .secureStorage:
            true
        default: false
        }
    }

    /// It tells the uploader something, and so may tip off the subject of an investigation.
    public var tellsUploader: Bool { self == .notifyUploader || self == .statementOfReasons }

    /// By name, so that lists of obligations have one order.
    public static func < (left: Verb, right: Verb) -> Bool { left.rawValue < right.rawValue }
}

/// How a verb changes who may see an item. Later cases protect more.
public enum Measure: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// A label.
    case label
    /// An age gate or demotion.
    case restrictAccess = "restrict-access"
    /// Hidden until a person has decided.
    case withhold
    /// Nobody sees it.
    case disableAccess = "disable-access"
    /// Taken down.
    case remove

    /// The action that a program takes for it.
    public var action: Action {
        switch self {
        case .label: .label
        case .restrictAccess: .restrict
        case .withhold: .review
        case .disableAccess, .remove: .block
        }
    }

    /// Whether one measure protects less than another.
    public static func < (left: Measure, right: Measure) -> Bool { left.rank < right.rank }

    /// Position, 0 the mildest.
    public var rank: Int {
        switch self {
        case .label: 0
        case .restrictAccess: 1
        case .withhold: 2
        case .disableAccess: 3
        case .remove: 4
        }
    }
}
