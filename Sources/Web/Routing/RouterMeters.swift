// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Synchronization
internal import Telemetry

/// What is counted over all doors.
final class RouterMeters: Sendable {
    private let active = Atomic<Int>(0)
    private let unknown: [HTTPRequest.Method: RouteMeters]
    private let other: RouteMeters

    init(_ registry: MetricsRegistry) {
        // Addresses that do not exist are one label, whatever a scanner makes up; so are methods.
        unknown = Dictionary(
            uniqueKeysWithValues: [HTTPRequest.Method.get, .post].map {
                ($0, RouteMeters(registry, route: "unknown", method: $0.rawValue))
            })
        other = RouteMeters(registry, route: "unknown", method: "_OTHER")
        registry.reading("http_server_active_requests", help: "Requests being answered.") { [weak self] in
            self.map { Double($0.active.load(ordering: .relaxed)) }
        }
    }

    func unknown(_ method: HTTPRequest.Method) -> RouteMeters { unknown[method] ?? other }
    func began() { active.wrappingAdd(1, ordering: .relaxed) }
    func ended() { active.wrappingSubtract(1, ordering: .relaxed) }
}
