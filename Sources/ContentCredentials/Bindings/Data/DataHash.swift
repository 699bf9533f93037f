// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// `c2pa.hash.data`: a hash of the file's bytes but for some ranges.
///
/// Source: C2PA specification 2.4, 18.5.
struct DataHash: Hashable {
    var exclusions: [ByteExclusion]
    /// `alg` of the assertion.
    var algorithm: String?
    var hash: [UInt8]?

    init(exclusions: [ByteExclusion], algorithm: String?, hash: [UInt8]?) {
        self.exclusions = exclusions
        self.algorithm = algorithm
        self.hash = hash
    }

    init(_ content: CBORValue) throws(BindingFault) {
        let fields = try AssertionFields(content, "the assertion")
        exclusions = try ByteExclusion.list(fields, limit: ProvenanceLimits.excludedRanges)
        algorithm = try fields.text("alg")
        hash = try fields.bytes("hash")
    }
}

/// A range that a hash leaves out.
struct ByteExclusion: Hashable {
    var start: Int
    var length: Int

    /// First byte behind it; `Int.max` for what no file can hold.
    var end: Int {
        let (end, overflow) = start.addingReportingOverflow(length)
        return overflow ? .max : end
    }

    static func list(_ fields: AssertionFields, limit: Int) throws(BindingFault) -> [ByteExclusion] {
        var list: [ByteExclusion] = []
        for (number, entry) in (try fields.array("exclusions", limit: limit) ?? []).enumerated() {
            let fields = try AssertionFields(entry, "exclusion \(number)")
            list.append(
                ByteExclusion(
                    start: try fields.required("start", fields.size("start")),
                    length: try fields.required("length", fields.size("length"))))
        }
        return list
    }
}
