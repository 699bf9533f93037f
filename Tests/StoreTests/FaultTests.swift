// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import StoreTestSupport
import TestSupport
import Testing

@Suite("Faults")
struct FaultTests {
    /// Anywhere from the first transaction to some dozens of them.
    private func pause(_ random: inout SplitMix) -> UInt32 {
        UInt32(random.next() % 30_000)
    }

    @Test func anSQLiteFileSurvivesAKillAtAnyMoment() async throws {
        try await concurrently(1) { _ in try surviveKills() }
    }

    private func surviveKills() throws {
        let database = try TestDatabase(.sqlite)
        guard case .sqlite(let home) = database.address else { return }
        var random = SplitMix(state: 20_261_124)
        var ledger = ChurnLedger()
        let (kills, threads) = (Repository.runsLongTests ? 2_000 : 40, 3)
        for round in 0..<kills {
            let churn = try Churn(home, from: Int64(round) * 1_000_000, threads: threads)
            // From the first line on, or while the file is being opened and recovered.
            if !round.isMultiple(of: 4) { #expect(churn.next() == "ready") }
            usleep(pause(&random))
            churn.kill()
            while let line = churn.next() { ledger.take(line) }
        }
        #expect(ledger.failures == [:] && ledger.unknown == [])
        #expect(ledger.confirmed.count > kills)
        let store = try database.open([Churn.schema])
        try ledger.check(store, inFlight: kills * threads)
        #expect(try store.checkup().damage == [])
    }

    @Test func aReadOnlyDiskIsAClearError() throws {
        let mountPoint = NSTemporaryDirectory() + "tutela-tmpfs-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: mountPoint, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: mountPoint) }
        // Needs root; a folder without permission to write is proven without it.
        guard mount("tmpfs", mountPoint, "tmpfs", 0, "size=8m") == 0 else { return }
        defer { umount2(mountPoint, Int32(MNT_DETACH)) }
        let home = mountPoint + "/home"
        let store = try Store(home: home, schemas: [Shelf.schema])
        try store.write { try Shelf.add(1...20, $0) }
        try store.close()
        #expect(mount("tmpfs", mountPoint, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0)
        let error = refusal {
            let store = try Store(home: home, schemas: [Shelf.schema])
            #expect(try store.read { try Shelf.count($0) } == 20)
            try store.write { try Shelf.add([21], $0) }
        }
        #expect(error?.code == .readOnly || error?.code == .cannotOpen, "\(String(describing: error))")
        #expect(error?.message.contains(home) == true)
        #expect(mount("tmpfs", mountPoint, "tmpfs", UInt(MS_REMOUNT), nil) == 0)
        let again = try Store(home: home, schemas: [Shelf.schema])
        try again.write { try Shelf.add([21], $0) }
        #expect(try again.read { try Shelf.count($0) } == 21)
    }

    /// A server of its own, because it is crashed; killed as the power would, without a goodbye.
    @Test(.enabled(if: TestEngine.postgresURL != nil, Comment(rawValue: TestEngine.absent)))
    func noConfirmedChangeIsLostWhenTheServerCrashesUnderLoad() async throws {
        try await concurrently(1) { _ in try surviveCrashes() }
    }

    private func surviveCrashes() throws {
        let folder = NSTemporaryDirectory() + "tutela-crash-" + UUID().uuidString
        let script = Repository.root.appending(path: "scripts/test-postgres").path
        let started = try Execution.run(script, ["start", folder])
        defer { _ = try? Execution.run(script, ["stop", folder]) }
        let url = try #require(started.lines.first, "\(started.errors)")
        let (threads, crashes) = (6, Repository.runsLongTests ? 100 : 3)
        let name = "churn"
        let churn = try Churn(
            TestDatabase.url(url, adding: "application_name=\(name)"), from: 1_000_000, threads: threads)
        #expect(churn.next() == "ready")

        var random = SplitMix(state: 7)
        var ledger = ChurnLedger()
        var most: Int64 = 0
        for _ in 0..<crashes {
            // So far it works again.
            let before = ledger.confirmed.count
            while ledger.confirmed.count < before + 40, let line = churn.next() { ledger.take(line) }
            usleep(pause(&random))
            #expect(try Execution.run(script, ["restart", folder]).status == 0)
            let watcher = try Store(at: .postgres(url), schemas: [], options: StoreOptions(connections: 1))
            for _ in 0..<5 {
                let connections = try watcher.read { connection in
                    try connection.firstRow(
                        "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = $1", [.text(name)]
                    ) { $0.integer(0) }
                }
                most = max(most, connections ?? 0)
                usleep(20_000)
            }
            try watcher.close()
        }
        let before = ledger.confirmed.count
        while ledger.confirmed.count < before + 40, let line = churn.next() { ledger.take(line) }
        churn.kill()
        while let line = churn.next() { ledger.take(line) }

        #expect(ledger.confirmed.count >= 40 * crashes && most <= Int64(threads))
        // Each thread can lose one transaction a crash, and be turned away while the server comes up.
        #expect(
            Set(ledger.failures.keys).isSubset(of: ["STORE-DISCONNECTED", "STORE-UNREACHABLE"]), "\(ledger.failures)")
        #expect(ledger.failures.values.reduce(0, +) + ledger.unknown.count <= 2 * threads * crashes)
        let store = try Store(at: .postgres(url), schemas: [Churn.schema])
        try ledger.check(store, inFlight: threads)
    }
}
