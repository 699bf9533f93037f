// SPDX-License-Identifier: Apache-2.0

internal import Certificates
import Containers
import ProvenanceVocabulary

/// Merkle trees over the media boxes of a file that is not fragmented: one for each box, whose payload is cut into leaves.
///
/// Source: C2PA specification 2.4, 15.12.2.1 and A.5.4.1.1.
extension BMFFCheck {
    /// The media boxes of the file in its order.
    private var mediaBoxes: [BMFFBox] { roots.filter { $0.type == "mdat" } }

    /// First bytes of the media boxes that a tree stands for.
    var coveredMedia: Set<Int> {
        let boxes = mediaBoxes
        return Set(
            binding.rows.compactMap { boxes.indices.contains($0.localID) ? boxes[$0.localID].range.lowerBound : nil })
    }

    mutating func checkMedia() throws -> String {
        let boxes = mediaBoxes
        var places = try merkleBoxes()
        var seen: Set<Int> = []
        var leaves = 0
        for row in binding.rows {
            guard boxes.indices.contains(row.localID) else {
                throw BindingFault(
                    .mismatch, "there is a Merkle tree for media box \(row.localID); the file has \(boxes.count)")
            }
            guard seen.insert(row.localID).inserted else {
                throw BindingFault(.malformed, "media box \(row.localID) has two Merkle trees")
            }
            try checkMedia(boxes[row.localID], row, places.removeValue(forKey: row.key) ?? [:])
            leaves += row.count
        }
        if let key = places.keys.first {
            throw BindingFault(
                .malformed, "merkle boxes name tree \(key.uniqueID)/\(key.localID), which the assertion does not have")
        }
        return "\(leaves) leaves of \(binding.rows.count) Merkle trees match"
    }

    private mutating func checkMedia(_ box: BMFFBox, _ row: MerkleRow, _ places: [Int: Int]) throws {
        let algorithm = try HashAlgorithm.applying(row.algorithm, binding.algorithm, context.claimAlgorithm)
        let place = "the media box at byte \(box.range.lowerBound)"
        guard row.hashes.count == row.count || places.count == row.count else {
            throw BindingFault(
                .malformed,
                "the Merkle tree of \(place) has \(row.count) leaves, \(row.hashes.count) hashes in the manifest and "
                    + "\(places.count) merkle boxes")
        }
        let blocks = try blocks(of: box, row, proof(places[0]), algorithm, place)
        if row.hashes.count == row.count {
            for location in 0..<blocks.count {
                let leaf = try hasher.digest(of: blocks[location], algorithm)
                guard row.hashes[location] == leaf else { throw Self.mismatch(blocks, location...location, place) }
            }
            return
        }
        var leaves: [UInt8] = []
        for location in 0..<blocks.count { leaves += try hasher.digest(of: blocks[location], algorithm) }
        let tree = MerkleTree(leaves: leaves, upTo: row.hashes.count, algorithm)
        if let node = tree.firstDifference(from: row.hashes) {
            let width = 1 << (MerkleRow.widths(row.count).firstIndex(of: row.hashes.count) ?? 0)
            throw Self.mismatch(blocks, node * width...min(node * width + width, blocks.count) - 1, place)
        }
        for location in 0..<blocks.count {
            guard tree.agrees(with: try proof(places[location]), at: location) else {
                throw BindingFault(
                    .mismatch, "the merkle box of block \(location) of \(place) does not fit its Merkle tree")
            }
        }
    }

    private static func mismatch(_ blocks: MediaBlocks, _ numbers: ClosedRange<Int>, _ place: String) -> BindingFault {
        let bytes = blocks[numbers.lowerBound].lowerBound..<blocks[numbers.upperBound].upperBound
        let which = numbers.count == 1 ? "block \(numbers.lowerBound)" : "one of the blocks \(numbers)"
        return BindingFault(
            .mismatch, "\(which) of \(place), bytes \(ExclusionJudge.text(bytes)), is not in its Merkle tree")
    }

    /// How the payload of a media box was cut up: the first leaf decides between two readings.
    ///
    /// By the words of the specification blocks begin behind the box's header. c2pa-rs lets them begin sixteen bytes into
    /// the box, whatever the header's length, where the mandatory exclusion begins; what comes before is in the hash of
    /// the file. Both cover every byte.
    private mutating func blocks(
        of box: BMFFBox, _ row: MerkleRow, _ proof: [[UInt8]], _ algorithm: HashAlgorithm, _ place: String
    ) throws -> MediaBlocks {
        var wanted: Result<MediaBlocks, BindingFault>?
        for start in [box.headerLength, 16] where start <= box.range.count {
            let payload = box.range.lowerBound + start..<box.range.upperBound
            let blocks = Result { () throws(BindingFault) in try MediaBlocks(row, of: payload, place) }
            if wanted == nil { wanted = blocks }
            guard case .success(let blocks) = blocks else { continue }
            let leaf = try hasher.digest(of: blocks[0], algorithm)
            if row.holds(leaf, at: 0, proof: proof, algorithm) { return blocks }
        }
        let blocks = try wanted?.get()
        throw BindingFault(
            .mismatch,
            "block 0 of \(place), bytes \(blocks.map { ExclusionJudge.text($0[0]) } ?? "none"), is not in its Merkle tree"
        )
    }

    /// Where the auxiliary boxes of the file are in ``roots``: tree → leaf → index. Their proofs are read when they are
    /// wanted: together they may be large.
    private func merkleBoxes() throws -> [MerkleRow.Key: [Int: Int]] {
        let reader = ByteReader(source)
        let counts = Dictionary(binding.rows.map { ($0.key, $0.count) }, uniquingKeysWith: max)
        var places: [MerkleRow.Key: [Int: Int]] = [:]
        for (index, root) in roots.enumerated() {
            guard let box = try MerkleBox(root, reader) else { continue }
            let place = "the merkle box at byte \(root.range.lowerBound)"
            guard box.location < counts[box.key, default: .max] else {
                throw BindingFault(.malformed, "\(place) is for leaf \(box.location), which its tree does not have")
            }
            guard places[box.key, default: [:]].updateValue(index, forKey: box.location) == nil else {
                throw BindingFault(.malformed, "\(place) is the second for leaf \(box.location)")
            }
        }
        return places
    }

    private func proof(_ index: Int?) throws -> [[UInt8]] {
        guard let index else { return [] }
        return try MerkleBox(roots[index], ByteReader(source))?.proof ?? []
    }
}

/// How the payload of a media box is cut into the leaves of a Merkle tree.
struct MediaBlocks {
    private let payload: Range<Int>
    private let fixed: Int?
    /// First bytes of variable blocks.
    private var starts: [Int] = []
    let count: Int

    /// - Throws: ``BindingFault`` when the sizes do not fit the payload, or the number of leaves.
    init(_ row: MerkleRow, of payload: Range<Int>, _ place: String) throws(BindingFault) {
        self.payload = payload
        guard row.fixedBlockSize == nil || row.variableBlockSizes == nil else {
            throw BindingFault(.malformed, "the Merkle tree of \(place) has both fixed and variable sizes of blocks")
        }
        if let size = row.fixedBlockSize {
            guard size > 0 else { throw BindingFault(.malformed, "the Merkle tree of \(place) has blocks of 0 bytes") }
            fixed = size
            count = payload.isEmpty ? 1 : (payload.count - 1) / size + 1
        } else if let sizes = row.variableBlockSizes {
            fixed = nil
            count = sizes.count
            var offset = payload.lowerBound
            for size in sizes where size <= payload.upperBound - offset {
                starts.append(offset)
                offset += size
            }
            guard offset == payload.upperBound, starts.count == count, count == row.count else {
                throw BindingFault(
                    .malformed,
                    "the \(count) blocks of the Merkle tree of \(place) do not fill its \(payload.count) bytes, "
                        + "or are not its \(row.count) leaves")
            }
        } else {
            fixed = nil
            starts = [payload.lowerBound]
            count = 1
        }
        guard count <= row.count else {
            throw BindingFault(
                .malformed, "\(place) has \(count) blocks, its Merkle tree only \(row.count) leaves")
        }
        guard count == row.count else {
            throw BindingFault(
                .mismatch, "\(place) has \(count) blocks, its Merkle tree \(row.count): media is missing")
        }
    }

    /// The bytes of a block.
    subscript(index: Int) -> Range<Int> {
        if let fixed {
            let start = payload.lowerBound + index * fixed
            return start..<(fixed < payload.upperBound - start ? start + fixed : payload.upperBound)
        }
        return starts[index]..<(index + 1 < starts.count ? starts[index + 1] : payload.upperBound)
    }
}
