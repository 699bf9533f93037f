// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import HashIndex
import Testing

@Suite("An index")
struct HashIndexTests {
    private static func hash(_ random: inout some RandomNumberGenerator) -> PDQHash {
        PDQHash(words: (random.next(), random.next(), random.next(), random.next()))
    }

    /// The same hash with some bits turned over.
    private static func near(_ hash: PDQHash, bits: Int) -> PDQHash {
        var words = [hash.words.0, hash.words.1, hash.words.2, hash.words.3]
        for bit in (0..<256).shuffled().prefix(bits) { words[bit / 64] ^= 1 << UInt64(bit % 64) }
        return PDQHash(words: (words[0], words[1], words[2], words[3]))
    }

    /// What the definition says.
    private static func expected(_ rows: [HashIndex.Row], _ code: PDQHash, _ radius: Int) -> [HashIndex.Neighbor] {
        rows.map { HashIndex.Neighbor(id: $0.id, distance: $0.code.distance(to: code)) }
            .filter { $0.distance <= radius }
            .sorted { ($0.distance, $0.id) < ($1.distance, $1.id) }
    }

    @Test("answers exactly what the definition says", arguments: [0, 1, 7, 8, 9, 1023, 1024, 1025, 3001])
    func equalsTheDefinition(_ count: Int) {
        var random = SystemRandomNumberGenerator()
        var rows = (0..<count).map { HashIndex.Row(id: Int64($0 * 3), code: Self.hash(&random)) }
        let queries = (0..<9).map { _ in Self.hash(&random) }
        for (number, query) in queries.enumerated() where !rows.isEmpty {
            for bits in [0, 1, 30, 31, 32, 63, 64, 65] {
                rows[(number * 131 + bits * 17) % rows.count].code = Self.near(query, bits: bits)
            }
        }
        let index = HashIndex(rows)
        #expect(index.count == count)
        for radius in [0, 1, 30, 31, 32, 64, 120, 256] {
            #expect(index.search(queries, radius: radius) == queries.map { Self.expected(rows, $0, radius) })
        }
    }

    @Test("follows any sequence of appends, replacements and removals")
    func followsChanges() {
        var random = SystemRandomNumberGenerator()
        var index = HashIndex()
        var model: [Int64: PDQHash] = [:]
        let queries = (0..<4).map { _ in Self.hash(&random) }
        for step in 0..<3000 {
            let id = Int64.random(in: 0..<400)
            if Bool.random(), Bool.random() {
                #expect(index.remove(id: id) == (model.removeValue(forKey: id) != nil))
            } else {
                let code = Self.near(queries[step % 4], bits: Int.random(in: 0...60))
                index.append(HashIndex.Row(id: id, code: code))
                model[id] = code
            }
            if step % 100 == 0 {
                let rows = model.map { HashIndex.Row(id: $0.key, code: $0.value) }
                #expect(index.count == model.count)
                for query in queries {
                    #expect(index.search(query, radius: 31) == Self.expected(rows, query, 31))
                }
            }
        }
    }

    @Test("an empty index finds nothing")
    func empty() {
        #expect(HashIndex().search(.zero, radius: 256).isEmpty)
    }

    @Test("a copy keeps what it was when the original changes: readers never see half a change")
    func copiesAreSnapshots() {
        var index = HashIndex([HashIndex.Row(id: 1, code: .zero)])
        let snapshot = index
        index.append(HashIndex.Row(id: 2, code: .zero))
        #expect(snapshot.search(.zero, radius: 0).map(\.id) == [1])
        #expect(index.search(.zero, radius: 0).map(\.id) == [1, 2])
    }
}
