// SPDX-License-Identifier: Apache-2.0

internal import Certificates
import Containers

extension DataHash {
    /// Checks the binding (C2PA specification 2.4, 15.12.1).
    static func check(
        _ content: CBORValue, _ context: BindingContext, in reading: ContainerReading, source: any ByteSource
    ) throws(ReadFailure) -> [ValidationStatus] {
        try BindingStatuses(family: "assertion.dataHash", url: context.url).settle { statuses in
            try DataHash(content).check(statuses, context, reading, source)
        }
    }

    private func check(
        _ statuses: BindingStatuses, _ context: BindingContext, _ reading: ContainerReading, _ source: any ByteSource
    ) throws -> [ValidationStatus] {
        let algorithm = try HashAlgorithm.applying(self.algorithm, context.claimAlgorithm)
        let store = context.store == .embedded ? reading.stores.first : nil
        var ranges = try orderedRanges()
        if context.followsUpdates, let store { ranges = Self.adjusted(ranges, to: store) }
        if let last = ranges.last, last.end > source.count {
            throw BindingFault(
                .mismatch, "the exclusion from byte \(last.start) on ends beyond the file of \(source.count) bytes")
        }
        guard let hash else { throw BindingFault(.mismatch, "the assertion has no `hash`") }
        let judged = try ExclusionJudge(format: reading.format, store: store, source: source)
            .judge(ranges.map { $0.start..<$0.end })

        var hasher = RangeHasher(source)
        var digest = RunningDigest(algorithm)
        var offset = 0
        for range in ranges {
            try hasher.add(offset..<range.start, to: &digest)
            offset = range.end
        }
        try hasher.add(offset..<source.count, to: &digest)
        guard digest.digest() == hash else {
            throw BindingFault(
                .mismatch,
                "the \(algorithm) hash of the file's \(source.count) bytes without \(judged.description) is another")
        }
        let match = statuses.match("the \(algorithm) hash of all bytes without \(judged.description) matches")
        guard !judged.metadata.isEmpty else { return [match] }
        return [
            match,
            statuses.additionalExclusions("metadata is not covered: \(ExclusionJudge.list(judged.metadata))"),
        ]
    }

    /// The exclusions without empty ones, which some writers leave as placeholders.
    private func orderedRanges() throws(BindingFault) -> [ByteExclusion] {
        var end = 0
        for (number, exclusion) in exclusions.enumerated() {
            guard exclusion.start >= end else {
                throw BindingFault(
                    .malformed,
                    "exclusion \(number) begins at byte \(exclusion.start), before the one in front of it ends (\(end))"
                )
            }
            end = exclusion.end
        }
        return exclusions.filter { $0.length > 0 }
    }

    /// The exclusions as they are after update manifests were added to the store: the one that begins where the store does
    /// is as long as the store is now, and those behind it have moved with the bytes.
    private static func adjusted(_ exclusions: [ByteExclusion], to store: EmbeddedStore) -> [ByteExclusion] {
        guard let first = store.ranges.first, let last = store.ranges.last,
            let index = exclusions.firstIndex(where: { $0.start == first.lowerBound })
        else { return exclusions }
        var adjusted = exclusions
        adjusted[index].length = last.upperBound - first.lowerBound
        let change = adjusted[index].length - exclusions[index].length
        for later in adjusted.indices.dropFirst(index + 1) {
            adjusted[later].start = max(adjusted[later - 1].end, adjusted[later].start &+ change)
        }
        return adjusted
    }
}
