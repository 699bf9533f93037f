// SPDX-License-Identifier: Apache-2.0

extension SQLiteEngine {
    func checkup() throws -> StoreCheckup {
        var checkup = try read(nil) { connection in
            func text(_ sql: String) throws -> String {
                try connection.firstRow(sql) { $0.text(0) } ?? ""
            }
            func number(_ sql: String) throws -> Int64 {
                try connection.firstRow(sql) { $0.integer(0) } ?? 0
            }
            return StoreCheckup(
                engine: .sqlite(
                    journalMode: try text("PRAGMA journal_mode"),
                    folderMode: DatabaseFile.mode(DatabaseFile.folder(of: place)), fileMode: DatabaseFile.mode(place)),
                place: place,
                version: try text("SELECT sqlite_version()"),
                bytes: try number("PRAGMA page_count") * number("PRAGMA page_size"),
                schemaVersions: try Store.versions(connection),
                damage: []
            )
        }
        checkup.damage = try damage()
        return checkup
    }

    private func damage() throws -> [String] {
        var lines: [String] = []
        do {
            try read(nil) { connection in
                try connection.forEachRow("PRAGMA quick_check(20)") { row in
                    // One row can hold several lines.
                    lines += row.text(0).split(separator: "\n").map(String.init)
                }
            }
        } catch let error as StoreError where error.code == .corrupt {
            // Bad enough to stop the check itself.
            lines.append(error.message)
        }
        return lines == ["ok"] ? [] : Array(lines.prefix(20))
    }
}
