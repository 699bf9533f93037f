// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import TestSupport
import Testing

/// The program `store-churn` under way, and what it said.
final class Churn {
    /// The schema of `store-churn`.
    static let schema = RoomSchema(
        room: "churn", migrations: [Migration(version: 1, summary: "made by store-churn") { _ in [] }])

    private let process = Process()
    private let output = Pipe()
    private var pending = ""

    init(_ address: String, from first: Int64, threads: Int) throws {
        process.executableURL = URL(filePath: Repository.program("store-churn"))
        process.arguments = [address, String(first), String(threads)]
        process.standardOutput = output
        try process.run()
    }

    /// The next line, or nil at the end.
    func next() -> String? {
        while true {
            if let end = pending.firstIndex(of: "\n") {
                defer { pending.removeSubrange(...end) }
                return String(pending[..<end])
            }
            let bytes = output.fileHandleForReading.availableData
            if bytes.isEmpty { return nil }
            pending += String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Kills it where it stands.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// What a churn claimed, and whether a database bears it out.
struct ChurnLedger {
    var confirmed: Set<Int64> = []
    var unknown: Set<Int64> = []
    /// The codes of failures.
    var failures: [String: Int] = [:]

    mutating func take(_ line: String) {
        switch line.first {
        case "+": Int64(line.dropFirst()).map { _ = confirmed.insert($0) }
        case "?": Int64(line.dropFirst()).map { _ = unknown.insert($0) }
        case "-": failures[String(line.dropFirst()), default: 0] += 1
        default: break
        }
    }

    /// Every confirmed pair is there, no pair is torn, the tally is right, and what is there beyond was in flight.
    ///
    /// - Parameter inFlight: how many transactions can have been under way when it ended.
    func check(_ store: Store, inFlight: Int) throws {
        var found: Set<Int64> = []
        var torn = 0
        let tally = try store.read { connection in
            try connection.forEachRow("SELECT id, half, body FROM pair") { row in
                let pair = row.integer(0) >> 1
                let byte = UInt8(truncatingIfNeeded: pair)
                let isWhole = row.withBlob(2) { $0.count == 300 && $0.allSatisfy { $0 == byte } }
                if row.integer(1) != row.integer(0) ^ 1 || !isWhole { torn += 1 }
                found.insert(pair)
            }
            let rows = try connection.firstRow("SELECT COUNT(*) FROM pair") { $0.integer(0) }
            #expect(rows == Int64(2 * found.count))
            return try connection.firstRow("SELECT value FROM tally WHERE name = 'pairs'") { $0.integer(0) }
        }
        #expect(torn == 0 && tally == Int64(found.count))
        let lost = confirmed.subtracting(found)
        #expect(lost.isEmpty, "\(lost.count) acknowledged changes are gone")
        #expect(found.subtracting(confirmed).subtracting(unknown).count <= inFlight)
    }
}
