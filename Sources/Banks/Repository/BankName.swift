// SPDX-License-Identifier: Apache-2.0

/// The rule for names of banks: they appear in commands, file names and URLs.
enum BankName {
    static let rule = "1 to 64 letters (a-z), digits, dots, dashes and underscores, the first a letter or digit"

    static func check(_ name: String) throws {
        let bytes = Array(name.utf8)
        let isAlphanumeric: (UInt8) -> Bool = {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        }
        guard (1...64).contains(bytes.count), isAlphanumeric(bytes[0]),
            bytes.allSatisfy({ isAlphanumeric($0) || ".-_".utf8.contains($0) })
        else {
            throw BankError(.nameInvalid, "this is no name for a bank", remedy: "A name has \(rule).")
        }
    }

    /// The name that differs by the fewest letters, when few enough.
    static func similar(to name: String, among names: [String]) -> String? {
        let wanted = Array(name.lowercased().utf8.prefix(64))
        let ranked = names.map { ($0, distance(wanted, Array($0.lowercased().utf8))) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, wanted.count / 3) else { return nil }
        return best.0
    }

    /// Optimal string alignment: insertions, deletions, replacements, and swaps of neighbours count as one edit each.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
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
