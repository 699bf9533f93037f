// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import HashIndex
import TestSupport

extension SplitMix {
    mutating func code() -> PDQHash {
        PDQHash(words: (next(), next(), next(), next()))
    }

    /// The same code with so many different bits turned over.
    mutating func near(_ code: PDQHash, bits: Int) -> PDQHash {
        var words = [code.words.0, code.words.1, code.words.2, code.words.3]
        var turned: Set<Int> = []
        while turned.count < bits {
            let bit = Int.random(in: 0..<256, using: &self)
            if turned.insert(bit).inserted { words[bit / 64] ^= 1 << UInt64(bit % 64) }
        }
        return PDQHash(words: (words[0], words[1], words[2], words[3]))
    }
}

/// What the index must answer, by its definition: every row compared, no tables.
struct Definition {
    var rows: [HashIndex.Row] = []

    func search(
        _ code: PDQHash, reach: HashIndex.Reach = .ofEachRow, states: HashIndex.States = .active, now: Int64? = nil
    ) -> [HashIndex.Neighbor] {
        var found: [HashIndex.Neighbor] = []
        for row in rows {
            let distance = row.code.distance(to: code)
            switch reach {
            case .ofEachRow: if distance > Int(row.radius) { continue }
            case .within(let radius): if distance > radius { continue }
            }
            guard states.rawValue & (1 << row.state.rawValue) != 0 else { continue }
            if let now, let expires = row.expires, now / 60 >= (expires + 59) / 60 { continue }
            found.append(.init(id: row.id, bank: row.bank, distance: distance, state: row.state))
        }
        return found.sorted { ($0.distance, $0.id) < ($1.distance, $1.id) }
    }
}

/// Whether tests that take minutes were asked for.
let longTests = environment("TUTELA_TEST_LONG") != nil
