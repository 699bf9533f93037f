// SPDX-License-Identifier: Apache-2.0

import CSearchKernels
import Fingerprints
import TestSupport
import Testing

@testable import HashIndex

@Suite("Kernels for wider instructions")
struct KernelTests {
    private static let available = Kernel.allCases.filter(\.isAvailable)

    @Test("the portable kernel is always there, and the chosen one runs here")
    func choice() {
        #expect(Self.available.contains(.portable))
        #expect(Self.available.contains(.best))
    }

    @Test("search as the portable kernel does", arguments: available, [60.0, 400])
    func search(_ kernel: Kernel, _ ceiling: Double) {
        var random = SplitMix(state: 21)
        let queries = (0..<40).map { _ in random.code() } + [.zero]
        var rows = SearchTests.rows(50_000, near: queries, &random)
        // Buckets that need more than a line, and some that need very many.
        for number in stride(from: 0, to: 20_000, by: 2) {
            rows[number].code = random.near(.zero, bits: Int.random(in: 0...60, using: &random))
        }
        var gathering = RowGathering(expecting: rows.count)
        for row in rows { gathering.append(row.code, Owner(row)) }
        let index = HashIndex(segments: SegmentBuilder(ceiling: ceiling).build(gathering), folder: nil)
        for reach in [HashIndex.Reach.ofEachRow, .within(0), .within(12), .within(31), .within(48), .within(200)] {
            let question = Question(reach: reach, states: .all, now: nil)
            let expected = index.search(queries, question, kernel: .portable) { false }
            #expect(index.search(queries, question, kernel: kernel) { false } == expected)
        }
    }

    @Test("scan any number of rows and codes as the portable kernel does", arguments: available)
    func scan(_ kernel: Kernel) {
        var random = SplitMix(state: 22)
        for rows in [0, 1, 3, 7, 8, 9, 255, 256, 257, 1000] {
            let columns = (Column<UInt64>(rows * 2), Column<UInt64>(rows * 2))
            let center = random.code()
            for row in 0..<rows {
                let code = random.near(center, bits: Int.random(in: 0...80, using: &random))
                (columns.0[row * 2], columns.0[row * 2 + 1]) = (code.words.0, code.words.1)
                (columns.1[row * 2], columns.1[row * 2 + 1]) = (code.words.2, code.words.3)
            }
            for count in 1...9 {
                let codes = (0..<count).flatMap { _ in
                    let words = random.near(center, bits: 10).words
                    return [words.0, words.1, words.2, words.3]
                }
                for radius in [0, 20, 45, 256] {
                    func hits(_ kernel: Kernel) -> Set<[Int]> {
                        var hits: Set<[Int]> = []
                        codes.withUnsafeBufferPointer { codes in
                            guard let start = codes.baseAddress else { return }
                            _ = scanRows(
                                columns.0.base, columns.1.base, rows, start, queries: Array(0..<count),
                                radius: radius, kernel: kernel, isCancelled: { false }
                            ) { #expect(hits.insert([$0, $1, $2]).inserted) }
                        }
                        return hits
                    }
                    #expect(hits(kernel) == hits(.portable))
                    #expect(radius < 256 || hits(kernel).count == rows * count)
                }
            }
        }
    }

    @Test("verify lists as the portable kernel does", arguments: available)
    func verify(_ kernel: Kernel) {
        var random = SplitMix(state: 23)
        let heads = Column<UInt64>(2000)
        let tails = Column<UInt64>(2000)
        let center = random.code()
        for row in 0..<1000 {
            let code = random.near(center, bits: row % 60)
            (heads[row * 2], heads[row * 2 + 1]) = (code.words.0, code.words.1)
            (tails[row * 2], tails[row * 2 + 1]) = (code.words.2, code.words.3)
        }
        let list = (0..<500).map { _ in UInt32.random(in: 0..<1000, using: &random) }
        let words = [center.words.0, center.words.1, center.words.2, center.words.3]
        var hits = [sk_hit](repeating: sk_hit(), count: 500)
        let count = sk_verify(kernel.set, heads.base, tails.base, list, list.count, words, 31, &hits)
        let expected = list.indices.filter { list[$0] % 60 <= 31 }
        #expect(hits[..<count].map { Int($0.row) } == expected)
        #expect(hits[..<count].map { UInt32($0.distance) } == expected.map { list[$0] % 60 })
    }

    @Test("CRC-32C gives the published values, by instruction and by table, in pieces and as a whole")
    func checksums() {
        // RFC 3720, appendix B.4, and the check value of the catalogue of parametrised CRC algorithms.
        let cases: [([UInt8], UInt32)] = [
            (Array("123456789".utf8), 0xE306_9283), ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
            ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43), (Array(0..<32), 0x46DD_794E), ([], 0),
        ]
        for (bytes, expected) in cases {
            #expect(sk_crc32c(0, bytes, bytes.count) == expected)
            #expect(sk_crc32c_portable(0, bytes, bytes.count) == expected)
        }
        var random = SplitMix(state: 24)
        let bytes = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &random) }
        for cut in [0, 1, 7, 8, 9, 500, 999, 1000] {
            let first = sk_crc32c(0, Array(bytes[..<cut]), cut)
            #expect(
                sk_crc32c(first, Array(bytes[cut...]), bytes.count - cut) == sk_crc32c_portable(0, bytes, bytes.count))
        }
    }
}
