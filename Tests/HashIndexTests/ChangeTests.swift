// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import TestSupport
import Testing

@testable import HashIndex

@Suite("An index that changes")
struct ChangeTests {
    @Test("follows any sequence of appends, replacements, states and merges", arguments: [1, 2, 3] as [UInt64])
    func followsChanges(_ seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let queries = (0..<6).map { _ in random.code() }
        var rows: [Int64: HashIndex.Row] = [:]
        for row in SearchTests.rows(seed == 1 ? 0 : 12_000, near: queries, &random) { rows[row.id] = row }
        let index = HashIndex(rows.values.sorted { $0.id < $1.id })
        var next = Int64(1_000_000)
        for step in 0..<400 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let code = random.near(queries[step % 6], bits: Int.random(in: 0...60, using: &random))
                let added = (0..<Int.random(in: 1...200, using: &random)).map { number in
                    HashIndex.Row(
                        id: next + Int64(number), code: number == 0 ? code : random.code(), bank: UInt16(step % 9))
                }
                next += Int64(added.count)
                for row in added { rows[row.id] = row }
                index.append(added)
            case 5, 6:
                guard var row = rows.values.randomElement(using: &random) else { continue }
                row.bank = 77
                row.state = .quarantined
                rows[row.id] = row
                index.append([row])
            case 7, 8:
                guard var row = rows.values.randomElement(using: &random) else { continue }
                row.state = HashIndex.State.allCases.randomElement(using: &random) ?? .active
                rows[row.id] = row
                #expect(index.setState(row.state, ofRow: row.id, code: row.code))
                #expect(!index.setState(row.state, ofRow: row.id, code: random.code()))
            case 9 where step % 4 == 1:
                let gone = Set(rows.keys.filter { _ in Int.random(in: 0..<50, using: &random) == 0 })
                let count = rows.keys.reduce(0) { $0 + (gone.contains($1) ? 1 : 0) }
                #expect(index.remove { gone.contains($0) } == count)
                #expect(index.remove { gone.contains($0) } == 0)
                for id in gone { rows[id] = nil }
            default:
                if step % 3 == 0 { #expect(try index.merge(everything: step % 2 == 0)) }
            }
            if step % 20 == 19 {
                let definition = Definition(rows: Array(rows.values))
                #expect(index.count == rows.values.filter { $0.state != .withdrawn }.count)
                for query in queries {
                    #expect(index.search(query, states: .all) == definition.search(query, states: .all))
                    #expect(
                        index.search(query, reach: .within(31)) == definition.search(query, reach: .within(31)))
                }
            }
        }
    }

    @Test("forgets the codes of rows that were taken out when their segment is merged, also while one is under way")
    func forgetsWhatIsTakenOut() throws {
        var random = SplitMix(state: 33)
        let rows = (0..<40_000).map { HashIndex.Row(id: Int64($0), code: random.code()) }
        let index = HashIndex(rows[..<20_000])
        index.append(Array(rows[20_000...]))
        var questions = 0
        try index.merge(everything: true) {
            // Asked for the second time when the rows of the segment have been gathered and those of the tail have not: a
            // removal now must reach the new segment.
            questions += 1
            if questions == 2 { index.remove { $0 % 3 == 0 } }
            return false
        }
        func isThere(_ id: Int) -> Bool { !index.search(rows[id].code, reach: .within(0), states: .all).isEmpty }
        #expect((0..<40_000).allSatisfy { isThere($0) == ($0 % 3 != 0) })
        try index.merge(everything: true)
        #expect(index.statistics.segments.map(\.rows) == [index.count])
        #expect(index.count == rows.count { $0.id % 3 != 0 })
    }

    @Test("keeps answering across the size at which the tail becomes a segment", arguments: [16_383, 16_384, 16_385])
    func tailBoundary(_ count: Int) throws {
        var random = SplitMix(state: 31)
        let queries = (0..<4).map { _ in random.code() }
        let rows = SearchTests.rows(count, near: queries, &random)
        let index = HashIndex()
        index.append(rows)
        let definition = Definition(rows: rows)
        let expected = queries.map { definition.search($0) }
        #expect(index.search(queries) == expected)
        #expect(index.statistics.tail == count)
        try index.merge()
        #expect(index.statistics.tail == 0)
        #expect(index.search(queries) == expected)
        index.append([HashIndex.Row(id: 1 << 40, code: queries[0])])
        #expect(index.search(queries[0]).contains(.init(id: 1 << 40, distance: 0)))
    }

    @Test("merges so that there are never many segments, and none is rebuilt for a few rows")
    func segmentsAreTiered() throws {
        var random = SplitMix(state: 32)
        let index = HashIndex((0..<50_000).map { HashIndex.Row(id: Int64($0), code: random.code()) })
        for round in 1...12 {
            index.append((0..<1000).map { HashIndex.Row(id: Int64(round * 100_000 + $0), code: random.code()) })
            try index.merge()
            #expect(index.statistics.segments.count <= 8)
            #expect(index.statistics.segments.first?.rows == 50_000)
        }
        try index.merge(everything: true)
        #expect(index.statistics.segments.map(\.rows) == [62_000])
    }

    @Test("a merge that is cancelled changes nothing")
    func cancelledMerge() throws {
        var random = SplitMix(state: 33)
        let rows = (0..<20_000).map { HashIndex.Row(id: Int64($0), code: random.code()) }
        let index = HashIndex(rows)
        index.append([HashIndex.Row(id: 99_999, code: rows[5].code)])
        #expect(try index.merge(everything: true, unless: { true }) == false)
        #expect(index.search(rows[5].code).map(\.id) == [5, 99_999])
        #expect(try index.merge(everything: true))
        #expect(index.search(rows[5].code).map(\.id) == [5, 99_999])
    }

    @Test("rows that reach farther do not make everybody's search a wide one")
    func wideRowsApart() {
        var random = SplitMix(state: 34)
        var rows = (0..<50_000).map { HashIndex.Row(id: Int64($0), code: random.code()) }
        rows[100].radius = 64
        let index = HashIndex(rows)
        #expect(index.statistics.segments.map(\.codes) == [49_999, 1])
        #expect(index.search(random.near(rows[100].code, bits: 60)).map(\.id) == [100])
        #expect(index.search(random.near(rows[101].code, bits: 60)).isEmpty)
    }

    @Test("what changes while a merge builds is in what the merge gives")
    func changesDuringMerge() throws {
        var random = SplitMix(state: 35)
        var rows = (0..<20_000).map { HashIndex.Row(id: Int64($0), code: random.code()) }
        let index = HashIndex(Array(rows.prefix(19_000)))
        index.append(Array(rows.suffix(1000)))
        var asked = 0
        let merged =
            try index.merge(everything: true) {
                asked += 1
                // The last question: everything has been gathered and built, nothing is in place.
                if asked == Self.questions(segmentRows: 19_000, blocks: 1) {
                    for number in [3, 19_500] {
                        rows[number].state = .withdrawn
                        #expect(index.setState(.withdrawn, ofRow: rows[number].id, code: rows[number].code))
                    }
                    for number in [7, 19_700] {
                        rows[number].bank = 5
                        index.append([rows[number]])
                    }
                }
                return false
            }
        #expect(merged)
        #expect(asked == Self.questions(segmentRows: 19_000, blocks: 1))
        let definition = Definition(rows: rows)
        for number in [3, 4, 7, 19_500, 19_700] {
            let code = rows[number].code
            #expect(index.search(code) == definition.search(code))
            #expect(index.search(code, states: .all) == definition.search(code, states: .all))
        }
        #expect(index.count == 19_998)
    }

    /// How often a merge of one segment and some blocks asks whether it is still wanted.
    static func questions(segmentRows: Int, blocks: Int) -> Int {
        (segmentRows + 65_535) / 65_536 + blocks + 1
    }

    @Test("a row that is replaced in the middle of a search is found once")
    func replacedDuringSearch() throws {
        var random = SplitMix(state: 36)
        let rows = (0..<20_000).map { HashIndex.Row(id: Int64($0), code: random.code()) }
        let index = HashIndex(rows)
        index.append([HashIndex.Row(id: 50_000, code: random.code())])
        var replacement = rows[9]
        replacement.bank = 3
        var asked = 0
        let found = try index.search([rows[9].code]) {
            asked += 1
            // The segment has answered, the tail has not: the row goes from one to the other.
            if asked == 2 { index.append([replacement]) }
            return false
        }
        #expect(asked > 2)
        #expect(found == [[HashIndex.Neighbor(id: 9, bank: 3, distance: 0)]])
    }
}
