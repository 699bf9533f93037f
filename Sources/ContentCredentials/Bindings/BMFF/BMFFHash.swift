// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// `c2pa.hash.bmff.v2` and `.v3`: a hash of an ISO base media file but for some boxes, Merkle trees over its media, or
/// both.
///
/// Source: C2PA specification 2.4, 18.6.
struct BMFFHash: Hashable {
    var exclusions: [BoxExclusion]
    /// `alg` of the assertion.
    var algorithm: String?
    var hash: [UInt8]?
    var rows: [MerkleRow]

    init(exclusions: [BoxExclusion], algorithm: String?, hash: [UInt8]?, rows: [MerkleRow] = []) {
        self.exclusions = exclusions
        self.algorithm = algorithm
        self.hash = hash
        self.rows = rows
    }

    init(_ content: CBORValue) throws(BindingFault) {
        let fields = try AssertionFields(content, "the assertion")
        algorithm = try fields.text("alg")
        hash = try fields.bytes("hash")
        guard let entries = try fields.array("exclusions", limit: ProvenanceLimits.boxExclusions), !entries.isEmpty
        else { throw BindingFault(.malformed, "the assertion has no `exclusions`") }
        exclusions = []
        for (number, entry) in entries.enumerated() {
            exclusions.append(try BoxExclusion(entry, number))
        }
        rows = []
        var leaves = 0
        for (number, entry) in (try fields.array("merkle", limit: ProvenanceLimits.boxExclusions) ?? []).enumerated() {
            let row = try MerkleRow(entry, number)
            leaves += row.count
            guard leaves <= ProvenanceLimits.merkleLeaves else {
                throw BindingFault(
                    .malformed,
                    "the Merkle trees have more than \(ProvenanceLimits.merkleLeaves) leaves, the most that are checked"
                )
            }
            rows.append(row)
        }
    }
}
