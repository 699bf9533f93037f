// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials

/// What a match with a bank means.
public enum BankPurpose: String, Sendable, CaseIterable {
    /// Its entries are known pictures to find.
    case known
    /// Its entries clear an exact digest, and nothing else.
    case knownGood = "known-good"
}

/// How far a bank is trusted. Only tier A can carry an automatic block, and never alone.
public enum TrustTier: String, Sendable, CaseIterable, Comparable {
    /// Curated by an authority or several independent contributors.
    case a = "A"
    /// One contributor known to work carefully.
    case b = "B"
    /// Anything else.
    case c = "C"

    /// A is before B is before C.
    public static func < (left: TrustTier, right: TrustTier) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Whether a bank or an entry takes part in matching. Only ``active`` does.
public enum ListingState: String, Sendable, CaseIterable {
    /// It matches.
    case active
    /// It waits until a person has looked at it.
    case quarantined
    /// The operator switched it off.
    case disabled
    /// Its source took it back.
    case withdrawn

    /// The number under which entries keep their state: a word in each of millions of rows would cost space.
    var number: Int64 {
        switch self {
        case .active: 0
        case .quarantined: 1
        case .disabled: 2
        case .withdrawn: 3
        }
    }

    init?(number: Int64) {
        guard let state = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = state
    }
}

/// The settings of a bank that an operator can change.
public struct BankSettings: Hashable, Sendable {
    /// How far the bank is trusted.
    public var tier: TrustTier
    /// How many independent parties contribute to it.
    public var contributors: Int
    /// The category of entries that name none, a short word.
    public var category: String?
    /// Where the entries come from.
    public var source: String?
    /// The largest PDQ distance that is a match, 0 to 64 bits; nil means ``Bank/defaultRadius``.
    public var radius: Int?
    /// Whether the bank takes part in matching.
    public var state: ListingState
    /// The share of look-ups, 0 to 1, that the bank answers on the surface compatible with Hasher-Matcher-Actioner; kept in
    /// millionths. It changes nothing for scans and the API of this program.
    public var enabledRatio: Double

    /// Makes settings.
    ///
    /// - Parameters:
    ///   - tier: how far the bank is trusted.
    ///   - contributors: how many independent parties contribute, from 0.
    ///   - category: the category of entries that name none.
    ///   - source: where the entries come from.
    ///   - radius: the largest PDQ distance that is a match, 0 to 64 bits.
    ///   - state: whether the bank takes part in matching.
    ///   - enabledRatio: the share of look-ups, 0 to 1, that the bank answers on the compatible surface.
    public init(
        tier: TrustTier = .c, contributors: Int = 1, category: String? = nil, source: String? = nil,
        radius: Int? = nil, state: ListingState = .active, enabledRatio: Double = 1
    ) {
        self.tier = tier
        self.contributors = contributors
        self.category = category
        self.source = source
        self.radius = radius
        self.state = state
        self.enabledRatio = enabledRatio
    }
}

/// A named list of known fingerprints.
public struct Bank: Hashable, Sendable {
    /// The largest PDQ distance that is a match when a bank sets none, in bits.
    public static let defaultRadius = 31
    /// The distances a bank may set, in bits.
    public static let radii = 0...64

    /// The number of the bank in this database. Never used again after the bank is removed.
    public let id: Int64
    /// Its name: of a tenant's bank with the tenant before it, see ``BankScope``.
    public let name: String
    /// What a match means.
    public let purpose: BankPurpose
    /// Whether its values are sealed at rest. Fixed when the bank is created.
    public let restricted: Bool
    /// What an operator can change.
    public let settings: BankSettings
    /// When it was created.
    public let created: Date
    /// When it or an entry of it last changed.
    public let changed: Date

    /// Whose bank it is; nil is the house.
    public var tenant: String? { BankName.parts(name).tenant }
    /// Its name without the tenant.
    public var ownName: String { BankName.parts(name).own }

    /// The largest PDQ distance that is a match, in bits.
    public var radius: Int { settings.radius ?? Self.defaultRadius }
}

/// How many entries of one kind and state a bank has.
public struct EntryCount: Hashable, Sendable {
    /// The state these entries are in.
    public var state: ListingState
    /// The fingerprints each of these entries has.
    public var kinds: FingerprintKinds
    /// How many entries there are.
    public var entries: Int
}

/// A bank with its counts. The counts add up to ``entries``.
public struct BankSummary: Hashable, Sendable {
    /// The bank.
    public var bank: Bank
    /// Its entries by state and by the fingerprints they have.
    public var counts: [EntryCount]
    /// How many entries, of any state, have expired.
    public var expired: Int

    /// All entries.
    public var entries: Int { counts.reduce(0) { $0 + $1.entries } }

    /// The entries in a state.
    public func entries(in state: ListingState) -> Int {
        counts.reduce(0) { $0 + ($1.state == state ? $1.entries : 0) }
    }

    /// The entries that have a kind of fingerprint.
    public func entries(with kind: FingerprintKinds) -> Int {
        counts.reduce(0) { $0 + ($1.kinds.isSuperset(of: kind) ? $1.entries : 0) }
    }
}
