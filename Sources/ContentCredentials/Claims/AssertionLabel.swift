// SPDX-License-Identifier: Apache-2.0

/// The label of an assertion, taken apart: `c2pa.ingredient.v3__2` is `c2pa.ingredient`, version 3, instance 2.
///
/// Source: C2PA specification, "Labels" and "Multiple instances".
public struct AssertionLabel: Sendable, Hashable {
    /// Without version and instance.
    public var base: String
    /// 1 when none is written.
    public var version: Int

    /// Takes a label apart. What does not look like a version or instance stays in the base.
    public init(_ label: String) {
        var rest = Substring(label)
        if let mark = rest.range(ofLast: "__"), Self.isNumber(rest[mark.upperBound...]) {
            rest = rest[..<mark.lowerBound]
        }
        if let mark = rest.range(ofLast: ".v"), Self.isNumber(rest[mark.upperBound...]),
            let version = Int(rest[mark.upperBound...])
        {
            base = String(rest[..<mark.lowerBound])
            self.version = version
        } else {
            base = String(rest)
            version = 1
        }
    }

    private static func isNumber(_ text: Substring) -> Bool {
        (1...6).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// `c2pa.actions` of either version.
    public var isActions: Bool { base == "c2pa.actions" }
    /// An ingredient of any version.
    public var isIngredient: Bool { base == "c2pa.ingredient" }
    /// A picture of the asset or of an ingredient: `c2pa.thumbnail.claim.jpeg`, `c2pa.thumbnail.ingredient`…
    public var isThumbnail: Bool { base.hasPrefix("c2pa.thumbnail.") }
    /// Binds the manifest to bytes of the file. `c2pa.hash.bmff` without a version is to be ignored.
    public var isHardBinding: Bool {
        switch base {
        case "c2pa.hash.data", "c2pa.hash.boxes", "c2pa.hash.collection.data": true
        case "c2pa.hash.bmff": version >= 2
        default: false
        }
    }
    /// The parts of an asset of several parts.
    public var isMultiAssetHash: Bool { base == "c2pa.hash.multi-asset" }
    /// Defined by the C2PA specification.
    public var isStandard: Bool { base.hasPrefix("c2pa.") }
}

extension Substring {
    fileprivate func range(ofLast mark: String) -> Range<Index>? {
        var start = endIndex
        while start > startIndex {
            start = index(before: start)
            if self[start...].hasPrefix(mark) { return start..<index(start, offsetBy: mark.count) }
        }
        return nil
    }
}
