// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Crypto
import Fingerprints
import Foundation
import Policy
import Screening
import Store
import StoreTestSupport
import Submissions
import Synchronization
import Testing

/// A clock that a test sets.
final class TestClock: Sendable {
    private let now = Mutex(UTCTime(seconds: 1_800_000_000))

    var read: @Sendable () -> UTCTime { { self.now.withLock { $0 } } }

    func advance(_ seconds: Int64) { now.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// The room on a fresh database of an engine, as one or several servers see it.
struct Room: Sendable {
    let database: TestDatabase
    let store: Store
    let clock = TestClock()

    init(_ engine: TestEngine, connections: Int = 4) throws {
        database = try TestDatabase(engine)
        store = try database.open([SubmissionSchema.schema], StoreOptions(connections: connections))
    }

    var ids: SubmissionIDs { SubmissionIDs(clock: clock.read) }
    var decisions: DecisionRepository { DecisionRepository(store: store) }
    var outbox: CallbackOutbox { CallbackOutbox(store: store, ids: ids, clock: clock.read) }

    func requests() -> RequestLedger {
        RequestLedger(store: store, secret: SymmetricKey(data: [UInt8](repeating: 7, count: 32)), clock: clock.read)
    }

    func jobs(_ server: String) -> JobRepository {
        JobRepository(store: store, outbox: outbox, ids: ids, server: server, clock: clock.read)
    }

    func decision(
        _ outcome: ScanRecord.Decision.Outcome = .none, reference: String? = nil, tenant: String? = nil,
        job: String? = nil
    ) -> StoredDecision {
        let record = Self.record(outcome)
        return StoredDecision(
            id: ids.next(.decision), record, tenant: tenant, actor: "key:a", at: clock.read(), reference: reference,
            job: job, listChange: 7)
    }

    /// A record with every fingerprint that a decision must leave behind.
    static func record(
        _ outcome: ScanRecord.Decision.Outcome, status: ItemStatus = .screened, isPartial: Bool = false,
        because: [String] = []
    ) -> ScanRecord {
        var record = ScanRecord(
            path: ItemPath("item"), status: status,
            decision: .init(outcome, outcome == .match ? .block : .allow, because: because))
        record.isPartial = isPartial
        record.digests = .init(
            md5: String(repeating: "a1", count: 16), sha1: String(repeating: "b2", count: 20),
            sha256: String(repeating: "c3", count: 32))
        record.fingerprints = [
            .init(frame: 0, region: .whole, pdq: String(repeating: "d4", count: 32), quality: 90)
        ]
        record.matches = outcome == .match ? [.init(bank: "b", entry: "e-000001", kind: .pdq, distance: 3)] : []
        return record
    }
}
