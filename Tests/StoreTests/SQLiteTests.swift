// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Testing

@Suite("SQLite")
struct SQLiteTests {
    static let schema = RoomSchema(
        room: "shelf",
        migrations: [
            Migration(version: 1, summary: "things") { dialect in
                ["CREATE TABLE thing (id \(dialect.key), name TEXT NOT NULL, body \(dialect.bytes))"]
            }
        ])

    static func withHome<Result>(_ body: (String) throws -> Result) throws -> Result {
        let home = NSTemporaryDirectory() + "tutela-store-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: home) }
        return try body(home)
    }

    static func fill(_ store: Store, rows: Int, from first: Int = 1) throws {
        try store.write { connection in
            let insert = try connection.prepare("INSERT INTO thing (id, name, body) VALUES ($1, $2, $3)")
            for row in first..<first + rows {
                try insert.run([.integer(Int64(row)), .text("name \(row)"), .blob([UInt8](repeating: 7, count: 900))])
            }
        }
    }

    static func count(_ store: Store) throws -> Int64? {
        try store.read { try $0.firstRow("SELECT COUNT(*) FROM thing") { $0.integer(0) } }
    }

    @Test func createsFolderAndFileForTheOwnerAlone() throws {
        try Self.withHome { home in
            let store = try Store(home: home, schemas: [Self.schema])
            try Self.fill(store, rows: 1)
            for (path, mode) in [(home, 0o700), (store.place, 0o600), (store.place + "-wal", 0o600)] {
                let found = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(found == mode, "\(path)")
            }
            let checkup = try store.checkup()
            #expect(checkup.damage == [] && checkup.place == store.place)
            guard case .sqlite("wal", folderMode: 0o700, fileMode: 0o600) = checkup.engine else {
                Issue.record("\(checkup.engine)")
                return
            }
            #expect(checkup.schemaVersions == ["shelf": 1])
        }
    }

    @Test func aFullDatabaseIsAClearErrorAndKeepsWhatWasThere() throws {
        try Self.withHome { home in
            let store = try Store(home: home, schemas: [Self.schema], options: StoreOptions(maximumPages: 60))
            try Self.fill(store, rows: 20)
            let error = #expect(throws: StoreError.self) { try Self.fill(store, rows: 5_000, from: 100) }
            #expect(error?.code == .full)
            #expect(error?.message.contains(store.place) == true && error?.remedy.contains("Free") == true)
            #expect(try Self.count(store) == 20)
            #expect(try store.checkup().damage == [])
            try Self.fill(store, rows: 1, from: 50)
        }
    }

    @Test func aFullDiskIsAClearErrorAndKeepsWhatWasThere() throws {
        let mountPoint = NSTemporaryDirectory() + "tutela-tmpfs-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: mountPoint, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: mountPoint) }
        // Needs root; the test above proves the same without it.
        guard mount("tmpfs", mountPoint, "tmpfs", 0, "size=3m") == 0 else {
            return
        }
        defer { umount2(mountPoint, Int32(MNT_DETACH)) }
        let store = try Store(home: mountPoint + "/home", schemas: [Self.schema])
        try Self.fill(store, rows: 20)
        let error = #expect(throws: StoreError.self) { try Self.fill(store, rows: 50_000, from: 100) }
        #expect(error?.code == .full, "\(String(describing: error?.cause))")
        #expect(try Self.count(store) == 20)
        #expect(try store.checkup().damage == [])
        try store.close()
    }

    enum Damage: CaseIterable { case header, text, cut, pages }

    @Test(arguments: Damage.allCases) func damageIsReportedNeverReadPast(_ damage: Damage) throws {
        try Self.withHome { home in
            let store = try Store(home: home, schemas: [Self.schema])
            try Self.fill(store, rows: 2_000)
            try store.close()
            var bytes = try Data(contentsOf: URL(fileURLWithPath: store.place))
            switch damage {
            case .header: bytes.replaceSubrange(0..<100, with: Data(repeating: 0x5A, count: 100))
            case .text: bytes = Data("this was never a database, only a note\n".utf8)
            case .cut: bytes = bytes.prefix(bytes.count / 3)
            case .pages:
                for page in stride(from: 3, to: bytes.count / 4_096, by: 5) {
                    bytes.replaceSubrange(page * 4_096..<page * 4_096 + 600, with: Data(repeating: 0xEE, count: 600))
                }
            }
            try bytes.write(to: URL(fileURLWithPath: store.place))
            do {
                let damaged = try Store(home: home, schemas: [Self.schema])
                #expect(try damaged.checkup().damage.isEmpty == false)
                var rows = 0
                try damaged.read { try $0.forEachRow("SELECT id, body FROM thing") { _ in rows += 1 } }
                Issue.record("read \(rows) rows out of a damaged file")
            } catch let error as StoreError {
                #expect(error.code == .corrupt)
                #expect(error.message.contains(store.place) && error.remedy.contains("backup"))
                #expect(error.remedy.contains("copy") && error.remedy.contains("import the lists again"))
                #expect(!error.remedy.contains("doctor"))
            }
        }
    }

    @Test func aFolderInPlaceOfTheFileAndAnUnusableHomeAreClear() throws {
        try Self.withHome { home in
            try FileManager.default.createDirectory(
                atPath: home + "/tutela.sqlite", withIntermediateDirectories: true)
            #expect(throws: StoreError.self) { try Store(home: home, schemas: [Self.schema]) }
            let error = #expect(throws: StoreError.self) { try Store(home: "/proc/nothing/here", schemas: []) }
            #expect(error?.code == .cannotOpen && error?.remedy.contains("--home") == true)
        }
    }

    /// Runs without the rights of root over files, on this thread alone.
    private static func asNobody<Result>(owning paths: [String], _ body: () throws -> Result) throws -> Result {
        guard geteuid() == 0 else { return try body() }
        typealias SetFileSystemUser = @convention(c) (uid_t) -> Int32
        let symbol = try #require(dlsym(dlopen(nil, RTLD_NOW), "setfsuid"))
        let setFileSystemUser = unsafeBitCast(symbol, to: SetFileSystemUser.self)
        for path in paths { chown(path, 65_534, 65_534) }
        _ = setFileSystemUser(65_534)
        defer { _ = setFileSystemUser(0) }
        return try body()
    }

    @Test func aFileThatMayNotBeOpenedIsNotSaidToBeMissing() throws {
        try Self.withHome { home in
            let file = home + "/" + Store.fileName
            func refused(_ mode: mode_t) throws -> StoreError? {
                chmod(home, mode)
                defer { chmod(home, 0o700) }
                return try Self.asNobody(owning: [home, file]) {
                    #expect(throws: StoreError.self) { try Store(home: home, schemas: [Self.schema]) }
                }
            }
            try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
            let missing = try refused(0o500)
            #expect(missing?.code == .readOnly)
            #expect(missing?.message == "\(file): the database cannot be created: permission denied")

            try Store(home: home, schemas: [Self.schema]).close()
            let hidden = try refused(0o000)
            #expect(hidden?.code == .cannotOpen)
            #expect(hidden?.message == "\(home): the home folder cannot be entered: permission denied")
            chmod(file, 0o000)
            let closed = try refused(0o500)
            #expect(closed?.message == "\(file): the database cannot be opened")
            chmod(file, 0o400)
            let fixed = try refused(0o500)
            #expect(fixed?.message.contains("created") == false)
        }
    }

    /// Holds the write lock from another process, because locks do not exist between connections of one process here.
    @Test func aSecondWriterWaitsThenSaysSoWhileReadersContinue() throws {
        try Self.withHome { home in
            let store = try Store(home: home, schemas: [Self.schema], options: StoreOptions(busyTimeout: 0.2))
            try Self.fill(store, rows: 5)
            let other = Process()
            other.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
            other.arguments = [
                "-c",
                """
                import sqlite3, sys
                c = sqlite3.connect(sys.argv[1], isolation_level=None)
                c.execute("BEGIN IMMEDIATE"); c.execute("DELETE FROM thing")
                print("locked", flush=True); sys.stdin.readline(); c.execute("ROLLBACK")
                """, store.place,
            ]
            let (input, output) = (Pipe(), Pipe())
            (other.standardInput, other.standardOutput) = (input, output)
            guard (try? other.run()) != nil else { return }
            #expect(output.fileHandleForReading.availableData.starts(with: "locked".utf8))
            #expect(try Self.count(store) == 5)
            let error = #expect(throws: StoreError.self) { try Self.fill(store, rows: 1, from: 90) }
            #expect(error?.code == .busy && error?.message.contains("another process") == true)
            // Opening takes no write lock when the schema is current.
            try input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
            other.waitUntilExit()
            try Self.fill(store, rows: 1, from: 90)
            #expect(try Self.count(store) == 6)
        }
    }
}
