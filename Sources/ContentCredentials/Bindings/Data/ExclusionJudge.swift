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
        // The lengths of the segments lie inside the exclusion; the sum is what shows that nobody changed them.
        guard format != .jpeg || excluded == own else {
            throw BindingFault(
                .mismatch,
                "\(excluded.bytes) bytes are excluded for the manifest store; its APP11 segments have \(own.bytes)")
        }
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

    private func judgeMetadata(_ excluded: RangeSet<Int>) throws {
        let places = RangeSet(try MetadataPlaces.ranges(format, source))
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
