// SPDX-License-Identifier: Apache-2.0

/// What a search costs, in nanoseconds of one core, as far as a plan can change it.
///
/// Nearly all time goes into cache lines that are fetched from memory at unrelated places; arithmetic hides behind them. The constants
/// were measured on one server; only their proportions decide between plans, and those move little between machines.
struct CostModel: Sendable, Equatable {
    /// A cache line at an unrelated place, many requests in flight.
    var line = 8.0
    /// A line that follows one just fetched.
    var nextLine = 5.0
    /// A candidate: the line with its head, the comparison.
    var candidate = 4.0
    /// A row of a linear scan: sixteen bytes of a stream.
    var scannedRow = 0.5
    /// What a probing costs before its first bucket.
    var start = 400.0

    /// Numbers of `bits` bits that differ from a given one in at most `flips` bits.
    static func ball(bits: Int, flips: Int) -> Double {
        var sum = 0.0
        var choices = 1.0
        for flipped in 0...max(0, min(flips, bits)) {
            sum += choices
            choices *= Double(bits - flipped) / Double(flipped + 1)
        }
        return flips < 0 ? 0 : sum
    }

    /// Rows that a chunk brings up for comparison when codes are uniform.
    func candidates(of chunk: Chunk, flips: Int, rows: Int) -> Double {
        let (bits, flips) =
            chunk.form == .rows ? (chunk.bucketBits, min(flips, chunk.bucketBits)) : (chunk.width, flips)
        return Double(rows) * Self.ball(bits: bits, flips: flips) / Double(sign: .plus, exponent: bits, significand: 1)
    }

    /// Nanoseconds to look for rows that differ in at most `flips` bits of a chunk; a chunk that is left out costs nothing.
    func nanoseconds(of chunk: Chunk, flips: Int, rows: Int) -> Double {
        guard flips >= 0 else { return 0 }
        let buckets = Self.ball(bits: chunk.bucketBits, flips: flips)
        let load = Double(rows) / Double(sign: .plus, exponent: chunk.bucketBits, significand: 1)
        let candidates = candidates(of: chunk, flips: flips, rows: rows)
        switch chunk.form {
        case .lines:
            return buckets * line + candidates * candidate
        case .runs:
            return buckets * (2 * line + (1 + load / 16) * nextLine) + candidates * candidate
        case .rows:
            return buckets * (2 * line + load / 4 * nextLine) + candidates
        }
    }

    /// Nanoseconds to compare every row.
    func scan(rows: Int) -> Double {
        Double(rows) * scannedRow
    }
}
