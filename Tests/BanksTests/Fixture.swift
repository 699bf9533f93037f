// SPDX-License-Identifier: Apache-2.0

import Banks
import Fingerprints
import Foundation
import Store
import StoreTestSupport
import Synchronization
import Testing

/// A home folder of its own for one test, with a clock that only the test moves.
final class Fixture {
    final class Clock: Sendable {
        private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
        var now: Date { time.withLock { $0 } }
        func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
    }

    let home: String
    let clock = Clock()
    let store: Store
    let banks: BankRepository

    private let database: TestDatabase

    init(_ engine: TestEngine = .sqlite, options: StoreOptions = StoreOptions()) throws {
        database = try TestDatabase(engine)
        // The key of restricted banks lies in the home on both engines.
        home =
            if case .sqlite(let home) = database.address { home } else {
                NSTemporaryDirectory() + "tutela-banks-" + UUID().uuidString
            }
        store = try database.open([BankSchema.schema], options)
        banks = BankRepository(store: store, home: home, clock: { [clock] in clock.now })
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(atPath: home)
    }

    @discardableResult
    func add(
        _ text: String, to bank: String = "own", _ options: ImportOptions = ImportOptions()
    ) throws -> ImportSummary {
        try banks.importList(MemorySource(Array(text.utf8)), named: "list.txt", into: bank, options: options)
    }

    func exported(_ bank: String = "own", as format: ExportFormat = .jsonl) throws -> String {
        var bytes: [UInt8] = []
        try banks.export(bank, as: format) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    func searchable(in names: Set<String>? = nil) throws -> [SearchableEntry] {
        var found: [SearchableEntry] = []
        try banks.forEachSearchable(in: names) { found.append($0) }
        return found
    }

    /// The bytes of all database files, copied first: opening them here would drop the locks of this process.
    func databaseBytes() throws -> Data {
        let copy = home + "-copy"
        defer { try? FileManager.default.removeItem(atPath: copy) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/cp")
        process.arguments = ["-r", home, copy]
        try process.run()
        process.waitUntilExit()
        var bytes = Data()
        for name in try FileManager.default.contentsOfDirectory(atPath: copy) where name.hasPrefix("tutela.sqlite") {
            bytes += try Data(contentsOf: URL(fileURLWithPath: copy + "/" + name))
        }
        return bytes
    }
}

/// Invented fingerprints: numbers mixed, never hashes of anything.
enum Invented {
    static func bytes(_ seed: Int, _ count: Int) -> [UInt8] {
        var state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            let word = state &* 0x2545_F491_4F6C_DD1D
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return Array(bytes.prefix(count))
    }

    static func hex(_ seed: Int, _ count: Int) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes(seed, count).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    static func pdq(_ seed: Int) -> String { hex(seed, 32) }
    static func md5(_ seed: Int) -> String { hex(seed, 16) }
    static func sha1(_ seed: Int) -> String { hex(seed, 20) }
    static func sha256(_ seed: Int) -> String { hex(seed + 500_000_000, 32) }
}

extension ImportOptions {
    static let pdq = ImportOptions(kind: .pdq)
    static let pdqKeepGoing = ImportOptions(kind: .pdq, keepGoing: true)
    static let keepGoing = ImportOptions(keepGoing: true)
}
