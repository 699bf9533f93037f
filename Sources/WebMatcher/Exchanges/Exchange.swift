// SPDX-License-Identifier: Apache-2.0

internal import Store

/// An exchange as this surface keeps it: it fills the bank of its name.
struct Exchange: Sendable, Equatable {
    /// The name of its bank in the database.
    var name: String
    var api: ExchangeAPI
    var isEnabled: Bool
    /// When it was last fetched, in seconds since 1970.
    var fetchedAt: Int64?
    /// Whether the last fetch succeeded.
    var succeeded: Bool?
    /// How many fingerprints came.
    var items: Int64 = 0
}

/// Where an exchange fetches from.
enum ExchangeAPI: String, CaseIterable, Sendable {
    /// Invented fingerprints, to try the surface with.
    case sample
}

/// The exchanges in the database.
enum ExchangeTable {
    static func all(_ connection: SQLConnection) throws -> [Exchange] {
        var exchanges: [Exchange] = []
        try connection.forEachRow("\(select) ORDER BY name") {
            if let exchange = read($0) { exchanges.append(exchange) }
        }
        return exchanges
    }

    static func one(_ name: String, _ connection: SQLConnection) throws -> Exchange? {
        try connection.firstRow("\(select) WHERE name = $1", [.text(name)]) { read($0) } ?? nil
    }

    static func insert(_ exchange: Exchange, _ connection: SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO matcher_exchange (name, api, enabled, fetched_at, succeeded, items)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .text(exchange.name), .text(exchange.api.rawValue), .integer(exchange.isEnabled ? 1 : 0),
                .optional(exchange.fetchedAt), .optional(exchange.succeeded.map { $0 ? 1 : 0 } as Int64?),
                .integer(exchange.items),
            ])
    }

    static func setEnabled(_ isEnabled: Bool, _ name: String, _ connection: SQLConnection) throws {
        try connection.execute(
            "UPDATE matcher_exchange SET enabled = $1 WHERE name = $2", [.integer(isEnabled ? 1 : 0), .text(name)])
    }

    @discardableResult
    static func remove(_ name: String, _ connection: SQLConnection) throws -> Bool {
        try connection.execute("DELETE FROM matcher_exchange WHERE name = $1", [.text(name)]) > 0
    }

    private static let select = "SELECT name, api, enabled, fetched_at, succeeded, items FROM matcher_exchange"

    private static func read(_ row: SQLRow) -> Exchange? {
        guard let api = ExchangeAPI(rawValue: row.text(1)) else { return nil }
        return Exchange(
            name: row.text(0), api: api, isEnabled: row.integer(2) != 0, fetchedAt: row.optionalInteger(3),
            succeeded: row.optionalInteger(4).map { $0 != 0 }, items: row.integer(5))
    }
}
