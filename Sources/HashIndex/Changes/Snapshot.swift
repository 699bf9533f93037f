// SPDX-License-Identifier: Apache-2.0

/// What one search looks at: immutable segments, and the blocks of the newest rows.
struct Snapshot: Sendable {
    var segments: [Segment] = []
    var tail: [RowBlock] = []

    var tailRows: Int { tail.reduce(0) { $0 + $1.count } }

    /// Every row that the question accepts near each code; `found(query, neighbor)` comes once a row.
    ///
    /// - Returns: false when it was cancelled.
    func search(
        _ codes: UnsafePointer<UInt64>, count: Int, question: Question, kernel: Kernel, isCancelled: () -> Bool,
        _ found: (_ query: Int, _ neighbor: HashIndex.Neighbor) -> Void
    ) -> Bool {
        for segment in segments {
            let radius = question.radius(atMost: segment.widest)
            let finished = segment.search(
                codes, count: count, radius: radius, kernel: kernel, isCancelled: isCancelled
            ) { query, row, distance in
                segment.forEachOwner(of: row) { _, owner in
                    if let neighbor = question.accepts(owner, distance: distance) { found(query, neighbor) }
                }
            }
            if !finished { return false }
        }
        for block in tail {
            let rows = block.count
            let radius = question.radius(atMost: block.widest)
            guard radius >= 0 else { continue }
            let finished = scanRows(
                block.heads.base, block.tails.base, rows, codes, queries: Array(0..<count), radius: radius,
                kernel: kernel, isCancelled: isCancelled
            ) { query, row, distance in
                if let neighbor = question.accepts(block.owner(row), distance: distance) { found(query, neighbor) }
            }
            if !finished { return false }
        }
        return true
    }
}
