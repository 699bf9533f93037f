// SPDX-License-Identifier: Apache-2.0

internal import Identity
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Telemetry
internal import Web

/// A server that is ready to run.
struct BuiltServer {
    /// In the order in which they start; they stop in the other.
    var services: [any Service]
    /// All doors, for those who check them.
    var doors: [Door]
    var health: Health
}

/// Puts a server together. Every collaborator is handed in, nothing is looked up.
///
/// - Parameters:
///   - wings: what is served.
///   - gate: what every request passes.
///   - listener: where clients are served.
///   - tls: the certificate, if HTTPS is served here.
///   - healthAddress: where monitoring asks.
///   - checks: what `/readyz` asks.
///   - background: what runs beside the requests, and stops after them.
///   - metrics: counts.
///   - group: the event loops.
///   - logger: for what goes wrong.
///   - onListening: told the ports of clients and of monitoring when requests are accepted.
/// - Throws: `DoorError` when a door is declared in doubt: such a server must not start.
func buildServer(
    wings: [any Wing], gate: Gate, listener: ListenerSettings, tls: TLSFiles?,
    healthAddress: (host: String, port: Int), checks: [HealthCheck], background: [any Service],
    metrics: MetricsRegistry, group: any EventLoopGroup, logger: Logger,
    onListening: @escaping @Sendable (_ port: Int, _ healthPort: Int) -> Void
) throws -> BuiltServer {
    var doors = Doors()
    for wing in wings { wing.open(&doors) }
    let router = try DoorRouter(doors, gate: gate, metrics: metrics)
    let health = Health(checks)
    let ports = ListeningPorts(onListening)
    let healthPort = HealthPort(
        health: health, metrics: metrics, host: healthAddress.host, port: healthAddress.port, group: group,
        logger: logger, onListening: { ports.found(health: $0) })
    let server = WebServer(
        router: router, settings: listener, tls: tls, metrics: metrics, group: group, logger: logger,
        onListening: { port in
            health.hasStarted()
            ports.found(clients: port)
        },
        onStop: { health.isStopping() })
    return BuiltServer(services: background + [healthPort, server], doors: router.doors, health: health)
}
