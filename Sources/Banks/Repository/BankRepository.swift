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
    /// - Parameter transaction: the transaction to ask in, whose own changes count; nil reads by itself.
    /// - Throws: `StoreError`.
    public func lastChange(within transaction: SQLConnection? = nil) throws -> BankChange {
        try reading(transaction) {
            BankChange(number: try Self.sequence("change", $0), nonce: try Self.sequence("change-nonce", $0))
        }
    }

    /// Reads in the transaction that is given, or in one of its own.
    func reading<Result>(_ transaction: SQLConnection?, _ body: (SQLConnection) throws -> Result) throws -> Result {
        if let transaction { return try body(transaction) }
        return try store.read(body)
    }

    /// Writes in the transaction that is given, or in one of its own.
    func writing<Result>(_ transaction: SQLConnection?, _ body: (SQLConnection) throws -> Result) throws -> Result {
        if let transaction { return try body(transaction) }
        return try store.write(body)
    }

    static func sequence(_ name: String, _ connection: SQLConnection) throws -> Int64 {
        try connection.firstRow("SELECT value FROM bank_sequence WHERE name = $1", [.text(name)]) { $0.integer(0) } ?? 0
    }

    static func setSequence(_ name: String, to value: Int64, _ connection: SQLConnection) throws {
        try connection.execute(
            "UPDATE bank_sequence SET value = $1 WHERE name = $2", [.integer(value), .text(name)])
    }

    /// Records that a bank changed, and where. The last step of every write.
    ///
    /// The update of the sequence's row makes the ends of all writing transactions take turns: a change with a larger number
    /// is committed after one with a smaller number, and no number is ever missing. So who has read up to one number has
    /// missed nothing before it.
    func touch(_ bank: Int64, _ rows: ChangedRows, _ connection: SQLConnection) throws {
        try connection.execute("UPDATE bank SET changed_at = $1 WHERE id = $2", [.integer(now), .integer(bank)])
        try connection.execute("UPDATE bank_sequence SET value = value + 1 WHERE name = 'change'")
        let number = try Self.sequence("change", connection)
        let nonce = random()
        try Self.setSequence("change-nonce", to: nonce, connection)
        try connection.execute(
            "INSERT INTO bank_change (number, nonce, bank_id, first_row, last_row) VALUES ($1, $2, $3, $4, $5)",
            [
                .integer(number), .integer(nonce), .integer(bank), .integer(rows.range.lowerBound),
                .integer(rows.range.upperBound),
            ])
        if number % BankChangeLog.trimmedEvery == 0 {
            try connection.execute(
                "DELETE FROM bank_change WHERE number <= $1", [.integer(number - BankChangeLog.kept)])
        }
        connection.announce(Self.topic)
    }

    /// What is announced when banks or their entries have changed.
    public static let topic = "banks"
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

    /// Names a change that was noted earlier.
    ///
    /// - Parameters:
    ///   - number: changes so far.
    ///   - nonce: what was drawn with it.
    public init(number: Int64, nonce: Int64) {
        self.number = number
        self.nonce = nonce
    }
}
