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

    /// Works on a store that was opened with ``BankSchema/schema``.
    ///
    /// - Parameters:
    ///   - store: the database.
    ///   - home: the home folder, where `keys/bank.key` lies.
    ///   - clock: tells the time.
    public init(store: Store, home: String, clock: @escaping @Sendable () -> Date) {
        self.store = store
        self.keyring = BankKeyring(path: home + "/" + Self.keyPath)
        self.clock = clock
    }

    /// Now, in seconds since 1970.
    var now: Int64 { Int64(clock().timeIntervalSince1970.rounded(.down)) }

    /// A number that grows with every change of a bank or entry: while it stays, an index built before is current.
    ///
    /// - Throws: `StoreError`.
    public func changeCounter() throws -> Int64 {
        try store.read { try Self.sequence("change", $0) }
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
    }
}
