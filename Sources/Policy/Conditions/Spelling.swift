// SPDX-License-Identifier: Apache-2.0

/// Guesses what was meant by a mistyped word.
public enum Spelling {
    /// The nearest of some words, by Levenshtein's distance; `nil` when none is near enough to be meant.
    ///
    /// - Parameters:
    ///   - word: as typed.
    ///   - known: words that exist.
    public static func nearest(to word: String, among known: [String]) -> String? {
        let typed = Array(word.lowercased().prefix(64))
        let ranked = known.map { (word: $0, distance: distance(typed, Array($0.lowercased().prefix(64)))) }
        guard let best = ranked.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }) else { return nil }
        return best.distance <= max(2, typed.count / 3) ? best.word : nil
    }

    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
