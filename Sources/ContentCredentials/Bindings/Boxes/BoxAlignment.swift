// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Lays the names that an assertion lists over the parts that a file has.
///
/// They must be the same, in the same order, to the end of the file: a part that no name stands for would be covered by no
/// hash (C2PA specification 2.4, 15.12.3).
struct BoxAlignment {
    /// For each group the parts it names; for `c2pa.after` none.
    private(set) var parts: [ArraySlice<AssetBox>] = []

    /// - Throws: ``BindingFault``: `unknownBox` when the file has a part that is not listed, `mismatch` when one is missing
    ///   or out of order, `malformed` when the list itself cannot be right.
    init(_ groups: [BoxesHash.Group], over found: AssetBoxes, fileEnd: Int) throws(BindingFault) {
        for (number, group) in groups.enumerated() {
            if group.names.contains("C2PA"), group.names.count > 1 {
                throw BindingFault(.malformed, "box \(number) lists the manifest store together with other boxes")
            }
            if group.names.contains("c2pa.after"), group.names.count > 1 || number + 1 < groups.count {
                throw BindingFault(.malformed, "box \(number): `c2pa.after` is not the last box by itself")
            }
        }
        let listed = groups.flatMap(\.names).filter { $0 != "c2pa.after" }
        for (index, name) in listed.enumerated() where index >= found.boxes.count || found.boxes[index].name != name {
            throw Self.difference(listed, found, at: index)
        }
        if let obstacle = found.obstacle {
            throw BindingFault(.mismatch, "the file's boxes are not whole: \(obstacle)")
        }
        guard listed.count >= found.boxes.count else { throw Self.difference(listed, found, at: listed.count) }
        let hasRest = groups.last?.names == ["c2pa.after"]
        guard hasRest || found.end == fileEnd else {
            throw BindingFault(
                .unknownBox,
                "\(fileEnd - found.end) bytes from \(found.end) on, behind the last box, are in no listed box")
        }
        var next = 0
        for group in groups {
            let count = group.names == ["c2pa.after"] ? 0 : group.names.count
            parts.append(found.boxes[next..<next + count])
            next += count
        }
        try checkGaps(groups)
    }

    /// Bytes between the parts of a group are hashed with it; bytes between groups would be hashed by none.
    private func checkGaps(_ groups: [BoxesHash.Group]) throws(BindingFault) {
        var end = 0
        for slice in parts {
            guard let first = slice.first, let last = slice.last else { continue }
            // Restart markers that are listed beside the scan that holds them are covered with it.
            if last.range.upperBound <= end { continue }
            guard first.range.lowerBound == end else {
                throw BindingFault(
                    .unknownBox,
                    "\(first.range.lowerBound - end) bytes from \(end) on, in front of \(first.name), are in no listed box"
                )
            }
            end = last.range.upperBound
        }
    }

    private static func difference(_ listed: [String], _ found: AssetBoxes, at index: Int) -> BindingFault {
        var unmatched: [String: Int] = [:]
        for name in listed { unmatched[name, default: 0] += 1 }
        for box in found.boxes {
            let left = unmatched[box.name, default: 0]
            guard left > 0 else {
                return BindingFault(
                    .unknownBox, "box \(box.name) at byte \(box.range.lowerBound) of the file is not listed")
            }
            unmatched[box.name] = left - 1
        }
        let wanted = index < listed.count ? "“\(QuotedText(listed[index]))”" : "the end"
        let actual =
            index < found.boxes.count
            ? "\(found.boxes[index].name) at byte \(found.boxes[index].range.lowerBound)"
            : found.obstacle.map { "nothing more (\($0))" } ?? "nothing more"
        return BindingFault(.mismatch, "box \(index) of the list is \(wanted), the file has \(actual)")
    }
}
