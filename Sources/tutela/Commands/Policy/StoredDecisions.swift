// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import PolicyPacks

/// The decisions in a file of lines: what a scan wrote with `--results`, or `policy evaluate`.
struct StoredDecisions {
    /// The file; `-` is standard input.
    let path: String

    /// Longest line that is read, in bytes: a record with many frames and statements is some hundred KiB.
    private static let longestLine = 16 << 20

    /// Calls `body` with every decision and its line, from 1. Records of a scan without decisions by rules are passed over.
    ///
    /// - Throws: `PackProblems` for a line that is no decision and no record.
    func forEach(_ body: (RecordedDecision, Int) throws -> Void) throws {
        var number = 0
        try forEachLine { line in
            number += 1
            guard !line.isEmpty else { return }
            if let recorded = try DecisionReader.read(line, file: path, number: number) { try body(recorded, number) }
        }
    }

    /// The complaint about a file without any decision.
    static func none(in file: String) -> Complaint {
        Complaint(
            "there is no decision by rules in \(file)", remedy: "scan with --jurisdiction or --policy, and --results",
            code: "POLICY-NO-DECISION")
    }

    private func forEachLine(_ body: ([UInt8]) throws -> Void) throws {
        let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let handle else {
            throw Complaint(
                "cannot read \(path)", remedy: "name a file that --results or policy evaluate wrote",
                code: "POLICY-RESULTS")
        }
        var rest: [UInt8] = []
        while let part = try handle.read(upToCount: 1 << 20), !part.isEmpty {
            rest.append(contentsOf: part)
            var start = 0
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                try body(Array(rest[start..<end]))
                start = end + 1
            }
            rest.removeFirst(start)
            guard rest.count <= Self.longestLine else {
                throw Complaint(
                    "\(path) has a line of more than \(Self.longestLine >> 20) MiB",
                    remedy: "name a file that --results or policy evaluate wrote", code: "POLICY-RESULTS")
            }
        }
        if !rest.isEmpty { try body(rest) }
    }
}
