// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

extension HashIndex {
    /// How an index stands.
    public struct Statistics: Sendable {
        /// One segment: distinct codes, rows, bytes.
        public struct Part: Sendable, Hashable {
            /// Distinct codes.
            public var codes: Int
            /// Rows: more than codes where lists repeat one another.
            public var rows: Int
            /// Bytes of codes, owners and tables.
            public var bytes: Int
        }

        /// The segments, largest first.
        public var segments: [Part]
        /// Rows that no merge has taken in yet.
        public var tail: Int
        /// Rows whose state has changed since their segment was written.
        public var changed: Int
        /// Bytes of segments and tail.
        public var bytes: Int
        private let layouts: [(layout: Layout, plans: Plans)]

        init(_ snapshot: Snapshot, changed: Int) {
            let segments = snapshot.segments.sorted { $0.bytes > $1.bytes }
            self.segments = segments.map { Part(codes: $0.rows, rows: $0.owners.count, bytes: $0.bytes) }
            layouts = segments.map { ($0.layout, $0.plans) }
            tail = snapshot.tailRows
            self.changed = changed
            bytes = segments.reduce(0) { $0 + $1.bytes } + tail * (SegmentFormat.codeBytes + 16)
        }

        /// What a search of some radius does in each segment, in words: chunks as width, bucket bits, form and flips.
        ///
        /// - Parameter radius: bits.
        public func plan(radius: Int) -> String {
            layouts.map { layout, plans in
                guard radius <= Plans.widestRadius, radius >= 0, let probing = plans.probings[radius] else {
                    return "\(layout.rows): scan"
                }
                let chunks = zip(layout.chunks, probing.flips).map { chunk, flips in
                    "\(chunk.width)/\(chunk.bucketBits)\(chunk.form)±\(flips)"
                }
                return "\(layout.rows): \(chunks.joined(separator: " ")), about \(Int(probing.candidates)) candidates"
            }
            .joined(separator: "; ")
        }
    }

    /// How the index stands now.
    public var statistics: Statistics {
        let snapshot = current.withLock { $0 }
        let changed = writer.withLock { $0.overrides.values.reduce(0) { $0 + $1.count } }
        return Statistics(snapshot, changed: changed)
    }
}
