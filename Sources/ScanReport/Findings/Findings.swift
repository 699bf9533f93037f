// SPDX-License-Identifier: Apache-2.0

import Screening

/// The listed matches in the order in which a person reads them, numbered, with copies of one picture side by side.
///
/// Two items belong together when they matched the same entry of a list, directly or through a third item. That is a lead
/// like every match: "probably the same picture".
struct Findings {
    struct Finding {
        let number: Int
        let record: ScanRecord
        /// Numbers of the other findings that are probably the same picture, in order.
        let alike: [Int]
    }

    /// Closest first; each inner list is one picture.
    let matched: [[Finding]]
    let held: [[Finding]]
    /// Pictures among all listed findings.
    let pictureCount: Int

    init(_ ledger: ScanLedger) {
        let records = ledger.matched + ledger.held
        let groups = Self.groups(records)
        let matchedOrder = Self.order(Array(ledger.matched.indices), records, groups)
        let heldOrder = Self.order(Array(ledger.matched.count..<records.count), records, groups)

        var numbers: [Int: Int] = [:]
        var members: [Int: [Int]] = [:]
        for (position, index) in (matchedOrder + heldOrder).joined().enumerated() {
            numbers[index] = position + 1
            members[groups[index], default: []].append(position + 1)
        }
        func number(_ order: [[Int]]) -> [[Finding]] {
            order.map { group in
                group.map { index in
                    let own = numbers[index] ?? 0
                    let alike = (members[groups[index]] ?? []).filter { $0 != own }
                    return Finding(number: own, record: records[index], alike: alike)
                }
            }
        }
        matched = number(matchedOrder)
        held = number(heldOrder)
        pictureCount = members.count
    }

    /// Sorts by closeness, and pulls what belongs together up to its closest member.
    private static func order(_ indices: [Int], _ records: [ScanRecord], _ groups: [Int]) -> [[Int]] {
        let sorted = indices.sorted { left, right in
            let (a, b) = (rank(records[left]), rank(records[right]))
            return a == b ? records[left].path < records[right].path : a < b
        }
        var position: [Int: Int] = [:]
        var ordered: [[Int]] = []
        for index in sorted {
            if let place = position[groups[index]] {
                ordered[place].append(index)
            } else {
                position[groups[index]] = ordered.count
                ordered.append([index])
            }
        }
        return ordered
    }

    /// Exact copies stand before everything, also before a fingerprint at distance 0.
    private static func rank(_ record: ScanRecord) -> Int {
        guard let match = record.closestMatch else { return .max }
        return match.kind == .pdq ? match.distance : -1
    }

    /// A union of items over the entries that they share; the group of an item is the index of one of its members.
    private static func groups(_ records: [ScanRecord]) -> [Int] {
        var parent = Array(records.indices)
        func root(_ start: Int) -> Int {
            var index = start
            while parent[index] != index {
                parent[index] = parent[parent[index]]
                index = parent[index]
            }
            return index
        }
        struct EntryName: Hashable {
            let bank: String
            let entry: String
        }
        var firstWith: [EntryName: Int] = [:]
        for (index, record) in records.enumerated() {
            for match in record.matches where !match.isKnownGood {
                let name = EntryName(bank: match.bank, entry: match.entry)
                if let other = firstWith[name] {
                    parent[root(index)] = root(other)
                } else {
                    firstWith[name] = index
                }
            }
        }
        return records.indices.map(root)
    }
}
