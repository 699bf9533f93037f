// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import HashIndex
import IndexChurnRows

/// Builds and changes an index in a folder without end, for a test that kills it at any moment.
///
///     index-churn FOLDER
///
/// Round *r* appends 1,000 rows and withdraws one in ten of round *r* − 1, then merges; the stamp says how many rounds are
/// contained. The same numbers give the same codes in every process, so that whoever opens the folder knows what must be
/// in there.
@main
struct IndexChurn {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else { return }
        let folder = CommandLine.arguments[1]
        var round: UInt64 = 0
        let index: HashIndex
        if let opened = try? HashIndex.open(folder: folder) {
            (index, round) = (opened.index, opened.stamp.position)
        } else {
            index = try HashIndex.build(folder: folder, stamp: HashIndex.Stamp(position: 0)) { add in
                for row in ChurnRows.added(in: 0) { add(row) }
            }
        }
        while true {
            round += 1
            index.append(ChurnRows.added(in: round))
            for row in ChurnRows.withdrawn(in: round) {
                index.setState(.withdrawn, ofRow: row.id, code: row.code)
            }
            index.append([], stamp: HashIndex.Stamp(position: round))
            try index.merge(everything: round.isMultiple(of: 5))
        }
    }
}
