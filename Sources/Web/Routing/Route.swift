// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Synchronization
internal import Telemetry

/// A door with what happens behind it and what is kept per door.
final class Route: Sendable {
    let door: Door
    let handler: Doors.Handler
    let meters: RouteMeters

    init(_ door: Door, _ handler: @escaping Doors.Handler, meters: RouteMeters) {
        self.door = door
        self.handler = handler
        self.meters = meters
    }
}

/// Durations of the answers of one door, by status. The usual status needs no lock.
final class RouteMeters: Sendable {
    private let registry: MetricsRegistry
    private let route: String
    private let method: String
    private let usual: HistogramSeries
    private let others = Mutex<[Int: HistogramSeries]>([:])

    init(_ registry: MetricsRegistry, route: String, method: String) {
        self.registry = registry
        self.route = route
        self.method = method
        usual = Self.series(registry, route, method, 200)
    }

    func record(_ status: HTTPResponse.Status, nanoseconds: UInt64) {
        if status.code == 200 { return usual.record(nanoseconds: nanoseconds) }
        others.withLock { others in
            if let known = others[status.code] { return known }
            let new = Self.series(registry, route, method, status.code)
            others[status.code] = new
            return new
        }.record(nanoseconds: nanoseconds)
    }

    private static func series(
        _ registry: MetricsRegistry, _ route: String, _ method: String, _ status: Int
    ) -> HistogramSeries {
        registry.histogram(
            "http_server_request_duration_seconds", help: "Duration of requests, from their head to their answer.",
            labels: [
                ("http_request_method", method), ("http_response_status_code", String(status)), ("http_route", route),
            ])
    }
}
