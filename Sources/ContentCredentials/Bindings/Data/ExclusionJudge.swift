// SPDX-License-Identifier: Apache-2.0

import Containers

/// Judges what the exclusions of a data hash hide.
///
/// The hash says nothing of excluded bytes, so whoever comes later can write anything there. What may stand there is: the
/// manifest store itself, padding that its container marks as such, and metadata (C2PA specification 2.4, 15.12.1.1 and
/// 18.5.1). Everything else is refused even when the hash is right.
struct ExclusionJudge {
    struct Judgement {
        /// Exclusions that hold the store.
        var store: [Range<Int>] = []
        /// Exclusions that hold metadata only.
        var metadata: [Range<Int>] = []

        /// For an explanation.
        var description: String {
            if store.isEmpty, metadata.isEmpty { return "any exclusion" }
            var parts: [String] = []
            if !store.isEmpty { parts.append("the manifest store (\(ExclusionJudge.list(store)))") }
            if !metadata.isEmpty { parts.append("metadata (\(ExclusionJudge.list(metadata)))") }
            return parts.joined(separator: " and ")
        }
    }

    let format: ContainerFormat
    let store: EmbeddedStore?
    let source: any ByteSource

    init(format: ContainerFormat, store: EmbeddedStore?, source: any ByteSource) {
        self.format = format
        self.store = store
        self.source = source
    }

    /// Judges ranges that are in order, do not overlap and lie in the file.
    ///
    /// - Throws: ``BindingFault`` for ranges that hide what they may not; `ReadFailure`.
    func judge(_ exclusions: [Range<Int>]) throws -> Judgement {
        var judgement = Judgement()
        let own = RangeSet(store?.ranges ?? [])
        for exclusion in exclusions {
            if own.intersects(exclusion) {
                judgement.store.append(exclusion)
            } else {
                judgement.metadata.append(exclusion)
            }
        }
        if !own.isEmpty { try judgeStore(RangeSet(judgement.store), own) }
        if !judgement.metadata.isEmpty { try judgeMetadata(RangeSet(judgement.metadata)) }
        return judgement
    }

    private func judgeStore(_ excluded: RangeSet<Int>, _ own: RangeSet<Int>) throws {
        let place = Self.list(Array(own.ranges))
        guard !excluded.isEmpty else {
            throw BindingFault(
                .mismatch, "no exclusion holds the manifest store (\(place)): the hash cannot cover itself")
        }
        for rest in excluded.subtracting(own).ranges where try !isPadding(rest) {
            throw BindingFault(
                .mismatch,
                "the exclusion of the manifest store (\(place)) hides more: bytes \(Self.text(rest)) "
                    + "could be changed unnoticed")
        }
        // The store's own lengths lie inside the exclusion. If its place has grown, it has swallowed what followed it.
        let grown = own.subtracting(excluded)
        guard try format == .isoBMFF || grown.isEmpty || isPaddingByte(grown, of: own) else {
            throw BindingFault(
                .mismatch,
                "\(excluded.bytes) bytes are excluded for the manifest store; its place now has \(own.bytes), so it hides "
                    + "what the signer did not exclude")
        }
    }

    /// A RIFF chunk of odd length is followed by one byte of zero, which some writers leave inside the hash.
    private func isPaddingByte(_ grown: RangeSet<Int>, of own: RangeSet<Int>) throws(ReadFailure) -> Bool {
        guard [.webp, .avi, .wav].contains(format), grown.bytes == 1, let last = own.ranges.last,
            let byte = grown.ranges.first, byte.upperBound == last.upperBound
        else { return false }
        return try source.bytes(byte) == [0]
    }

    /// Whether bytes beside the store in its own exclusion are marked padding.
    private func isPadding(_ range: Range<Int>) throws(ReadFailure) -> Bool {
        switch format {
        case .isoBMFF:
            let free = try BMFFBoxWalk(source, descending: { _ in false }).boxes
                .filter { $0.type == "free" || $0.type == "skip" }
            return RangeSet(free.map(\.range)).isSuperset(of: RangeSet(range))
        case .tiff:
            // Values begin at even offsets; some writers align to eight bytes.
            guard range.count < 8 else { return false }
            return try source.bytes(range).allSatisfy { $0 == 0 }
        default:
            return false
        }
    }

    /// Where in a segment, chunk or box its length stands; `nil` where places have none.
    private var lengthField: Range<Int>? {
        switch format {
        case .jpeg: 2..<4
        case .png, .isoBMFF: 0..<4
        case .webp, .avi, .wav: 4..<8
        default: nil
        }
    }

    private func judgeMetadata(_ excluded: RangeSet<Int>) throws {
        let list = try MetadataPlaces.ranges(format, source)
        let places = RangeSet(list)
        // Whoever may write a place's length may let it swallow what follows: then all of it must have been excluded.
        if let length = lengthField {
            for place in list
            where excluded.intersects(place.dropFirst(length.lowerBound).prefix(length.count)) {
                guard RangeSet(place).subtracting(excluded).isEmpty else {
                    throw BindingFault(
                        .mismatch,
                        "the excluded length of bytes \(Self.text(place)) makes them metadata, and not all of them were "
                            + "excluded: they hide what the signer did not")
                }
            }
        }
        guard let rest = excluded.subtracting(places).ranges.first else { return }
        throw BindingFault(
            .mismatch,
            "excluded bytes \(Self.text(rest)) hold neither the manifest store nor metadata: "
                + "they could be changed unnoticed")
    }

    /// Bytes 20…51149, as a person counts them.
    static func text(_ range: Range<Int>) -> String {
        range.isEmpty ? "\(range.lowerBound), empty" : "\(range.lowerBound)…\(range.upperBound - 1)"
    }

    /// The first ranges; a hostile assertion may have thousands.
    static func list(_ ranges: [Range<Int>]) -> String {
        let shown = ranges.prefix(3).map(text).joined(separator: ", ")
        return ranges.count > 3 ? "bytes \(shown) and \(ranges.count - 3) more ranges" : "bytes \(shown)"
    }
}
