// SPDX-License-Identifier: Apache-2.0

internal import Certificates
import ProvenanceVocabulary

/// One row of a Merkle tree over the media of a file, as the manifest holds it.
///
/// The tree is binary and complete to the left: the last node of a row that has no neighbour passes to the row above
/// as it is. Source: C2PA specification 2.4, 18.6.3 `merkle-map` and A.5.4.
struct MerkleRow: Hashable {
    /// Tells trees of several files apart.
    var uniqueID: Int
    /// Which `mdat` of the file, from 0; in a fragmented file the track.
    var localID: Int
    /// Leaves.
    var count: Int
    var algorithm: String?
    /// Hash of what comes before the first fragment.
    var initialHash: [UInt8]?
    /// The nodes of the row.
    var hashes: [[UInt8]]
    /// Bytes of every leaf but the last.
    var fixedBlockSize: Int?
    /// Bytes of each leaf.
    var variableBlockSizes: [Int]?

    /// Identifies the tree.
    struct Key: Hashable {
        var uniqueID: Int
        var localID: Int
    }

    var key: Key { Key(uniqueID: uniqueID, localID: localID) }

    init(uniqueID: Int, localID: Int, count: Int, hashes: [[UInt8]]) {
        self.uniqueID = uniqueID
        self.localID = localID
        self.count = count
        self.hashes = hashes
    }

    init(_ content: CBORValue, _ number: Int) throws(BindingFault) {
        let place = "Merkle tree \(number)"
        let fields = try AssertionFields(content, place)
        uniqueID = try fields.required("uniqueId", fields.size("uniqueId"))
        localID = try fields.required("localId", fields.size("localId"))
        count = try fields.required("count", fields.size("count"))
        algorithm = try fields.text("alg")
        initialHash = try fields.bytes("initHash")
        guard count > 0, count <= ProvenanceLimits.merkleLeaves else {
            throw BindingFault(
                .malformed, "\(place) has \(count) leaves; 1 to \(ProvenanceLimits.merkleLeaves) are checked")
        }
        hashes = []
        for entry in try fields.required("hashes", fields.array("hashes", limit: ProvenanceLimits.merkleLeaves)) {
            guard let hash = entry.untagged.bytes else {
                throw BindingFault(.malformed, "\(place) has a hash that is no byte string")
            }
            hashes.append(hash)
        }
        fixedBlockSize = try fields.size("fixedBlockSize")
        if let entries = try fields.array("variableBlockSizes", limit: ProvenanceLimits.merkleLeaves) {
            var sizes: [Int] = []
            sizes.reserveCapacity(entries.count)
            for entry in entries {
                guard case .unsigned(let size) = entry.untagged else {
                    throw BindingFault(.malformed, "\(place) has a block size that is no positive number")
                }
                sizes.append(Int(clamping: size))
            }
            variableBlockSizes = sizes
        }
        guard Self.widths(count).contains(hashes.count) else {
            throw BindingFault(.malformed, "\(place) of \(count) leaves has no row of \(hashes.count) hashes")
        }
    }

    /// Nodes of each row, from the leaves up to the root.
    static func widths(_ count: Int) -> [Int] {
        var widths = [count]
        while let last = widths.last, last > 1 { widths.append(last / 2 + last % 2) }
        return widths
    }

    /// Whether a leaf belongs to the tree.
    ///
    /// - Parameters:
    ///   - leaf: its hash.
    ///   - location: its place in the row of leaves.
    ///   - proof: the nodes beside the way up to the manifest's row. More than are needed do no harm.
    func holds(
        _ leaf: [UInt8], at location: Int, proof: [[UInt8]], _ algorithm: HashAlgorithm
    ) -> Bool {
        var node = leaf
        var index = location
        var next = 0
        for width in Self.widths(count) {
            if width == hashes.count { return index < width && hashes[index] == node }
            if index ^ 1 < width {
                guard next < proof.count else { return false }
                let other = proof[next]
                next += 1
                node = index & 1 == 1 ? algorithm.digest(other, node) : algorithm.digest(node, other)
            }
            index >>= 1
        }
        return false
    }
}
