// SPDX-License-Identifier: Apache-2.0

internal import Certificates
import Containers

extension BoxesHash {
    /// Checks the binding (C2PA specification 2.4, 15.12.3).
    static func check(
        _ content: CBORValue, _ context: BindingContext, in reading: ContainerReading, source: any ByteSource
    ) throws(ReadFailure) -> [ValidationStatus] {
        try BindingStatuses(family: "assertion.boxesHash", url: context.url).settle { statuses in
            try BoxesHash(content).check(statuses, context, reading, source)
        }
    }

    private func check(
        _ statuses: BindingStatuses, _ context: BindingContext, _ reading: ContainerReading, _ source: any ByteSource
    ) throws -> [ValidationStatus] {
        let names = groups.lazy.flatMap(\.names)
        let images = names.count { $0 == "SOI" }
        guard names.contains(where: { $0.hasPrefix("RST") }) else {
            return try check(statuses, context, reading, source, AssetBoxes.Wish(images: images))
        }
        do {
            return try check(statuses, context, reading, source, AssetBoxes.Wish(images: images, restarts: .cut))
        } catch let fault as BindingFault where fault.reason == .mismatch {
            do {
                return try check(statuses, context, reading, source, AssetBoxes.Wish(images: images, restarts: .beside))
            } catch is BindingFault {
                throw fault
            }
        }
    }

    private func check(
        _ statuses: BindingStatuses, _ context: BindingContext, _ reading: ContainerReading, _ source: any ByteSource,
        _ wish: AssetBoxes.Wish
    ) throws -> [ValidationStatus] {
        let store = context.store == .embedded ? reading.stores.first : nil
        guard let found = try AssetBoxes.of(reading.format, store: store, source, wish: wish) else {
            return HardBinding.unchecked(
                "box hashes of files of format “\(reading.format.rawValue)” are not checked", context)
        }
        let alignment = try BoxAlignment(groups, over: found, fileEnd: source.count)
        var hasher = RangeHasher(source)
        var hidden: [Range<Int>] = []
        for (number, group) in groups.enumerated() {
            let parts = alignment.parts[number]
            if group.names == ["C2PA"] { continue }
            if group.isExcluded {
                try Self.judge(parts, number)
                hidden += parts.filter { $0.role == .metadata }.map(\.range)
                continue
            }
            let algorithm = try HashAlgorithm.applying(group.algorithm, self.algorithm, context.claimAlgorithm)
            let start = parts.first?.range.lowerBound ?? found.end
            let end = parts.last?.range.upperBound ?? source.count
            let excluded = try Self.excluded(group, parts, number)
            hidden += excluded.metadata
            var digest = RunningDigest(algorithm)
            var offset = start
            for range in excluded.all {
                try hasher.add(offset..<range.lowerBound, to: &digest)
                offset = range.upperBound
            }
            try hasher.add(offset..<end, to: &digest)
            guard let hash = group.hash, digest.digest() == hash else {
                throw BindingFault(
                    .mismatch,
                    "the hash of box \(number) of the list (\(Self.title(group)), bytes "
                        + "\(ExclusionJudge.text(start..<end))) is "
                        + (group.hash == nil ? "not stated" : "another"))
            }
        }
        let match = statuses.match("the hashes of all \(groups.count) boxes of the list match")
        guard !hidden.isEmpty else { return [match] }
        return [match, statuses.additionalExclusions("metadata is not covered: \(ExclusionJudge.list(hidden))")]
    }

    /// Whole boxes may be left out where they hold metadata or nothing.
    private static func judge(_ parts: ArraySlice<AssetBox>, _ number: Int) throws(BindingFault) {
        var end = parts.first?.range.lowerBound
        for part in parts {
            guard part.role == .metadata || part.role == .padding, part.range.lowerBound == end else {
                throw BindingFault(
                    .mismatch,
                    "box \(number) of the list leaves out \(part.name) at bytes \(ExclusionJudge.text(part.range)), "
                        + "which is no metadata: it could be changed unnoticed")
            }
            end = part.range.upperBound
        }
        guard !parts.isEmpty else {
            throw BindingFault(.mismatch, "box \(number) of the list leaves out what comes behind the last box")
        }
    }

    /// The exclusions of a group as ranges of the file, and which of them hold metadata.
    private static func excluded(
        _ group: Group, _ parts: ArraySlice<AssetBox>, _ number: Int
    ) throws(BindingFault) -> (all: [Range<Int>], metadata: [Range<Int>]) {
        var all: [Range<Int>] = []
        var metadata: [Range<Int>] = []
        var previous = (box: 0, end: 0)
        for exclusion in group.exclusions {
            let place = "an exclusion of box \(number) of the list"
            guard let index = exclusion.boxIndex ?? (group.names.count == 1 ? 0 : nil), index < parts.count else {
                throw BindingFault(.malformed, "\(place) names no box of its \(parts.count)")
            }
            guard index > previous.box || index == previous.box && exclusion.bytes.start >= previous.end else {
                throw BindingFault(.malformed, "\(place) begins before the one in front of it ends")
            }
            previous = (index, exclusion.bytes.end)
            let part = parts[parts.startIndex + index]
            guard exclusion.bytes.end <= part.range.count else {
                throw BindingFault(
                    .mismatch, "\(place) ends beyond \(part.name) at bytes \(ExclusionJudge.text(part.range))")
            }
            guard exclusion.bytes.length > 0 else { continue }
            let start = part.range.lowerBound + exclusion.bytes.start
            let range = start..<start + exclusion.bytes.length
            guard part.role == .metadata || part.role == .padding else {
                throw BindingFault(
                    .mismatch,
                    "\(place) leaves out bytes \(ExclusionJudge.text(range)) of \(part.name), which is no metadata: "
                        + "they could be changed unnoticed")
            }
            all.append(range)
            if part.role == .metadata { metadata.append(range) }
        }
        return (all, metadata)
    }

    private static func title(_ group: Group) -> String {
        let names = group.names.prefix(3).joined(separator: ", ")
        return group.names.count > 3 ? "\(names) and \(group.names.count - 3) more" : names
    }
}
