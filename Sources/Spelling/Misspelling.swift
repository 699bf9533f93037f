// SPDX-License-Identifier: Apache-2.0

/// What was meant by a word that does not exist. A guess is shown, never acted on.
public enum Misspelling {
    /// The nearest of some words, if one is near enough to have been meant: within two edits, or a third of what was typed.
    ///
    /// - Parameters:
    ///   - typed: the word as it was written; of long ones the first 64 bytes are looked at.
    ///   - words: words that exist.
    public static func nearest(to typed: String, among words: [String]) -> String? {
        let typed = Array(typed.lowercased().utf8.prefix(64))
        return words.map { (word: $0, edits: edits(Array($0.lowercased().utf8.prefix(64)), typed)) }
            .filter { $0.edits <= max(2, typed.count / 3) && $0.edits < max(typed.count, 1) }
            .min { ($0.edits, $0.word) < ($1.edits, $1.word) }?
            .word
    }

    /// Optimal string alignment: insertions, deletions, replacements, and swaps of neighbours count as one edit each.
    public static func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                let replaced = last[j] + (left[i] == right[j] ? 0 : 1)
                var edits = min(replaced, row[j] + 1, last[j + 1] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    edits = min(edits, beforeLast[j - 1] + 1)
                }
                row.append(edits)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}
