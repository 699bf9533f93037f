// SPDX-License-Identifier: Apache-2.0

/// A PostgreSQL database through libpq.
final class PostgresEngine: StoreEngine {
    let dialect = SQLDialect.postgres
    let place: String
    let announcer: Announcer

    init(url: String, options: StoreOptions) throws {
        throw StoreError.address("this program was built without PostgreSQL")
    }

    func read<Result>(_ interruption: Interruption?, _ body: (SQLConnection) throws -> Result) throws -> Result {
        throw StoreError.closed(place)
    }

    func write<Result>(
        isMigration: Bool, _ interruption: Interruption?, _ body: (SQLConnection) throws -> Result
    ) throws -> Result {
        throw StoreError.closed(place)
    }

    func compactLog() {}

    func close() throws {}

    func checkup() throws -> StoreCheckup {
        throw StoreError.closed(place)
    }
}
