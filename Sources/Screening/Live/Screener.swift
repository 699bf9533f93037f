// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints
public import MediaDecoding
public import Policy

/// Screens items of a server: several at once, each on a thread and with a confined decoder of its own, and so many more that
/// wait their turn. What there is no room for is refused at once.
///
/// So the bytes of at most as many items as there are lanes and places to wait are held here at any time, and one more copy
/// of each that is being decoded.
public final class Screener: Sendable {
    /// How the decoders are confined, for whoever looks after the server.
    public let confinement: String
    private let queue: AdmissionQueue
    private let lanes: [Task<Void, Never>]

    /// Starts the decoders.
    ///
    /// - Parameters:
    ///   - settings: how to screen. ``ScanSettings/policy`` decides, with what is said of each item added.
    ///   - lists: what to compare with.
    ///   - lanes: how many items are screened at once.
    ///   - waiting: how many may wait besides.
    ///   - surface: where items are or would be seen, a word of the fact `surface`, when that is known of all of them. `nil`
    ///     leaves it to what is said of each item.
    /// - Throws: `DecoderError` when no decoder starts, or it does not show what it should.
    public init(
        _ settings: ScanSettings, lists: LiveLists, lanes: Int, waiting: Int, surface: String? = nil
    ) throws(DecoderError) {
        confinement = try DecoderSelfTest.run(settings.decoder).summary
        let lanes = max(1, lanes)
        let queue = AdmissionQueue(lanes: lanes, waiting: waiting)
        self.queue = queue
        let slowLane = SlowLane()
        var tasks: [Task<Void, Never>] = []
        for number in 0..<lanes {
            tasks.append(
                Task(executorPreference: LaneExecutor(name: "tutela.screener.\(number)")) {
                    await Self.work(settings, lists, queue, slowLane, surface)
                })
        }
        self.lanes = tasks
    }

    deinit {
        queue.stop()
    }

    /// Screens an item: digests, fingerprints, matches with the lists, provenance, decision.
    ///
    /// Lists that are not up to date leave the item unscanned (``ItemStatus/unreadable``, reason ``ListsStale/code``), never
    /// without a match.
    ///
    /// - Parameters:
    ///   - bytes: the whole item.
    ///   - tenant: whose lists are matched besides those of the house; `nil` is the house.
    ///   - circumstances: what is said of this item, besides what the policy says of all.
    /// - Returns: the record; its path is `item`.
    /// - Throws: ``ScreenerBusy``: nobody looked at it.
    public func screen(
        _ bytes: [UInt8], tenant: String?, circumstances: FactSet = FactSet()
    ) async throws(ScreenerBusy) -> ScanRecord {
        try await queue.submit(bytes, .screen(tenant: tenant, circumstances: circumstances))
    }

    /// Makes fingerprints and digests of an item, and compares them with nothing: the record's decision says nothing.
    ///
    /// - Parameter bytes: the whole item.
    /// - Returns: the record; its path is `item`.
    /// - Throws: ``ScreenerBusy``: nobody looked at it.
    public func hash(_ bytes: [UInt8]) async throws(ScreenerBusy) -> ScanRecord {
        try await queue.submit(bytes, .hash)
    }

    /// Items that are being screened, and that wait.
    public var load: (running: Int, waiting: Int) { queue.load }

    /// Sends everybody away who waits, lets what is being screened finish, and ends the decoders.
    public func stop() async {
        queue.stop()
        for lane in lanes { await lane.value }
    }

    /// What every item is called.
    private static let path = ItemPath("item")

    private static func work(
        _ settings: ScanSettings, _ lists: LiveLists, _ queue: AdmissionQueue, _ slowLane: SlowLane, _ surface: String?
    ) async {
        while true {
            let decoder: ConfinedDecoder
            do throws(DecoderError) {
                decoder = try ConfinedDecoder(settings.decoder)
            } catch {
                // Each item says that nobody could look at it, until a decoder starts again.
                guard let item = await queue.next() else { return }
                queue.finish(item, refusal(of: item, error, settings, surface), took: .zero)
                continue
            }
            let screener = ItemScreener(settings: settings, decoder: decoder, slowLane: slowLane)
            while let item = await queue.next() {
                let began = ContinuousClock.now
                let record = await screen(item, with: screener, settings, lists, surface)
                queue.finish(item, record, took: ContinuousClock.now - began)
            }
            return
        }
    }

    private static func refusal(
        of item: AdmissionQueue.Item, _ error: DecoderError, _ settings: ScanSettings, _ surface: String?
    ) -> ScanRecord {
        var record = ScanRecord(
            path: path, status: .crashed, reason: StatusReason(code: "no-decoder", message: error.message),
            decision: ScanRecord.Decision(
                .unknown, .review, because: ["It could not be scanned, so nothing is known about it."]))
        if case .screen(_, let circumstances) = item.wish {
            settings.policy?.decide(&record, ItemFacts(origins: [:], surface: surface), adding: circumstances)
        }
        return record
    }

    private static func screen(
        _ item: AdmissionQueue.Item, with screener: borrowing ItemScreener, _ settings: ScanSettings,
        _ lists: LiveLists, _ surface: String?
    ) async -> ScanRecord {
        switch item.wish {
        case .hash:
            let reading = FileReading(of: item.bytes, keeping: settings.maxBytes, isDigested: true)
            return await screener.screen(reading, of: path, with: KnownLists.none)
        case .screen(let tenant, let circumstances):
            let reading = FileReading(of: item.bytes, keeping: settings.maxBytes, isDigested: settings.makesDigests)
            let known = TenantLists(lists: lists, tenant: tenant)
            var record = await screener.screen(reading, of: path, with: known)
            let facts = ItemFacts(origins: known.origins(of: Set(record.matches.map(\.bank))), surface: surface)
            settings.policy?.decide(&record, facts, adding: circumstances)
            return record
        }
    }
}
