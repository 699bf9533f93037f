// SPDX-License-Identifier: Apache-2.0

internal import Certificates

/// The nodes of a Merkle tree from its leaves up to the row that a manifest holds.
///
/// Following each leaf's proof by itself would hash every node as often as it has leaves below; with all leaves at hand
/// each is hashed once, and proofs are compared with it.
struct MerkleTree {
    private let digestBytes: Int
    /// Nodes of each row, one behind the other.
    private var rows: [[UInt8]]

    /// - Parameters:
    ///   - leaves: their digests, one behind the other; at least one.
    ///   - width: nodes of the highest row that is wanted.
    ///   - algorithm: of the tree.
    init(leaves: [UInt8], upTo width: Int, _ algorithm: HashAlgorithm) {
        digestBytes = algorithm.length
        rows = [leaves]
        while let last = rows.last, last.count / digestBytes > width {
            var next: [UInt8] = []
            next.reserveCapacity(last.count / 2 + digestBytes)
            for start in stride(from: 0, to: last.count, by: 2 * digestBytes) {
                let end = min(start + 2 * digestBytes, last.count)
                if end - start > digestBytes {
                    var digest = RunningDigest(algorithm)
                    last.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
                    next += digest.digest()
                } else {
                    next += last[start..<end]
                }
            }
            rows.append(next)
        }
    }

    /// The first node of the highest row that is another than the manifest's; `nil`: all are the same.
    func firstDifference(from hashes: [[UInt8]]) -> Int? {
        guard let top = rows.last, top.count == hashes.count * digestBytes else { return 0 }
        return hashes.indices.first { !hashes[$0].elementsEqual(top[$0 * digestBytes..<($0 + 1) * digestBytes]) }
    }

    /// Whether a proof has the nodes beside the way of a leaf. More than are needed do no harm.
    func agrees(with proof: [[UInt8]], at location: Int) -> Bool {
        var index = location
        var next = 0
        for row in rows.dropLast() {
            let start = (index ^ 1) * digestBytes
            if start < row.count {
                guard next < proof.count, proof[next].elementsEqual(row[start..<start + digestBytes]) else {
                    return false
                }
                next += 1
            }
            index >>= 1
        }
        return true
    }
}
