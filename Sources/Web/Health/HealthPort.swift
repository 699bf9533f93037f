// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
public import Logging
public import NIOCore
public import ServiceLifecycle
public import Telemetry

/// `/livez`, `/readyz`, `/startupz` and `/metrics` on a port of their own, which stays on loopback: no doors, no keys.
public struct HealthPort: Service {
    private let health: Health
    private let metrics: MetricsRegistry
    private let host: String
    private let port: Int
    private let group: any EventLoopGroup
    private let logger: Logger
    private let onListening: @Sendable (Int) -> Void

    /// Describes a port.
    ///
    /// - Parameters:
    ///   - health: answers `/readyz` and `/startupz`.
    ///   - metrics: answers `/metrics`.
    ///   - host: a loopback address, unless monitoring comes from elsewhere over a network of its own.
    ///   - port: 0: any free one.
    ///   - group: its event loops.
    ///   - logger: for what goes wrong.
    ///   - onListening: told the port.
    public init(
        health: Health, metrics: MetricsRegistry, host: String = "127.0.0.1", port: Int, group: any EventLoopGroup,
        logger: Logger, onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.health = health
        self.metrics = metrics
        self.host = host
        self.port = port
        self.group = group
        self.logger = logger
        self.onListening = onListening
    }

    /// Runs until it is cancelled or shut down.
    public func run() async throws {
        var settings = ListenerSettings()
        settings.maxConnections = 64
        var quiet = logger
        quiet.logLevel = max(quiet.logLevel, .warning)
        let health = health
        let metrics = metrics
        // Scrapes are not counted among the requests of clients.
        let meters = ServerMeters(MetricsRegistry())
        let watched = settings
        let channel = GuardedChannel(
            base: HTTP1Channel(
                responder: { request, writer, _ in
                    let response = await Self.answer(request, health, metrics)
                    try await writer.write(response: response.head, body: response.body)
                },
                configuration: .init(
                    additionalChannelHandlers: [ExchangeWatch(watched, meters: meters)],
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 16 << 10, maxHeaderFieldCount: 64))),
            settings: settings, meters: meters, addresses: AddressCounter())
        let onListening = onListening
        let server = channel.server(
            configuration: ServerConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: .maximum(settings.maxConnections, logger: quiet)),
            onServerRunning: { onListening($0.localAddress?.port ?? 0) }, eventLoopGroup: group, logger: quiet)
        try await server.run()
    }

    private static func answer(_ request: Request, _ health: Health, _ metrics: MetricsRegistry) async -> Response {
        var response: Response
        switch (request.method, request.rawPath) {
        case (.get, "/livez"), (.head, "/livez"): response = .text("ok\n")
        case (.get, "/startupz"), (.head, "/startupz"):
            response = .text(
                health.isStarted ? "started\n" : "starting\n", status: health.isStarted ? .ok : .serviceUnavailable)
        case (.get, "/readyz"), (.head, "/readyz"):
            let (isReady, json) = await health.readiness()
            response = .json(bytes: ByteBuffer(string: json), status: isReady ? .ok : .serviceUnavailable)
        case (.get, "/metrics"), (.head, "/metrics"):
            response = .text(metrics.text(), type: "text/plain; version=0.0.4; charset=utf-8")
        case (.get, _), (.head, _): response = .text("/livez /readyz /startupz /metrics\n", status: .notFound)
        default:
            response = .text("GET only\n", status: .methodNotAllowed)
            response.headers[.allow] = "GET, HEAD"
        }
        if request.method == .head { response = response.createHeadResponse() }
        SecurityHeaders.add(to: &response.headers, isSecure: false)
        return response
    }
}
