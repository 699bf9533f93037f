// SPDX-License-Identifier: Apache-2.0

/// How far a typed word is from a known one. A guess made from it is shown, never acted on.
public enum Misspelling {
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
