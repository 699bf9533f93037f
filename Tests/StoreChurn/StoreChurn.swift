// SPDX-License-Identifier: Apache-2.0

import Glibc
import Store

/// Writes into a store without end, for a test that kills it, or its server, at any moment.
///
///     store-churn ADDRESS FIRST THREAD-COUNT
///
/// Each transaction adds a pair of rows and counts them. After each that was confirmed, a line `+ID` is written, in one
/// piece; `?ID` when its outcome is unknown, `-CODE` when it failed. The rest is for whoever reads the lines.
@main
struct StoreChurn {
    static let schema = RoomSchema(
        room: "churn",
        migrations: [
            Migration(version: 1, summary: "pairs and their number") { dialect in
                [
                    "CREATE TABLE pair (id \(dialect.key), half BIGINT NOT NULL UNIQUE, body \(dialect.bytes))",
                    "CREATE TABLE tally (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)",
                    "INSERT INTO tally (name, value) VALUES ('pairs', 0)",
                ]
            }
        ])

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let first = Int64(arguments[2]), let count = Int(arguments[3]) else { return }
        let address: StoreAddress =
            arguments[1].hasPrefix("postgres") ? .postgres(arguments[1]) : .sqlite(home: arguments[1])
        let store = try Store(at: address, schemas: [schema], options: StoreOptions(connections: count))
        say("ready")
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                group.addTask { await churn(store, from: first + Int64(index), by: Int64(count)) }
            }
        }
    }

    static func churn(_ store: Store, from first: Int64, by step: Int64) async {
        var id = first
        while true {
            do {
                try await store.perform { [id] in
                    try store.write { connection in
                        let insert = try connection.prepare("INSERT INTO pair (id, half, body) VALUES ($1, $2, $3)")
                        let body = SQLValue.blob([UInt8](repeating: UInt8(truncatingIfNeeded: id), count: 300))
                        try insert.run([.integer(2 * id), .integer(2 * id + 1), body])
                        try insert.run([.integer(2 * id + 1), .integer(2 * id), body])
                        try connection.execute("UPDATE tally SET value = value + 1 WHERE name = 'pairs'")
                    }
                }
                say("+\(id)")
            } catch let error as StoreError where error.code == .outcomeUnknown {
                say("?\(id)")
            } catch let error as StoreError {
                say("-\(error.code)")
            } catch {
                say("-\(type(of: error))")
            }
            id += step
        }
    }

    static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(1, bytes, bytes.count)
    }
}
