// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import TestSupport
import Testing

@testable import HashIndex

@Suite("A search")
struct SearchTests {
    /// Rows of which many lie near the queries, with all that a row can have.
    static func rows(_ count: Int, near queries: [PDQHash], _ random: inout SplitMix) -> [HashIndex.Row] {
        (0..<count).map { number in
            var code = random.code()
            if number % 7 == 0, let query = queries.randomElement(using: &random) {
                code = random.near(query, bits: Int.random(in: 0...70, using: &random))
            }
            return HashIndex.Row(
                id: Int64(number) * 3 - 500, code: code, bank: UInt16.random(in: 0...5, using: &random),
                radius: number % 5 == 0 ? UInt8.random(in: 0...64, using: &random) : 31,
                expires: number % 4 == 0 ? Int64.random(in: 0...10_000, using: &random) : nil,
                state: number % 9 == 0 ? HashIndex.State.allCases.randomElement(using: &random) ?? .active : .active)
        }
    }

    @Test(
        "answers exactly what the definition says",
        arguments: [0, 1, 2, 7, 255, 256, 257, 8191, 8192, 30_000, longTests ? 1_000_000 : 70_000])
    func equalsTheDefinition(_ count: Int) {
        var random = SplitMix(state: UInt64(count) + 1)
        let queries = (0..<6).map { _ in random.code() }
        let rows = Self.rows(count, near: queries, &random)
        let index = HashIndex(rows)
        let definition = Definition(rows: rows)
        for query in queries {
            let close = random.near(query, bits: Int.random(in: 0...40, using: &random))
            for code in [query, close] {
                #expect(index.search(code) == definition.search(code))
                #expect(index.search(code, now: 5000) == definition.search(code, now: 5000))
                #expect(index.search(code, states: .all) == definition.search(code, states: .all))
            }
        }
        for radius in [0, 1, 2, 10, 24, 30, 31, 32, 40, 52, 63, 64, 65, 120] {
            let reach = HashIndex.Reach.within(radius)
            #expect(index.search(queries, reach: reach) == queries.map { definition.search($0, reach: reach) })
        }
        #expect(index.search(queries[0], reach: .within(256), states: .all).count == count)
        #expect(index.search(queries[0], reach: .within(-1)).isEmpty)
        #expect(index.count == rows.filter { $0.state != .withdrawn }.count)
    }

    @Test("finds members with every number of flips that the radius allows, and none beyond, at every radius")
    func everyFlip() {
        var random = SplitMix(state: 77)
        let count = longTests ? 1_000_000 : 200_000
        let rows = (0..<count).map { HashIndex.Row(id: Int64($0), code: random.code()) }
        let index = HashIndex(rows)
        for radius in 0...64 {
            let members = (0..<4).map { _ in Int.random(in: 0..<count, using: &random) }
            for flips in [0, radius / 2, max(0, radius - 1), radius, radius + 1] {
                let codes = members.map { random.near(rows[$0].code, bits: flips) }
                let found = index.search(codes, reach: .within(radius))
                for (member, neighbors) in zip(members, found) {
                    let expected = HashIndex.Neighbor(id: Int64(member), distance: flips)
                    #expect(neighbors.contains(expected) == (flips <= radius))
                }
            }
        }
    }

    @Test("a batch of any size answers as single searches do")
    func batches() {
        var random = SplitMix(state: 3)
        let queries = (0..<100).map { _ in random.code() }
        let index = HashIndex(Self.rows(40_000, near: queries, &random))
        let single = queries.map { index.search($0) }
        for size in [1, 2, 8, 31, 32, 33, 100] {
            #expect(index.search(Array(queries.prefix(size))) == Array(single.prefix(size)))
        }
        #expect(index.search([PDQHash]()) == [])
    }

    @Test("equal codes of several lists are all found, and cost one comparison")
    func equalCodes() throws {
        var random = SplitMix(state: 4)
        let shared = random.code()
        var rows = (0..<20_000).map { HashIndex.Row(id: Int64($0), code: random.code()) }
        rows += (20_000..<120_000).map { HashIndex.Row(id: Int64($0), code: shared, bank: UInt16($0 % 7)) }
        rows.shuffle(using: &random)
        let index = HashIndex(rows)
        let part = try #require(index.statistics.segments.first)
        #expect(part.codes == 20_001)
        #expect(part.rows == 120_000)
        let code = random.near(shared, bits: 20)
        #expect(index.search(code) == Definition(rows: rows).search(code))
        #expect(index.search(code, reach: .within(19)).isEmpty)
    }

    @Test("of rows with one id the last stays")
    func lastOfOneId() {
        var random = SplitMix(state: 5)
        let rows = (0..<30_000).map { HashIndex.Row(id: Int64($0 % 20_000), code: random.code()) }
        let index = HashIndex(rows)
        #expect(index.count == 20_000)
        let left = Definition(rows: Array(rows[10_000..<20_000]) + Array(rows[20_000...]))
        for row in rows.indices.filter({ $0 % 1000 == 0 }) {
            #expect(index.search(rows[row].code) == left.search(rows[row].code))
        }
    }

    @Test("ids may span all 64 bits")
    func wideIds() {
        var random = SplitMix(state: 6)
        let rows = [Int64.min, -1, 0, 1, Int64.max].map { HashIndex.Row(id: $0, code: random.code(), bank: 9) }
        let index = HashIndex(rows)
        for row in rows { #expect(index.search(row.code) == [.init(id: row.id, bank: 9, distance: 0)]) }
        #expect(index.setState(.disabled, ofRow: Int64.max, code: rows[4].code))
        #expect(index.search(rows[4].code).isEmpty)
    }

    /// Codes that crowd in a few buckets: what somebody would send who wants the index to stand still.
    static let crowds: [(name: String, make: @Sendable (inout SplitMix) -> [PDQHash])] = [
        (
            "codes within two bits of zero",
            { random in
                (0..<100_000).map { _ in
                    let bits = Int.random(in: 0...2, using: &random)
                    return random.near(.zero, bits: bits)
                }
            }
        ),
        (
            "codes with one half in common",
            { random in
                (0..<100_000).map { _ in
                    PDQHash(words: (random.next(), random.next(), 0, 0))
                }
            }
        ),
        (
            "codes with the other half in common",
            { random in
                (0..<100_000).map { _ in
                    PDQHash(words: (0, 0, random.next(), random.next()))
                }
            }
        ),
        (
            "codes of few bits",
            { random in
                (0..<50_000).map { _ in
                    random.near(.zero, bits: Int.random(in: 0...40, using: &random))
                }
            }
        ),
    ]

    @Test("crowds are answered exactly", arguments: 0..<4)
    func crowdsAreExact(_ number: Int) {
        var random = SplitMix(state: UInt64(number) + 10)
        let codes = Self.crowds[number].make(&random) + (0..<20_000).map { _ in random.code() }
        let rows = codes.enumerated().map { HashIndex.Row(id: Int64($0.offset), code: $0.element) }
        let index = HashIndex(rows)
        let definition = Definition(rows: rows)
        let queries = [.zero, random.near(.zero, bits: 25), codes[1], random.near(codes[2], bits: 31), random.code()]
        #expect(index.search(queries) == queries.map { definition.search($0) })
    }

    @Test("a search that is cancelled throws and gives no partial answer")
    func cancellation() throws {
        var random = SplitMix(state: 8)
        let index = HashIndex((0..<20_000).map { HashIndex.Row(id: Int64($0), code: random.code()) })
        let codes = (0..<200).map { _ in random.code() }
        var asked = 0
        #expect(throws: CancellationError.self) {
            _ = try index.search(codes) {
                asked += 1
                return asked > 2
            }
        }
        #expect(try index.search(codes, unless: { false }) == index.search(codes))
    }
}
