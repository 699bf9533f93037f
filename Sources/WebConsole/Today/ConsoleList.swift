// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// A list as a line of the ledger. Every entry is counted in one column and in no other.
public struct ConsoleList: Hashable, Sendable {
    /// The name, in the view of who looks.
    public var name: String
    /// Whose word it is: `A`, `B`, `C`.
    public var tier: String
    /// The list's own state: only in `active` its entries match.
    public var state: String
    /// Known-good, restricted, partly enabled: what else a person should know.
    public var note: String?
    /// When the list or one of its entries last changed.
    public var changed: UTCTime
    /// Entries that match, when the list is active.
    public var active: Int
    /// Entries that wait for a person.
    public var quarantined: Int
    /// Entries that somebody switched off.
    public var disabled: Int
    /// Entries that their source took back.
    public var withdrawn: Int
    /// How many of all these have expired, so that they match no more.
    public var expired: Int

    /// Describes a list.
    ///
    /// - Parameters:
    ///   - name: in the view of who looks.
    ///   - tier: whose word it is.
    ///   - state: the list's own state.
    ///   - note: what else a person should know.
    ///   - changed: when the list or one of its entries last changed.
    ///   - active: entries that match.
    ///   - quarantined: entries that wait for a person.
    ///   - disabled: entries that somebody switched off.
    ///   - withdrawn: entries that their source took back.
    ///   - expired: how many of all these have expired.
    public init(
        name: String, tier: String, state: String, note: String? = nil, changed: UTCTime, active: Int,
        quarantined: Int = 0, disabled: Int = 0, withdrawn: Int = 0, expired: Int = 0
    ) {
        self.name = name
        self.tier = tier
        self.state = state
        self.note = note
        self.changed = changed
        self.active = active
        self.quarantined = quarantined
        self.disabled = disabled
        self.withdrawn = withdrawn
        self.expired = expired
    }

    /// All entries: every one stands in one state.
    public var entries: Int { active + quarantined + disabled + withdrawn }
    /// Whether its entries match.
    var isUsed: Bool { state == "active" }
}
