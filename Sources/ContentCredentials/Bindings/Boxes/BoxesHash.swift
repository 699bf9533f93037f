// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// `c2pa.hash.boxes`: hashes of the parts of a file, by their names and in their order.
///
/// Source: C2PA specification 2.4, 18.7.
struct BoxesHash: Hashable {
    /// One part, or several that follow each other, with their hash.
    struct Group: Hashable {
        var names: [String]
        var algorithm: String?
        var hash: [UInt8]?
        /// Not hashed at all.
        var isExcluded = false
        var exclusions: [Exclusion] = []
    }

    /// Bytes of one part that are not hashed.
    struct Exclusion: Hashable {
        /// Counts from the start of the part.
        var bytes: ByteExclusion
        /// Which part of its group.
        var boxIndex: Int?
    }

    var groups: [Group]
    /// `alg` of the assertion.
    var algorithm: String?

    init(groups: [Group], algorithm: String?) {
        self.groups = groups
        self.algorithm = algorithm
    }

    init(_ content: CBORValue) throws(BindingFault) {
        let fields = try AssertionFields(content, "the assertion")
        algorithm = try fields.text("alg")
        groups = []
        guard let boxes = try fields.array("boxes", limit: ProvenanceLimits.segments), !boxes.isEmpty else {
            throw BindingFault(.malformed, "the assertion has no `boxes`")
        }
        var names = 0
        var exclusions = 0
        for (number, entry) in boxes.enumerated() {
            let group = try Self.group(AssertionFields(entry, "box \(number)"), number)
            names += group.names.count
            exclusions += group.exclusions.count
            guard names <= ProvenanceLimits.segments, exclusions <= ProvenanceLimits.excludedRanges else {
                throw BindingFault(
                    .malformed,
                    "the assertion lists more than \(ProvenanceLimits.segments) boxes or "
                        + "\(ProvenanceLimits.excludedRanges) exclusions")
            }
            groups.append(group)
        }
    }

    private static func group(_ fields: AssertionFields, _ number: Int) throws(BindingFault) -> Group {
        guard let entries = try fields.array("names", limit: ProvenanceLimits.segments), !entries.isEmpty else {
            throw BindingFault(.malformed, "box \(number) has no `names`")
        }
        var group = Group(names: [], algorithm: try fields.text("alg"), hash: try fields.bytes("hash"))
        group.isExcluded = try fields.boolean("excluded") ?? false
        group.names.reserveCapacity(entries.count)
        for entry in entries {
            guard let name = entry.untagged.text, name.utf8.count <= 64 else {
                throw BindingFault(.malformed, "box \(number) has a name that is no short text")
            }
            group.names.append(name)
        }
        for (place, entry) in (try fields.array("exclusions", limit: ProvenanceLimits.excludedRanges) ?? [])
            .enumerated()
        {
            let fields = try AssertionFields(entry, "exclusion \(place) of box \(number)")
            let bytes = ByteExclusion(
                start: try fields.required("start", fields.size("start")),
                length: try fields.required("length", fields.size("length")))
            group.exclusions.append(Exclusion(bytes: bytes, boxIndex: try fields.size("boxIndex")))
        }
        return group
    }
}
