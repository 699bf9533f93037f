// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import HashIndex
import IndexChurnRows
import TestSupport
import Testing

/// A process that builds, changes and merges an index is killed without warning, again and again, wherever it happens to be.
@Suite("An index whose process is killed", .serialized)
struct KillTests {
    @Test("is whole afterwards: every row up to its stamp, none that was withdrawn, and no litter")
    func isWhole() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/index"
        var furthest: UInt64 = 0
        var seen: Set<UInt64> = []
        for kill in 0..<(environment("TUTELA_TEST_LONG") != nil ? 200 : 12) {
            let process = Process()
            process.executableURL = URL(filePath: Repository.program("index-churn"))
            process.arguments = [path]
            try process.run()
            // Builds and merges of this size take some milliseconds each: the moments spread over all of their steps.
            Thread.sleep(forTimeInterval: 0.03 + Double(kill * 7919 % 97) / 700)
            #expect(Foundation.kill(process.processIdentifier, SIGKILL) == 0)
            process.waitUntilExit()
            guard let opened = try open(path) else {
                #expect(furthest == 0, "an index that was there is gone")
                continue
            }
            let round = opened.stamp.position
            #expect(round >= furthest, "rounds that were safe on the disk are lost")
            furthest = round
            seen.insert(round)
            try check(opened.index, upTo: round)
            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            #expect(!names.contains { $0.hasSuffix(".partial") })
            let segments = opened.index.statistics.segments.count
            #expect(names.count { $0.hasSuffix(".segment") } == segments)
        }
        #expect(seen.count > 3, "the kills came too early to hit a merge")
    }

    /// `nil` when nothing had been built yet; anything else that is wrong with the folder is an error.
    private func open(_ path: String) throws -> (index: HashIndex, stamp: HashIndex.Stamp)? {
        do {
            return try HashIndex.open(folder: path)
        } catch let error where error.code == .absent {
            return nil
        }
    }

    private func check(_ index: HashIndex, upTo round: UInt64) throws {
        var expected = 0
        for number in 0...round {
            let gone = number < round ? Set(ChurnRows.withdrawn(in: number + 1).map(\.id)) : []
            let rows = ChurnRows.added(in: number)
            expected += rows.count - gone.count
            let found = index.search(rows.map(\.code), reach: .within(0))
            let isRight = zip(rows, found).allSatisfy { row, neighbors in
                gone.contains(row.id) ? neighbors.isEmpty : neighbors.map(\.id) == [row.id]
            }
            try #require(isRight, "round \(number) of \(round)")
        }
        #expect(index.count == expected)
        let next = index.search(ChurnRows.added(in: round + 1).map(\.code), reach: .within(0))
        #expect(next.allSatisfy { $0.isEmpty })
    }
}
