// SPDX-License-Identifier: Apache-2.0

public import Banks
public import CivilTime
public import Fingerprints
internal import HashIndex
public import Store
internal import Synchronization

/// The lists of an installation in the memory of a server, never far behind the database.
///
/// An answer asks no database. ``follow(_:)`` reads the log of changes whenever one is announced, and every second; when it
/// has not been able to for longer than allowed, nothing is answered at all: an entry that was added meanwhile would be
/// missed, and that must not read as "no match".
///
/// Banks of the house are matched for everybody, a tenant's for that tenant.
public final class LiveLists: Sendable {
    private let repository: BankRepository
    private let folder: String?
    private let threads: Int
    private let fewestKept: Int
    private let clock: @Sendable () -> UTCTime
    private let instant: @Sendable () -> ContinuousClock.Instant
    private let maxStaleness: Duration
    private let current: Mutex<LiveMemory>
    private let progress: Mutex<Progress>
    private let waiters = Mutex(Waiters())
    private let wake = WakeUp()
    private let housekeeping = WakeUp()

    private struct Progress {
        var newest: Int64
        /// By a clock that nobody sets: a wall clock that is put back would make old lists look new.
        var confirmed: ContinuousClock.Instant
        var confirmedAt: UTCTime
        var trouble: String?
        /// Entries that went since the index last forgot their hashes.
        var gone = 0
        var forgot: ContinuousClock.Instant
    }

    private struct Waiters {
        struct Waiter {
            var change: Int64
            var since: ContinuousClock.Instant
            var continuation: CheckedContinuation<Void, Never>
        }

        var next = 0
        var all: [Int: Waiter] = [:]
    }

    /// Loads everything. The thread waits meanwhile: about as many seconds as the lists have millions of entries, several
    /// times that.
    ///
    /// - Parameters:
    ///   - repository: the lists.
    ///   - indexFolder: where the index of scans is kept between runs; that of the live lists lies beside it, under the same
    ///     name with `-live`. `nil` keeps it in memory only. Hashes of restricted banks are never kept.
    ///   - threads: how many build the index.
    ///   - clock: tells the time, by which entries expire.
    ///   - maxStaleness: after how many seconds without word from the database nothing is answered.
    ///   - instant: a clock that only goes forward, by which staleness is measured.
    /// - Throws: `BankError`, for example when the key of restricted banks is missing, or `StoreError`.
    public convenience init(
        _ repository: BankRepository, indexFolder: String?, threads: Int, clock: @escaping @Sendable () -> UTCTime,
        maxStaleness: Int = 10, instant: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) throws {
        try self.init(
            repository, indexFolder: indexFolder, threads: threads, clock: clock, maxStaleness: maxStaleness,
            instant: instant, keepingFrom: LiveMemory.fewestKept)
    }

    /// - Parameter fewest: with fewer hashes nothing is kept in the folder.
    init(
        _ repository: BankRepository, indexFolder: String?, threads: Int, clock: @escaping @Sendable () -> UTCTime,
        maxStaleness: Int, instant: @escaping @Sendable () -> ContinuousClock.Instant, keepingFrom fewest: Int
    ) throws {
        self.repository = repository
        folder = indexFolder.map(Self.folder(beside:))
        self.threads = threads
        fewestKept = fewest
        self.clock = clock
        self.instant = instant
        self.maxStaleness = .seconds(maxStaleness)
        let (began, beganAt) = (instant(), clock())
        let memory = try LiveMemory.load(repository, folder: folder, threads: threads, keepingFrom: fewest)
        current = Mutex(memory)
        progress = Mutex(
            Progress(
                newest: memory.entries.withContents { $0.change.number }, confirmed: began, confirmedAt: beganAt,
                forgot: began))
    }

    /// Where the index of live lists is kept.
    ///
    /// - Parameter indexFolder: where that of scans is.
    static func folder(beside indexFolder: String) -> String { indexFolder + "-live" }

    // MARK: Answers

    /// Entries near each of several codes, nearest first; answer *i* belongs to code *i*. Asks no database.
    ///
    /// - Parameters:
    ///   - codes: what to search for.
    ///   - within: one distance for all entries, in bits; `nil`: as each entry's bank allows.
    ///   - tenant: for whom; `nil` is the house.
    /// - Throws: ``ListsStale``.
    public func near(
        _ codes: [PDQHash], within: Int? = nil, tenant: String?
    ) throws(ListsStale) -> [[ListMatch]] {
        try checkCurrent()
        return memory.near(codes, within: within, ListQuestion(tenant: tenant, now: clock().seconds))
    }

    /// Entries that have one of the digests, by row; an entry once for each digest that agrees. Asks no database.
    ///
    /// - Parameters:
    ///   - md5: 16 bytes.
    ///   - sha1: 20 bytes.
    ///   - sha256: 32 bytes.
    ///   - tenant: for whom; `nil` is the house.
    /// - Throws: ``ListsStale``.
    public func exact(
        md5: [UInt8]? = nil, sha1: [UInt8]? = nil, sha256: [UInt8]? = nil, tenant: String?
    ) throws(ListsStale) -> [ListMatch] {
        try checkCurrent()
        let digests = [(FingerprintKind.sha256, sha256), (.sha1, sha1), (.md5, md5)].compactMap { kind, bytes in
            bytes.map { (kind: kind, bytes: $0) }
        }
        return memory.exact(digests, ListQuestion(tenant: tenant, now: clock().seconds))
    }

    /// Where the entries of some banks come from, in the operator's words, by the bank's name as who asks sees it.
    func origins(of banks: Set<String>, tenant: String?) -> [String: String] {
        memory.entries.withContents { contents in
            var origins: [String: String] = [:]
            for bank in contents.banks.values where banks.contains(bank.name) {
                guard bank.tenant == nil || bank.tenant == tenant else { continue }
                origins[bank.name] = bank.source ?? ""
            }
            return origins
        }
    }

    private var memory: LiveMemory { current.withLock { $0 } }

    private func checkCurrent() throws(ListsStale) {
        let (lag, trouble) = progress.withLock { ($0.confirmed.duration(to: instant()), $0.trouble) }
        guard lag <= maxStaleness else { throw ListsStale(lag: lag, trouble: trouble) }
    }

    /// How the lists stand now.
    public var standing: ListStanding {
        let memory = memory
        let (change, banks, entries, digests) = memory.entries.withContents {
            ($0.change.number, $0.banks.count, $0.directory.count, $0.digests.count)
        }
        let now = instant()
        return progress.withLock { progress in
            let lag = max(.zero, progress.confirmed.duration(to: now))
            return ListStanding(
                change: change, newest: progress.newest, confirmedAt: progress.confirmedAt, lag: lag,
                isCurrent: lag <= maxStaleness, banks: banks, entries: entries,
                hashes: memory.open.count + memory.sealed.count, digests: digests, trouble: progress.trouble,
                indexTrouble: memory.trouble)
        }
    }

    // MARK: Following

    /// Follows the changes until the task is cancelled. Nothing of it blocks a thread of the shared pool, and no search waits
    /// for it.
    ///
    /// - Parameter announcements: hints that something changed. Without any, changes are found within a second.
    public func follow(_ announcements: AsyncStream<StoreAnnouncement>) async {
        let (reading, tidying) = (LaneExecutor(name: "tutela.lists"), LaneExecutor(name: "tutela.lists.tidy"))
        let (wakeCalls, housekeepingCalls) = (wake.calls(), housekeeping.calls())
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [wake] in
                for await announcement in announcements {
                    switch announcement {
                    case .changed(let topic) where topic != nil && topic != BankRepository.topic: break
                    case .changed, .connected: wake.now()
                    case .disconnected: break
                    }
                }
            }
            group.addTask { [wake, housekeeping] in
                while (try? await Task.sleep(for: .seconds(1))) != nil {
                    wake.now()
                    housekeeping.now()
                }
                wake.end()
                housekeeping.end()
            }
            group.addTask(executorPreference: reading) { [self] in
                for await _ in wakeCalls { catchUp() }
            }
            group.addTask(executorPreference: tidying) { [self] in
                for await _ in housekeepingCalls { tidy { Task.isCancelled } }
            }
            wake.now()
        }
    }

    /// Returns when a change is contained here, or the task is cancelled. It asks for the change at once.
    ///
    /// - Parameter change: its number, for example of `BankRepository.lastChange(within:)` inside the transaction that made it.
    public func reached(_ change: Int64) async {
        let number = waiters.withLock { waiters in
            waiters.next += 1
            return waiters.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isThere = waiters.withLock { waiters in
                    if Task.isCancelled || appliedChange >= change { return true }
                    waiters.all[number] = Waiters.Waiter(change: change, since: instant(), continuation: continuation)
                    return false
                }
                if isThere { continuation.resume() } else { wake.now() }
            }
        } onCancel: {
            waiters.withLock { $0.all.removeValue(forKey: number) }?.continuation.resume()
        }
    }

    private var appliedChange: Int64 { memory.entries.withContents { $0.change.number } }

    /// Reads what changed. Called by one thread at a time; ``follow(_:)`` does.
    func catchUp() {
        let (began, beganAt) = (instant(), clock())
        do {
            try take()
            progress.withLock { progress in
                progress.newest = appliedChange
                progress.confirmed = began
                progress.confirmedAt = beganAt
                progress.trouble = nil
            }
            resumeWaiters(since: began)
            if memory.open.needsMerge || memory.sealed.needsMerge { housekeeping.now() }
        } catch {
            progress.withLock { $0.trouble = Self.sentence(error) }
        }
    }

    private func take() throws {
        let memory = memory
        let before = memory.entries.withContents { $0.change }
        let isFollowed = try repository.snapshot { snapshot in
            progress.withLock { $0.newest = snapshot.change.number }
            guard let places = try snapshot.places(changedSince: before) else { return false }
            guard snapshot.change != before else { return true }
            let gone = try memory.apply(places, of: snapshot)
            progress.withLock { $0.gone += gone }
            return true
        }
        guard !isFollowed else { return }
        // Too far behind, or another history: the database was restored from a backup or replaced.
        let anew = try LiveMemory.load(
            repository, folder: nil, threads: threads, keepingFrom: fewestKept)
        current.withLock { $0 = anew }
    }

    /// Lets go who waits for what is contained now. Who waited before this reading began has nothing more to wait for: a
    /// change that is not contained then belongs to a history that was undone.
    private func resumeWaiters(since began: ContinuousClock.Instant) {
        let applied = appliedChange
        let ready = waiters.withLock { waiters in
            let ready = waiters.all.filter { $0.value.change <= applied || $0.value.since < began }
            for number in ready.keys { waiters.all[number] = nil }
            return ready.values.map(\.continuation)
        }
        for continuation in ready { continuation.resume() }
    }

    /// Puts the newest rows in order, and lets the index forget what is gone.
    ///
    /// - Parameter isCancelled: asked between parts of the work.
    func tidy(unless isCancelled: () -> Bool) {
        let memory = memory
        do {
            for index in [memory.open, memory.sealed] where index.needsMerge {
                try index.merge(threads: threads, unless: isCancelled)
            }
            let now = instant()
            let patience = memory.isKept ? Self.forgetting : Self.forgettingInMemory
            let gone = progress.withLock { $0.forgot.duration(to: now) >= patience ? $0.gone : 0 }
            guard gone > 0 else { return }
            progress.withLock { $0.forgot = now }
            for index in [memory.open, memory.sealed] {
                guard try index.merge(everything: true, threads: threads, unless: isCancelled) else { return }
            }
            // More may have gone meanwhile, and stays to be forgotten.
            progress.withLock { $0.gone = max(0, $0.gone - gone) }
        } catch {
            progress.withLock { $0.trouble = Self.sentence(error) }
        }
    }

    /// Hashes of removed entries are matched by nobody from the start; so long may they lie in the folder, or in memory.
    /// Taking them out moves every other row.
    private static let forgetting = Duration.seconds(60)
    private static let forgettingInMemory = Duration.seconds(600)

    private static func sentence(_ error: any Error) -> String {
        switch error {
        case let error as StoreError: error.message
        case let error as BankError: error.message
        default: "\(error)"
        }
    }
}
