// SPDX-License-Identifier: Apache-2.0

import Banks
import CivilTime
import Fingerprints
import Foundation
import Store
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import Screening

/// A home with lists, live copies of them, and a plain account of what the lists hold, kept beside the database.
final class LiveHome: Sendable {
    final class Clock: Sendable {
        private let seconds = Mutex<Int64>(1_800_000_000)
        var now: Int64 { seconds.withLock { $0 } }
        var date: Date { Date(timeIntervalSince1970: Double(now)) }
        func advance(_ by: Int64) { seconds.withLock { $0 += by } }
    }

    /// A clock that only goes forward, and only when it is told to.
    final class Ticker: Sendable {
        private let start = ContinuousClock.now
        private let elapsed = Mutex(Duration.zero)
        var now: ContinuousClock.Instant { start + elapsed.withLock { $0 } }
        func advance(_ by: Duration) { elapsed.withLock { $0 += by } }
    }

    let folder: TemporaryFolder
    let database: TestDatabase
    let store: Store
    let repository: BankRepository
    let clock = Clock()
    let ticker = Ticker()

    var indexFolder: String { folder.path + "/index" }

    init(_ engine: TestEngine = .sqlite) throws {
        folder = try TemporaryFolder()
        database = try TestDatabase(engine)
        store = try database.open([BankSchema.schema])
        repository = BankRepository(store: store, home: folder.path, clock: { [clock] in clock.date })
    }

    deinit {
        try? store.close()
    }

    func lists(of repository: BankRepository? = nil, keepingFrom fewest: Int = .max) throws -> LiveLists {
        try LiveLists(
            repository ?? self.repository, indexFolder: indexFolder, threads: 1,
            clock: { [clock] in UTCTime(seconds: clock.now) }, maxStaleness: 10, instant: { [ticker] in ticker.now },
            keepingFrom: fewest)
    }
}

/// What the lists hold, as a test knows it without asking the database.
struct ListModel {
    struct Listed {
        var settings: BankSettings
        var purpose: BankPurpose
        var name: String
        var entries: [Int64: BankEntry] = [:]
        var scope: BankScope { BankScope(tenant: name.contains("/") ? String(name.prefix { $0 != "/" }) : nil) }
    }

    /// By the bank's number.
    var banks: [Int64: Listed] = [:]

    private func isLive(_ bank: Listed, _ entry: BankEntry, _ tenant: String?, _ now: Int64) -> Bool {
        let seconds = { (date: Date) in Int64(date.timeIntervalSince1970) }
        return bank.settings.state == .active && (bank.scope.tenant == nil || bank.scope.tenant == tenant)
            && entry.state == .active && entry.expires.map { seconds($0) > now } ?? true
            && entry.disabledUntil.map { seconds($0) <= now } ?? true
    }

    private func match(
        _ row: Int64, _ id: Int64, _ bank: Listed, _ entry: BankEntry, _ kind: ScanRecord.Match.Kind,
        distance: Int = 0, view: Int = 0
    ) -> ListMatch {
        ListMatch(
            rowID: row, bankID: id, bank: bank.name.split(separator: "/").last.map(String.init) ?? "", entry: entry.id,
            kind: kind, distance: distance, view: view,
            knownView: view == 0 ? nil : entry.fingerprints.views[view - 1].name, tier: bank.settings.tier.rawValue,
            contributors: bank.settings.contributors, isConfirmed: entry.confirmed,
            category: entry.category ?? bank.settings.category, isKnownGood: bank.purpose == .knownGood,
            isOfTenant: bank.name.contains("/"), enabledRatio: bank.settings.enabledRatio)
    }

    func near(_ code: PDQHash, within radius: Int?, tenant: String?, now: Int64) -> [ListMatch] {
        var found: [ListMatch] = []
        for (id, bank) in banks where bank.purpose == .known {
            for (row, entry) in bank.entries where isLive(bank, entry, tenant, now) {
                guard let pdq = entry.fingerprints.pdq else { continue }
                for (view, hash) in ([pdq] + entry.fingerprints.views.map(\.pdq)).enumerated() {
                    let distance = hash.distance(to: code)
                    guard distance <= radius ?? bank.settings.radius ?? 31 else { continue }
                    found.append(match(row, id, bank, entry, .pdq, distance: distance, view: view))
                }
            }
        }
        return found.sorted { ($0.distance, $0.rowID, $0.view) < ($1.distance, $1.rowID, $1.view) }
    }

    func exact(_ digests: FingerprintSet, tenant: String?, now: Int64) -> [ListMatch] {
        var found: [ListMatch] = []
        for (id, bank) in banks {
            for (row, entry) in bank.entries where isLive(bank, entry, tenant, now) {
                let (own, wanted) = (entry.fingerprints, digests)
                if let digest = own.sha256, digest == wanted.sha256 {
                    found.append(match(row, id, bank, entry, .sha256))
                }
                if let digest = own.sha1, digest == wanted.sha1 { found.append(match(row, id, bank, entry, .sha1)) }
                if let digest = own.md5, digest == wanted.md5 { found.append(match(row, id, bank, entry, .md5)) }
            }
        }
        let order: [ScanRecord.Match.Kind] = [.sha256, .sha1, .md5]
        return found.sorted {
            ($0.rowID, order.firstIndex(of: $0.kind) ?? 0) < ($1.rowID, order.firstIndex(of: $1.kind) ?? 0)
        }
    }
}
