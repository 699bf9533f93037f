// SPDX-License-Identifier: Apache-2.0

public import Fingerprints
internal import Synchronization

/// Every row within a Hamming radius of a 256-bit code: exact by definition, whatever the engine inside does.
///
/// Rows lie in immutable segments with tables, and the newest ones in a tail that is scanned. By the pigeonhole principle a code within
/// radius *r* of another agrees, up to a few bits, in one of several disjoint chunks of the code; the tables find all rows by such a
/// chunk (M. Norouzi, A. Punjani, D. Fleet, "Fast exact search in Hamming space with multi-index hashing", 2014). Where a scan of all
/// rows is cheaper, as for large radii and small indexes, the engine scans.
///
/// Any number of threads may search while one changes the index; they never wait for it. A search holds a lock only
/// while it copies a reference. A change is seen by every search that begins after it.
public final class HashIndex: Sendable {
    let current: Mutex<Snapshot>
    let writer: Mutex<Writer>
    /// Odd while rows are being replaced: a search that met such a moment looks again.
    let replacements = Atomic<Int>(0)
    let folder: IndexFolder?

    /// Rows of a block of the tail.
    static let blockRows = 16_384
    /// Rows of the tail at which `needsMerge` begins to advise a merge: their scan then costs about as much as the tables.
    static let longTail = 32_768

    /// Makes an index without rows, in memory only.
    public convenience init() {
        self.init(Snapshot(), Writer(), folder: nil)
    }

    /// Builds an index of many rows at once, in memory only.
    ///
    /// - Parameters:
    ///   - rows: of rows with the same id the last one stays. Ids that ascend cost nothing; others are sorted, about a
    ///     second for ten million.
    ///   - threads: how many build the tables.
    public convenience init(_ rows: some Sequence<Row>, threads: Int = 1) {
        var gathering = RowGathering(expecting: rows.underestimatedCount)
        for row in rows { gathering.append(row.code, Owner(row)) }
        let builder = SegmentBuilder(threads: threads)
        self.init(segments: builder.build(consume gathering, uniqueIds: true), folder: nil)
    }

    convenience init(segments: [Segment], folder: IndexFolder?) {
        var writer = Writer()
        writer.live = segments.reduce(0) { $0 + $1.live }
        self.init(Snapshot(segments: segments), writer, folder: folder)
    }

    init(_ snapshot: Snapshot, _ writer: consuming Writer, folder: IndexFolder?) {
        current = Mutex(snapshot)
        self.writer = Mutex(writer)
        self.folder = folder
    }

    /// Rows that are neither withdrawn nor replaced.
    public var count: Int { writer.withLock { $0.live } }

    /// All rows near a code, nearest first, then by id.
    ///
    /// - Parameters:
    ///   - code: what to search for.
    ///   - reach: how far, by default each row's own radius.
    ///   - states: which rows may be found, by default active ones.
    ///   - now: seconds since 1970; rows that have expired by then are left out. `nil` finds them, too.
    public func search(
        _ code: PDQHash, reach: Reach = .ofEachRow, states: States = .active, now: Int64? = nil
    ) -> [Neighbor] {
        search([code], Question(reach: reach, states: states, now: now)) { false }?[0] ?? []
    }

    /// The same for several codes in one call, which is faster than one call each; answer *i* belongs to code *i*.
    ///
    /// - Parameters:
    ///   - codes: what to search for.
    ///   - reach: how far, by default each row's own radius.
    ///   - states: which rows may be found, by default active ones.
    ///   - now: seconds since 1970; rows that have expired by then are left out. `nil` finds them, too.
    public func search(
        _ codes: [PDQHash], reach: Reach = .ofEachRow, states: States = .active, now: Int64? = nil
    ) -> [[Neighbor]] {
        search(codes, Question(reach: reach, states: states, now: now)) { false } ?? []
    }

    /// The same, asking every few milliseconds at most whether the answer is still wanted.
    ///
    /// - Parameters:
    ///   - codes: what to search for.
    ///   - reach: how far, by default each row's own radius.
    ///   - states: which rows may be found, by default active ones.
    ///   - now: seconds since 1970; rows that have expired by then are left out. `nil` finds them, too.
    ///   - isCancelled: asked between parts of the work.
    /// - Throws: `CancellationError` when `isCancelled` said so: there is never a partial answer.
    public func search(
        _ codes: [PDQHash], reach: Reach = .ofEachRow, states: States = .active, now: Int64? = nil,
        unless isCancelled: () -> Bool
    ) throws -> [[Neighbor]] {
        let question = Question(reach: reach, states: states, now: now)
        guard let found = search(codes, question, isCancelled: isCancelled) else { throw CancellationError() }
        return found
    }

    func search(
        _ codes: [PDQHash], _ question: Question, kernel: Kernel = .best, isCancelled: () -> Bool
    ) -> [[Neighbor]]? {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: max(1, codes.count * 4)) { words in
            guard let start = words.baseAddress else { return nil }
            for (index, code) in codes.enumerated() {
                words[index * 4] = code.words.0
                words[index * 4 + 1] = code.words.1
                words[index * 4 + 2] = code.words.2
                words[index * 4 + 3] = code.words.3
            }
            for _ in 0..<3 {
                let before = replacements.load(ordering: .acquiring)
                guard let found = search(start, codes.count, question, kernel, isCancelled) else { return nil }
                // Else a row may have been seen neither where it was nor where it is now.
                if before & 1 == 0, before == replacements.load(ordering: .acquiring) { return found }
            }
            return writer.withLock { _ in search(start, codes.count, question, kernel, isCancelled) }
        }
    }

    private func search(
        _ codes: UnsafePointer<UInt64>, _ count: Int, _ question: Question, _ kernel: Kernel, _ isCancelled: () -> Bool
    ) -> [[Neighbor]]? {
        let snapshot = current.withLock { $0 }
        var found = [[Neighbor]](repeating: [], count: count)
        let finished = snapshot.search(
            codes, count: count, question: question, kernel: kernel, isCancelled: isCancelled
        ) { query, neighbor in
            found[query].append(neighbor)
        }
        guard finished else { return nil }
        for query in found.indices where found[query].count > 1 {
            found[query].sort { ($0.distance, $0.id) < ($1.distance, $1.id) }
        }
        return found
    }

    /// Whether the tail has grown so long that a merge pays.
    public var needsMerge: Bool { current.withLock { $0 }.tailRows >= Self.longTail }
}
