// SPDX-License-Identifier: Apache-2.0

internal import Synchronization
internal import Telemetry

/// What is counted of connections.
final class ServerMeters: Sendable {
    private let closedBy: [Patience.Reason: CounterSeries]
    private let unreadableRequests: CounterSeries
    private let refusedConnections: CounterSeries
    private let connections = Atomic<Int>(0)

    init(_ registry: MetricsRegistry) {
        closedBy = Dictionary(
            uniqueKeysWithValues: [Patience.Reason.head, .idle, .body, .write].map { reason in
                (
                    reason,
                    registry.counter(
                        "http_server_closed_connections_total",
                        help: "Connections closed because the client was too slow.",
                        labels: [("reason", reason.rawValue)])
                )
            })
        unreadableRequests = registry.counter(
            "http_server_unreadable_requests_total", help: "Requests that break HTTP or the limits of a head.")
        refusedConnections = registry.counter(
            "http_server_refused_connections_total", help: "Connections of addresses that had too many.")
        registry.reading("http_server_open_connections", help: "Connections that are open.") { [weak self] in
            self.map { Double($0.connections.load(ordering: .relaxed)) }
        }
    }

    func closed(_ reason: Patience.Reason) { closedBy[reason]?.add() }
    func unreadable() { unreadableRequests.add() }
    func refused() { refusedConnections.add() }
    func opened() { connections.wrappingAdd(1, ordering: .relaxed) }
    func ended() { connections.wrappingSubtract(1, ordering: .relaxed) }
}
