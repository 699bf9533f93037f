// SPDX-License-Identifier: Apache-2.0

internal import HummingbirdCore
internal import HummingbirdHTTP2
public import Logging
public import NIOCore
public import ServiceLifecycle
internal import Synchronization
public import Telemetry

/// Listens, and answers through doors, until it is told to stop.
///
/// It stops in steps, so that no request breaks: answers ask clients to close; then nothing new is accepted and connections without a
/// request are closed; requests that are being answered get their time; then the rest is cut off.
public struct WebServer: Service {
    private let router: DoorRouter
    private let settings: ListenerSettings
    private let tls: TLSFiles?
    private let group: any EventLoopGroup
    private let logger: Logger
    private let meters: ServerMeters
    private let onStop: @Sendable () -> Void
    private let onListening: @Sendable (Int) -> Void

    /// Describes a server.
    ///
    /// - Parameters:
    ///   - router: answers.
    ///   - settings: where and how patiently it listens.
    ///   - tls: the certificate; `nil`: HTTP/1.1 in the clear. With it HTTP/2 is offered too.
    ///   - metrics: counts connections.
    ///   - group: its event loops.
    ///   - logger: for what goes wrong.
    ///   - onListening: told the port when connections are accepted.
    ///   - onStop: told first when the server is asked to stop, so that `/readyz` can say so.
    public init(
        router: DoorRouter, settings: ListenerSettings = ListenerSettings(), tls: TLSFiles? = nil,
        metrics: MetricsRegistry = MetricsRegistry(), group: any EventLoopGroup, logger: Logger,
        onListening: @escaping @Sendable (Int) -> Void = { _ in }, onStop: @escaping @Sendable () -> Void = {}
    ) {
        self.router = router
        self.settings = settings
        self.tls = tls
        self.group = group
        self.logger = logger
        self.onListening = onListening
        self.onStop = onStop
        meters = ServerMeters(metrics)
    }

    /// Runs until graceful shutdown has ended.
    public func run() async throws {
        let farewell = Farewell()
        let answering = Answering(router: router, logger: logger, clock: HTTPDate(), farewell: farewell)
        let listener = try listener(answering)
        var configuration = ServiceGroupConfiguration(services: [listener], logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(settings.drainSeconds)
        let inner = ServiceGroup(configuration: configuration)
        // Detached: the inner group must not hear of the shutdown before the farewell was said.
        let running = Task.detached { try await inner.run() }
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await running.value
            } onGracefulShutdown: {
                farewell.say()
                onStop()
                Task.detached { [settings] in
                    try? await Task.sleep(for: .seconds(settings.farewellSeconds))
                    await inner.triggerGracefulShutdown()
                }
            }
        } onCancel: {
            running.cancel()
        }
    }

    /// Libraries talk about every start and stop; only what is worth a person's time is logged.
    private var quiet: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }

    private func listener(_ answering: Answering) throws -> any Service {
        let settings = settings
        let meters = meters
        var streams = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ExchangeWatch(settings, meters: meters)],
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: settings.maxHeaderField, maxHeaderListSize: settings.maxHead,
                maxHeaderFieldCount: settings.maxHeaderFields))
        streams.idleTimeout = nil
        let addresses = AddressCounter()
        let responder: HTTPChannelHandler.Responder = { request, writer, channel in
            try await answering.answer(request, writer, channel)
        }
        let configuration = ServerConfiguration(
            address: .hostname(settings.host, port: settings.port), backlog: 4_096,
            availableConnectionsDelegate: .maximum(settings.maxConnections, logger: quiet))
        let onListening = onListening
        let running: @Sendable (any Channel) async -> Void = { onListening($0.localAddress?.port ?? 0) }
        guard let tls else {
            return GuardedChannel(
                base: HTTP1Channel(responder: responder, configuration: streams), settings: settings, meters: meters,
                addresses: addresses
            ).server(configuration: configuration, onServerRunning: running, eventLoopGroup: group, logger: quiet)
        }
        let http2 = HTTP2ChannelConfiguration(
            idleTimeout: .seconds(settings.idleSeconds), gracefulCloseTimeout: .seconds(settings.drainSeconds),
            streamConfiguration: streams)
        return GuardedChannel(
            base: try HTTP2UpgradeChannel(
                tlsConfiguration: tls.configuration(), configuration: http2, responder: responder),
            settings: settings, meters: meters, addresses: addresses
        ).server(configuration: configuration, onServerRunning: running, eventLoopGroup: group, logger: quiet)
    }
}
