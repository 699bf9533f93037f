// SPDX-License-Identifier: Apache-2.0

/// Guesses what somebody meant to type. A guess is shown, never acted on.
enum Spelling {
    /// The word within two edits of `typed`, if one is.
    static func nearest(to typed: String, among words: [String]) -> String? {
        words.map { (word: $0, edits: edits($0, typed)) }
            .filter { $0.edits <= 2 }
            .min { $0.edits < $1.edits }?
            .word
    }

    /// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
    private static func edits(_ left: String, _ right: String) -> Int {
        let (a, b) = (Array(left), Array(right.prefix(40)))
        var rows = [[Int](repeating: 0, count: b.count + 1), Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1] + [Int](repeating: 0, count: b.count)
            for j in b.indices {
                row[j + 1] = min(rows[1][j + 1] + 1, row[j] + 1, rows[1][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    row[j + 1] = min(row[j + 1], rows[0][j - 1] + 1)
                }
            }
            rows = [rows[1], row]
        }
        return rows[1][b.count]
    }
}
