// SPDX-License-Identifier: Apache-2.0

internal import MediaDecoding
internal import Synchronization

/// One scan over files and folders: bounded memory, all lanes busy, records in the order of the walk.
public final class Scan: Sendable {
    private let settings: ScanSettings
    private let lists: KnownLists
    private let queue: ScanQueue
    private let stopped = Mutex(false)

    /// Records that may be on their way at once, per lane.
    private static let windowPerLane = 16

    /// - Parameters:
    ///   - places: files and folders.
    ///   - settings: how to screen.
    ///   - lists: what to compare with.
    ///   - isDone: whether an earlier run already has a record of a path, so that it is left out.
    public init(
        _ places: [ItemPath], settings: ScanSettings, lists: KnownLists,
        isDone: @escaping @Sendable (ItemPath) -> Bool = { _ in false }
    ) {
        self.settings = settings
        self.lists = lists
        queue = ScanQueue(walk: TreeWalk(places), window: settings.lanes * Self.windowPerLane, isDone: isDone)
    }

    /// What the walk saw besides files.
    public struct Sidelights: Sendable, Hashable {
        /// Symbolic links that were left alone.
        public var linksNotFollowed = 0
        /// Sockets, pipes and devices that were left alone.
        public var specialFiles = 0
        /// How the decoder was confined, for the report.
        public var decoder = ""
    }

    /// Screens everything, handing each record to `consume` in the order of the walk.
    ///
    /// - Throws: `DecoderError` when no decoder starts, or whatever `consume` throws; the scan ends then.
    public func run(_ consume: (ScanRecord) async throws -> Void) async throws -> Sidelights {
        // Started before anything is claimed, so that a missing decoder is an error and not a thousand unknown items.
        let confinement = try DecoderSelfTest.run(settings.decoder)
        let slowLane = SlowLane()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<settings.lanes {
                let executor = LaneExecutor(number: number)
                group.addTask(executorPreference: executor) {
                    try await self.work(slowLane)
                }
            }
            do {
                while let record = await queue.take() {
                    try await consume(record)
                }
            } catch {
                await queue.stop()
                group.cancelAll()
                throw error
            }
            try await group.waitForAll()
            return Sidelights(
                linksNotFollowed: await queue.linksNotFollowed, specialFiles: await queue.specialFiles,
                decoder: confinement.summary)
        }
    }

    /// Lets the items that are being screened finish, and starts no more.
    public func stop() async {
        stopped.withLock { $0 = true }
        await queue.stop()
    }

    /// Whether ``stop()`` was called.
    public var isStopped: Bool { stopped.withLock { $0 } }

    private func work(_ slowLane: SlowLane) async throws {
        let decoder: ConfinedDecoder
        do throws(DecoderError) {
            decoder = try ConfinedDecoder(settings.decoder)
        } catch {
            await queue.stop()
            throw error
        }
        let screener = ItemScreener(
            settings: settings, decoder: decoder, slowLane: slowLane, isStopped: { self.isStopped })
        let facts = ItemFacts(lists: lists.lists)
        while let claim = await queue.claim() {
            await queue.finish(claim, screener.screen(claim.step, with: lists, facts))
        }
    }
}
