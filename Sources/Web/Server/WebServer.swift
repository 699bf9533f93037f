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
        let settings = settings
        let meters = meters
        let streams = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ExchangeWatch(settings, meters: meters)],
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: settings.maxHeaderField, maxHeaderListSize: settings.maxHead,
                maxHeaderFieldCount: settings.maxHeaderFields))
        let responder: HTTPChannelHandler.Responder = { request, writer, channel in
            try await answering.answer(request, writer, channel)
        }
        guard let tls else {
            return try await run(HTTP1Channel(responder: responder, configuration: streams), farewell)
        }
        let http2 = HTTP2ChannelConfiguration(
            idleTimeout: .seconds(settings.idleSeconds), gracefulCloseTimeout: .seconds(settings.drainSeconds),
            streamConfiguration: streams)
        try await run(
            HTTP2UpgradeChannel(tlsConfiguration: tls.configuration(), configuration: http2, responder: responder),
            farewell)
    }

    private func run(_ base: some ServerChildChannel, _ farewell: Farewell) async throws {
        let listening = OpenPort()
        let onListening = onListening
        let server = Server(
            childChannelSetup: GuardedChannel(
                base: base, settings: settings, meters: meters, addresses: AddressCounter()),
            configuration: ServerConfiguration(
                address: .hostname(settings.host, port: settings.port), backlog: 4_096,
                availableConnectionsDelegate: .maximum(settings.maxConnections, logger: quiet)),
            onServerRunning: { channel in
                listening.set(channel)
                onListening(channel.localAddress?.port ?? 0)
            }, eventLoopGroup: group, logger: quiet)
        // Detached: the server must not hear of the shutdown before the farewell was said.
        let running = Task.detached { try await server.run() }
        let settings = settings
        let onStop = onStop
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await running.value
            } onGracefulShutdown: {
                onStop()
                Task.detached {
                    // First nobody new, so that no connection is made that is not served; then good-bye to those who are here.
                    await listening.close()
                    farewell.say()
                    try? await Task.sleep(for: .seconds(settings.farewellSeconds))
                    let quiescing = Task.detached { try await server.shutdownGracefully() }
                    try? await Task.sleep(for: .seconds(settings.drainSeconds))
                    quiescing.cancel()
                    running.cancel()
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
}

/// The port on which connections are accepted, once it is open.
private final class OpenPort: Sendable {
    private let channel = Mutex<(any Channel)?>(nil)

    func set(_ new: any Channel) { channel.withLock { $0 = new } }

    func close() async { try? await channel.withLock { $0 }?.close() }
}
