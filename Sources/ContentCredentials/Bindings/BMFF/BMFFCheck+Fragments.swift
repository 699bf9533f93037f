// SPDX-License-Identifier: Apache-2.0

internal import Certificates
import Containers

/// Merkle trees over fragments: one for each track, a leaf for each `moof` with all that comes before the next.
///
/// Source: C2PA specification 2.4, 15.12.2.2, 18.6.6 and A.5.4.1.2.
extension BMFFCheck {
    /// A file that holds all its fragments.
    mutating func checkFragments() throws -> String {
        let starts = roots.filter { $0.type == "moof" }.map(\.range.lowerBound)
        guard let first = starts.first else { return "" }
        try checkInitialHashes(0..<first)
        let boxes = fragmentBoxes()
        let reader = ByteReader(source)
        let rows = Dictionary(grouping: binding.rows, by: \.key)
        var next: [MerkleRow.Key: Int] = [:]
        for (number, start) in starts.enumerated() {
            let range = start..<(number + 1 < starts.count ? starts[number + 1] : source.count)
            let place = "the fragment at bytes \(ExclusionJudge.text(range))"
            guard let root = boxes[start], let box = try MerkleBox(root, reader) else {
                throw BindingFault(.malformed, "no merkle box stands in front of \(place)")
            }
            guard let row = rows[box.key]?.first, rows[box.key]?.count == 1 else {
                throw BindingFault(
                    .malformed,
                    "the merkle box of \(place) names tree \(box.key.uniqueID)/\(box.key.localID), of which the assertion "
                        + "has \(rows[box.key]?.count ?? 0)")
            }
            // In order and without a gap: a fragment that was left out or moved shows here.
            guard box.location == next[box.key, default: 0], box.location < row.count else {
                throw BindingFault(
                    .mismatch,
                    "\(place) is number \(box.location) of its track; number \(next[box.key, default: 0]) is next")
            }
            next[box.key] = box.location + 1
            let algorithm = try HashAlgorithm.applying(row.algorithm, binding.algorithm, context.claimAlgorithm)
            var digest = RunningDigest(algorithm)
            try hasher.add(range, hasOffsets: hasOffsetsInTrees, to: &digest)
            guard row.holds(digest.digest(), at: box.location, proof: box.proof, algorithm) else {
                throw BindingFault(.mismatch, "\(place) is not in its Merkle tree")
            }
        }
        for row in binding.rows where next[row.key, default: 0] != row.count {
            throw BindingFault(
                .mismatch,
                "of the \(row.count) fragments of track \(row.localID) the file has \(next[row.key, default: 0])")
        }
        return "the initial segment and \(starts.count) fragments match their Merkle trees"
    }

    /// A file that holds the initial segment only; its fragments are other files.
    mutating func checkInitialSegment() throws -> [ValidationStatus] {
        try checkInitialHashes(0..<source.count)
        return HardBinding.unchecked(
            "the initial segment matches; the media is in other files, which are not checked", context)
    }

    /// The hash of what comes before the first fragment is the same for all trees of one algorithm.
    private mutating func checkInitialHashes(_ range: Range<Int>) throws {
        var digests: [HashAlgorithm: [UInt8]] = [:]
        for row in binding.rows {
            let algorithm = try HashAlgorithm.applying(row.algorithm, binding.algorithm, context.claimAlgorithm)
            guard let hash = row.initialHash else {
                throw BindingFault(.malformed, "the Merkle tree of track \(row.localID) has no `initHash`")
            }
            if digests[algorithm] == nil {
                var digest = RunningDigest(algorithm)
                try hasher.add(range, hasOffsets: hasOffsetsInTrees, to: &digest)
                digests[algorithm] = digest.digest()
            }
            guard digests[algorithm] == hash else {
                throw BindingFault(
                    .mismatch,
                    "the \(algorithm) hash of the initial segment, bytes \(ExclusionJudge.text(range)), is another")
            }
        }
    }

    /// The box in front of each `moof`, by the first byte of that.
    private func fragmentBoxes() -> [Int: BMFFBox] {
        var boxes: [Int: BMFFBox] = [:]
        for (root, next) in zip(roots, roots.dropFirst()) where next.type == "moof" {
            boxes[next.range.lowerBound] = root
        }
        return boxes
    }
}
