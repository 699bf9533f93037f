// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Foundation
public import Store

/// Looks at the data folder, its disk and its database.
public enum HomeCheck {
    /// Free space below which imports are likely to fail, in bytes.
    static let littleSpace: Int64 = 1 << 30

    /// - Parameters:
    ///   - folder: the data folder; one that does not exist yet is fine.
    ///   - address: where the database is; nil is SQLite in the folder.
    public static func findings(folder: String, database address: StoreAddress? = nil) -> [Finding] {
        let isThere = FileManager.default.fileExists(atPath: folder)
        let missing = Finding(.ok, "home", "\(folder) does not exist yet; the first bank makes it")
        var findings = [isThere ? disk(folder) : missing]
        do {
            let address = address ?? .sqlite(home: folder)
            if case .sqlite = address, !isThere { return findings }
            let store = try Store(at: address, schemas: [BankSchema.schema])
            findings += try database(try store.checkup(), folder: folder)
            let repository = BankRepository(store: store, home: folder, clock: { Date() })
            findings.append(try lists(repository))
        } catch let error as StoreError {
            findings.append(Finding(.fail, "database", error.message, mend: error.remedy))
        } catch let error as BankError {
            findings.append(Finding(.fail, "lists", error.message, mend: error.remedy))
        } catch {
            findings.append(Finding(.fail, "database", "\(error)", mend: "restore the folder from a backup"))
        }
        return findings
    }

    private static func disk(_ folder: String) -> Finding {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else {
            return Finding(.warn, "home", "\(folder): free space unknown")
        }
        let free = Int64(status.f_bavail) * Int64(status.f_frsize)
        let text = "\(folder), \(size(free)) free"
        guard free >= littleSpace else { return Finding(.warn, "home", text, mend: "make room: imports may fail") }
        return Finding(.ok, "home", text)
    }

    /// Decimal units, rounded down, as free space should be: 0 bytes, 1.9 GB, 61 GB.
    private static func size(_ bytes: Int64) -> String {
        var (unit, name): (Int64, String?) = (1, nil)
        for larger in ["kB", "MB", "GB", "TB", "PB", "EB"] where bytes / unit >= 1000 {
            (unit, name) = (unit * 1000, larger)
        }
        guard let name else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        let (whole, rest) = (bytes / unit, bytes % unit)
        return whole < 10 ? "\(whole).\(rest / (unit / 10)) \(name)" : "\(whole) \(name)"
    }

    private static func database(_ checkup: StoreCheckup, folder: String) throws -> [Finding] {
        var findings: [Finding] = []
        let versions = checkup.schemaVersions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let schema = "schema \(versions.joined(separator: ", "))"
        switch checkup.engine {
        case .sqlite(let journalMode, let folderMode, let fileMode):
            if checkup.damage.isEmpty {
                findings.append(
                    Finding(.ok, "database", "SQLite \(checkup.version), \(journalMode), \(schema)"))
            } else {
                findings.append(
                    Finding(
                        .fail, "database", "\(checkup.place) is damaged: \(checkup.damage[0])",
                        mend: "stop using it, keep a copy, and restore a backup"))
            }
            if folderMode & 0o077 != 0 {
                findings.append(
                    Finding(
                        .warn, "home", "other users may enter \(folder) (mode \(String(folderMode, radix: 8)))",
                        mend: "chmod 700 \(folder)"))
            }
            if fileMode & 0o077 != 0 {
                findings.append(
                    Finding(
                        .warn, "database",
                        "other users may read \(checkup.place) (mode \(String(fileMode, radix: 8)))",
                        mend: "chmod 600 \(checkup.place)"))
            }
        case .postgres(let server):
            let encryption = server.encryption ?? (server.isLocal ? "on this machine" : "not encrypted")
            findings.append(
                Finding(
                    .ok, "database",
                    "PostgreSQL \(checkup.version) at \(checkup.place), \(encryption), \(size(checkup.bytes)), "
                        + "answers in \(milliseconds(server.latency)), \(server.connectionsInUse) of "
                        + "\(server.mostConnections) connections in use, \(schema)"))
            findings += weaknesses(of: server)
        }
        return findings
    }

    private static func weaknesses(of server: PostgresCheckup) -> [Finding] {
        var findings: [Finding] = []
        if !server.isLocal && server.encryption == nil {
            findings.append(
                Finding(
                    .warn, "database", "fingerprints travel to the database in the clear",
                    mend: "turn TLS on in the server and write sslmode=verify-full into the database's address"))
        } else if !server.isLocal && !server.isServerVerified {
            findings.append(
                Finding(
                    .warn, "database", "the name of the database server is not checked against a certificate",
                    mend: "write sslmode=verify-full and sslrootcert=FILE into the database's address"))
        }
        if server.isReadOnly {
            findings.append(
                Finding(
                    .fail, "database", "the server only repeats another one and takes no changes",
                    mend: "name the primary server in the database's address"))
        }
        if !server.isDurable {
            findings.append(
                Finding(
                    .warn, "database", "confirmed changes can be lost when the server crashes",
                    mend: "set fsync and synchronous_commit to on in postgresql.conf"))
        }
        return findings
    }

    private static func milliseconds(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10_000).rounded())
        return "\(tenths / 10).\(tenths % 10) ms"
    }

    private static func lists(_ repository: BankRepository) throws -> Finding {
        let banks = try repository.list()
        guard !banks.isEmpty else {
            return Finding(.warn, "lists", "there is none yet", mend: "tutela bank create NAME")
        }
        // Loading is what a scan does first: a sealed list whose key is gone must be found here and not there.
        let searchable = try repository.forEachSearchable { _ in }
        _ = try repository.lookup(sha256: [UInt8](repeating: 0, count: 32))
        let active = banks.filter { $0.bank.settings.state == .active }
        let empty = active.filter { $0.entries(in: .active) == 0 }.map(\.bank.name)
        if !empty.isEmpty {
            return Finding(
                .warn, "lists", "without entries: \(empty.joined(separator: ", "))",
                mend: "tutela bank import FILE --bank \(empty[0])")
        }
        let entries = active.reduce(0) { $0 + $1.entries(in: .active) }
        return Finding(
            .ok, "lists",
            "\(active.count) of \(banks.count) active, \(entries) entries, \(searchable) of them with PDQ, "
                + "\(banks.count { $0.bank.restricted }) sealed at rest")
    }
}
