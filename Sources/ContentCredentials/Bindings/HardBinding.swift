// SPDX-License-Identifier: Apache-2.0

public import Containers

/// The assertion that ties a manifest to the bytes of its file.
///
/// Each check is a pure function of the assertion, the manifest's context, the container's structure and the bytes. It
/// reads the file about once, through one small buffer, whatever the assertion says.
/// Source: C2PA specification 2.4, sections 9.2, 15.12 and 18.5 to 18.9.
public enum HardBinding {
    /// Kinds of hard bindings, by the label of their assertion.
    public enum Kind: Sendable, Hashable {
        /// `c2pa.hash.data`.
        case data
        /// `c2pa.hash.boxes`.
        case boxes
        /// `c2pa.hash.bmff.v2` and `c2pa.hash.bmff.v3`.
        case bmff
        /// `c2pa.hash.collection.data`: files beside each other, or in a ZIP archive. Not checked.
        case collection
        /// A hash assertion of C2PA that this validator does not know. Not checked.
        case unknown

        /// The kind of hard binding that an assertion's label names.
        ///
        /// `nil` for everything that is none: other assertions; `c2pa.hash.bmff` without a version, which validators shall
        /// treat as absent (18.6.1); `c2pa.hash.multi-asset`, which only changes how a hard binding is judged (18.9.2);
        /// and the hashes of its parts, `c2pa.hash.….part`.
        ///
        /// - Parameter label: with or without the number of an instance: `c2pa.hash.data__1`.
        public init?(label: String) {
            var name = Substring(label)
            if let mark = label.firstRange(of: "__") { name = name[..<mark.lowerBound] }
            switch name {
            case "c2pa.hash.data": self = .data
            case "c2pa.hash.boxes": self = .boxes
            case "c2pa.hash.bmff.v2", "c2pa.hash.bmff.v3": self = .bmff
            case "c2pa.hash.collection.data": self = .collection
            case "c2pa.hash.bmff", "c2pa.hash.multi-asset": return nil
            case _ where name.hasSuffix(".part"): return nil
            case _ where name.hasPrefix("c2pa.hash."): self = .unknown
            default: return nil
            }
        }
    }

    /// Code of the informational status that says that a binding was not checked, because this validator cannot. It is not
    /// in the specification's tables. A manifest with it is neither intact nor altered as far as is known.
    public static let uncheckedCode = "tutela.hardBinding.unsupported"

    /// Checks a hard binding.
    ///
    /// - Parameters:
    ///   - kind: by the assertion's label.
    ///   - content: the assertion's CBOR.
    ///   - context: what the check has to know of the manifest.
    ///   - reading: structure of the file that the manifest is to belong to.
    ///   - source: bytes of that file.
    /// - Returns: statuses with the specification's codes. A success `….match` is among them only if the binding holds; then
    ///   no failure is. ``uncheckedCode`` alone stands for a binding that is not supported.
    /// - Throws: `ReadFailure` when the file cannot be read. Content never throws.
    public static func check(
        _ kind: Kind, _ content: CBORValue, _ context: BindingContext, in reading: ContainerReading,
        source: any ByteSource
    ) throws(ReadFailure) -> [ValidationStatus] {
        let statuses =
            switch kind {
            case .data: try DataHash.check(content, context, in: reading, source: source)
            case .boxes: try BoxesHash.check(content, context, in: reading, source: source)
            case .bmff: try BMFFHash.check(content, context, in: reading, source: source)
            case .collection: unchecked("hashes of collections of files are not checked", context)
            case .unknown: unchecked("this kind of hard binding is not known", context)
            }
        // The specification wants the parts to be looked at before the file is called altered (15.12.4).
        guard context.hasMultiAssetHash, statuses.contains(where: { $0.code.hasSuffix(".mismatch") }) else {
            return statuses
        }
        let reason = statuses.first { $0.kind == .failure }?.explanation ?? ""
        return unchecked(
            "the file as a whole is not what was signed (\(reason)); the hashes of its parts, which may hold, "
                + "are not checked", context)
    }

    static func unchecked(_ explanation: String, _ context: BindingContext) -> [ValidationStatus] {
        [ValidationStatus(.informational, uncheckedCode, url: context.url, explanation: explanation)]
    }
}
