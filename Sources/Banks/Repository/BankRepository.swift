// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import Store

/// The banks of one home folder.
///
/// Every change is one transaction. Restricted banks keep their values sealed; when their key is missing or wrong,
/// whatever needs a value fails, because an empty answer would read as "no match".
public final class BankRepository: Sendable {
    /// Where the key of restricted banks lies inside the home folder.
    public static let keyPath = "keys/bank.key"

    let store: Store
    let keyring: BankKeyring
    let clock: @Sendable () -> Date
    let random: @Sendable () -> Int64

    /// Works on a store that was opened with ``BankSchema/schema``.
    ///
    /// - Parameters:
    ///   - store: the database.
    ///   - home: the home folder, where `keys/bank.key` lies.
    ///   - clock: tells the time.
    ///   - random: gives numbers that nobody foresees and that do not come twice.
    public init(
        store: Store, home: String, clock: @escaping @Sendable () -> Date,
        random: @escaping @Sendable () -> Int64 = { Int64.random(in: .min ... .max) }
    ) {
        self.store = store
        self.keyring = BankKeyring(path: home + "/" + Self.keyPath)
        self.clock = clock
        self.random = random
    }

    /// Now by the repository's clock, in seconds since 1970.
    public var now: Int64 { Int64(clock().timeIntervalSince1970.rounded(.down)) }

    /// Which change was the last: what was made of the banks is current exactly while this stays the same.
    ///
    /// - Throws: `StoreError`.
    public func lastChange() throws -> BankChange {
        try store.read {
            BankChange(number: try Self.sequence("change", $0), nonce: try Self.sequence("change-nonce", $0))
        }
    }

    static func sequence(_ name: String, _ connection: SQLConnection) throws -> Int64 {
        try connection.firstRow("SELECT value FROM bank_sequence WHERE name = $1", [.text(name)]) { $0.integer(0) } ?? 0
    }

    static func setSequence(_ name: String, to value: Int64, _ connection: SQLConnection) throws {
        try connection.execute(
            "UPDATE bank_sequence SET value = $1 WHERE name = $2", [.integer(value), .text(name)])
    }

    /// Records that a bank changed. Part of every write.
    func touch(_ bank: Int64, _ connection: SQLConnection) throws {
        try connection.execute("UPDATE bank SET changed_at = $1 WHERE id = $2", [.integer(now), .integer(bank)])
        try connection.execute("UPDATE bank_sequence SET value = value + 1 WHERE name = 'change'")
        try Self.setSequence("change-nonce", to: random(), connection)
    }
}

/// One change of the banks of a home.
///
/// The number alone would not do: a database restored from a backup counts on from where the backup was made, and comes to
/// a number that it had before with other entries. So every change also draws a number at random.
public struct BankChange: Hashable, Sendable {
    /// Changes so far.
    public let number: Int64
    /// Drawn at random with the change.
    public let nonce: Int64
}
