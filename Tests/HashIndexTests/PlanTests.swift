// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import TestSupport
import Testing

@testable import HashIndex

@Suite("A plan")
struct PlanTests {
    static let sizes = [8192, 50_000, 200_000, 1_000_000, 3_000_000, 10_000_000, 40_000_000, 100_000_000, 500_000_000]

    @Test("has disjoint chunks inside the code, whose tags fit beside the row", arguments: sizes)
    func chunksAreDisjoint(_ rows: Int) {
        for radius in [0, 8, 31, 52, 64] {
            for ceiling in [60.0, 90, 170] {
                let layout = Layout.designed(rows: rows, radius: radius, ceiling: ceiling)
                var covered: Set<Int> = []
                for chunk in layout.chunks {
                    for bit in chunk.offset..<chunk.offset + chunk.width {
                        #expect(bit < 256)
                        #expect(covered.insert(bit).inserted)
                    }
                    #expect(chunk.bucketBits <= chunk.width)
                    #expect(chunk.form == .rows || chunk.tagBits + layout.rowBits <= 32)
                }
                // The two highest row numbers mark empty and continued slots.
                #expect(rows <= 1 << layout.rowBits - 2)
                #expect(layout.chunks.first.map { $0.offset + $0.width == 256 && $0.form == .rows } ?? true)
            }
        }
    }

    @Test("misses no code: the flips of the chunks sum up to the radius", arguments: sizes)
    func everyRadiusIsValid(_ rows: Int) {
        let layout = Layout.designed(rows: rows, radius: 31, ceiling: 170)
        for radius in 0...64 {
            guard let probing = Probing.cheapest(layout, radius: radius) else { continue }
            #expect(probing.flips.reduce(0) { $0 + $1 + 1 } == radius + 1)
            #expect(probing.nanoseconds < CostModel().scan(rows: rows))
        }
        #expect(Probing.cheapest(layout, radius: 31) != nil || rows < 20_000)
        #expect(Probing.cheapest(layout, radius: 65) == nil)
    }

    @Test("stays under its ceiling of memory")
    func memoryCeiling() {
        for rows in Self.sizes {
            let ceiling = SegmentBuilder.usualCeiling(rows: rows)
            #expect(Layout.designed(rows: rows, radius: 31, ceiling: ceiling).bytesPerEntry <= ceiling)
        }
    }

    @Test("expects as many candidates as there are among uniform codes", arguments: [20_000, 150_000])
    func candidates(_ count: Int) throws {
        var random = SplitMix(state: 11)
        let codes = (0..<count).map { _ in random.code() }
        let layout = Layout.designed(rows: count, radius: 31, ceiling: 170)
        let probing = try #require(Probing.cheapest(layout, radius: 20))
        let queries = (0..<30).map { _ in random.code() }
        var met = 0
        for (chunk, flips) in zip(layout.chunks, probing.flips) where flips >= 0 {
            func value(_ code: PDQHash) -> Int {
                let words = [code.words.0, code.words.1, code.words.2, code.words.3]
                let word = chunk.offset / 64
                let whole = chunk.value(words[word], words[(word + 1) & 3])
                return chunk.form == .rows ? whole >> chunk.tagBits : whole
            }
            let wanted = queries.map(value)
            for code in codes {
                let own = value(code)
                for other in wanted where (own ^ other).nonzeroBitCount <= flips { met += 1 }
            }
        }
        let expected = probing.candidates * Double(queries.count)
        #expect(abs(Double(met) - expected) < 0.1 * expected + 30)
    }

    @Test("puts measured layouts in their measured order")
    func order() {
        // Measured side by side, ten million uniform codes, radius 31: 36 µs, 52 µs; tables of 20 bucket bits.
        func cost(_ chunks: [(count: Int, width: Int, flips: Int)]) -> Double {
            chunks.reduce(0) {
                let chunk = Chunk(offset: 0, width: $1.width, form: .lines, bucketBits: 20)
                return $0 + Double($1.count)
                    * CostModel().nanoseconds(of: chunk, flips: $1.flips, rows: 10_000_000)
            }
        }
        #expect(cost([(10, 23, 2), (1, 26, 1)]) < cost([(8, 22, 2), (4, 20, 1)]))
        let rows = 10_000_000
        let lines = Chunk(offset: 0, width: 23, form: .lines, bucketBits: 20)
        let runs = Chunk(offset: 0, width: 23, form: .runs, bucketBits: 19)
        let model = CostModel()
        #expect(model.nanoseconds(of: lines, flips: 2, rows: rows) < model.nanoseconds(of: runs, flips: 2, rows: rows))
    }

    @Test("flips every choice of a few bits once, fewest first")
    func flips() {
        for bits in [1, 2, 5, 12] {
            let list = Flips.list(bits: bits, most: 4)
            let all = (0..<UInt32(1 << bits)).filter { $0.nonzeroBitCount <= 4 }
            #expect(Set(list.masks) == Set(all))
            #expect(list.masks.count == all.count)
            #expect(zip(list.masks, list.counts).allSatisfy { $0.nonzeroBitCount == Int($1) })
            for (most, end) in list.ends.enumerated() {
                #expect(end == all.filter { $0.nonzeroBitCount <= most }.count)
            }
        }
    }

    @Test("both kinds of tables answer alike: lines, and runs under a low ceiling", arguments: [60.0, 400])
    func bothForms(_ ceiling: Double) {
        var random = SplitMix(state: 12)
        let queries = (0..<20).map { _ in random.code() }
        let rows = SearchTests.rows(60_000, near: queries, &random).map { row in
            var row = row
            row.radius = min(row.radius, 31)
            return row
        }
        var gathering = RowGathering(expecting: rows.count)
        for row in rows { gathering.append(row.code, Owner(row)) }
        let segments = SegmentBuilder(ceiling: ceiling, threads: 2).build(gathering)
        #expect(segments.first?.layout.chunks.last?.form == (ceiling < 100 ? .runs : .lines))
        let index = HashIndex(segments: segments, folder: nil)
        let definition = Definition(rows: rows)
        for radius in [0, 5, 18, 31] {
            let reach = HashIndex.Reach.within(radius)
            #expect(index.search(queries, reach: reach) == queries.map { definition.search($0, reach: reach) })
        }
    }
}
