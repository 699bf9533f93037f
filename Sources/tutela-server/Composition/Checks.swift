// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import CivilTime
internal import Foundation
internal import Identity
internal import MediaDecoding
internal import Screening
internal import Store
internal import Telemetry
internal import Web

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// What `/readyz` asks, and what is shown of the same things in `/metrics`.
extension Collaborators {
    func checks(isInsecure: Bool) -> [HealthCheck] {
        let store = store
        let lists = lists
        let keys = keys
        let clock = clock
        let confinement = confinement
        return [
            HealthCheck("store") {
                do {
                    // A lock that a change takes: says more than a read, and leaves nothing behind.
                    try await store.perform {
                        _ = try store.write { try $0.execute("UPDATE audit_sequence SET value = value WHERE id = 1") }
                    }
                    return .init(true, "can be written")
                } catch let error as StoreError { return .init(false, error.code.description) } catch {
                    return .init(false, "cannot be written")
                }
            },
            HealthCheck("lists") {
                let standing = lists.standing
                let words = "change \(standing.change), \(standing.entries) entries of \(standing.banks) lists"
                return .init(
                    standing.isCurrent, standing.trouble.map { "\(words); \($0)" } ?? words, lag: standing.lag.seconds)
            },
            HealthCheck("identity") {
                let lag = keys.confirmed.map { Double(clock().seconds - $0.seconds) }
                let isFresh = keys.isConfirmed(clock())
                return .init(isFresh, isFresh ? "revocations are known" : "revocations are not known", lag: lag)
            },
            HealthCheck("decoder") {
                // Insecure is what the operator asked for: said loudly, but no reason to serve nobody.
                .init(
                    confinement.isInsecure == isInsecure,
                    isInsecure ? "INSECURE: decodes without a system call filter" : confinement.summary)
            },
        ]
    }

    func show(in metrics: MetricsRegistry, isInsecure: Bool, version: String) {
        metrics.gauge("build_info", help: "The version that runs.", labels: [("version", version)]).set(1)
        metrics.gauge("decode_isolation_ok", help: "Whether pictures are decoded in confinement.").set(
            isInsecure ? 0 : 1)
        let lists = lists
        metrics.reading("index_generation", help: "The last change of the lists that matching knows.") {
            Double(lists.standing.change)
        }
        metrics.reading("index_age_seconds", help: "How long ago the lists were known to be the newest.") {
            lists.standing.lag.seconds
        }
        metrics.reading("index_entries", help: "Entries in memory.") { Double(lists.standing.entries) }
        metrics.reading("index_hashes", help: "PDQ hashes in memory.") { Double(lists.standing.hashes) }
        let screener = screener
        metrics.reading("screening_running", help: "Pictures being screened.") { Double(screener.load.running) }
        metrics.reading("screening_waiting", help: "Pictures that wait for a lane.") { Double(screener.load.waiting) }
    }
}
