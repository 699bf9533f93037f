// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import CivilTime
internal import Foundation
internal import Identity
internal import Ledger
internal import Logging
internal import MediaDecoding
internal import NIOCore
internal import NIOPosix
internal import Screening
internal import ServiceLifecycle
internal import Store
internal import Telemetry
internal import UnixSignals
internal import Web
internal import WebMatcher

/// `tutela-server`: reads settings, opens what it needs, serves until it is told to stop.
@main
struct Server {
    static let version = "0.1.0"

    static func main() async {
        let invocation: Invocation
        do { invocation = try Invocation(Array(CommandLine.arguments.dropFirst())) } catch {
            complain(error)
            exit(64)
        }
        if invocation.wantsHelp {
            write(Invocation.help)
            exit(0)
        }
        do {
            let settings = try await Settings.read(
                home: invocation.home, arguments: invocation.options, environment: ProcessInfo.processInfo.environment,
                file: invocation.file)
            if invocation.wantsCheck {
                _ = try ServerPlan(settings)
                write(settings.effective)
                exit(0)
            }
            try await serve(settings)
            exit(0)
        } catch let error as SettingsError {
            complain(error)
            exit(64)
        } catch {
            complain(error)
            exit(2)
        }
    }

    private static func serve(_ settings: Settings) async throws {
        let plan = try ServerPlan(settings)
        try FileManager.default.createDirectory(
            atPath: settings.home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        OpenFiles.raiseLimit()
        let level = Logger.Level(rawValue: settings.text("log.level")) ?? .info
        LoggingSystem.bootstrap { JSONLogHandler(label: $0, level: level) }
        let logger = Logger(label: "tutela.server")
        let metrics = MetricsRegistry()
        let clock: @Sendable () -> UTCTime = { UTCTime(seconds: LogClock.now().seconds) }
        let parts = try Collaborators.open(settings, decoder: decoder, clock: clock, logger: logger)
        let isInsecure = settings.flag("insecure-decoder")
        parts.show(in: metrics, isInsecure: isInsecure, version: version)
        let password = try Bootstrap.administrator(
            parts.users, recording: parts.audit.recording(AuditAction("user.create"), by: "program:serve"))
        if let password {
            say("The first administrator is “\(Bootstrap.name)”. One-time password, shown only now: \(password)")
        }
        let tls = try plan.tlsFiles()
        let late = LateHealth()
        let surface = try plan.surface(parts, health: late, version: version, logger: logger)
        var background: [any Service] = surface.background
        var gate = try plan.gate(parts)
        gate.errorPage = surface.errorPage
        if let tls { background.append(CertificateRenewal(files: tls, logger: logger)) }
        let threads = settings.number("threads")
        let group = MultiThreadedEventLoopGroup(
            numberOfThreads: threads == 0 ? ProcessInfo.processInfo.activeProcessorCount : threads)
        let place = parts.store.place
        let server = try buildServer(
            wings: surface.wings, gate: gate, listener: plan.listener, tls: tls,
            healthAddress: (settings.text("health.listen"), settings.number("health.port")),
            checks: parts.checks(isInsecure: isInsecure), background: background, metrics: metrics, group: group,
            logger: logger
        ) { port, healthPort in
            let standing = parts.lists.standing
            let scheme = tls == nil ? "http" : "https"
            say("Tutela \(version) serves \(scheme)://\(settings.text("listen")):\(port)")
            say("Health and metrics: http://\(settings.text("health.listen")):\(healthPort)/readyz")
            say("Database: \(place)")
            say("Lists: \(standing.banks), with \(standing.entries) entries")
            if isInsecure { say("WARNING: insecure-decoder: pictures are decoded without a system call filter.") }
            say("Stop with Ctrl-C or SIGTERM; requests that are being answered are finished first.")
        }
        late.set(server.health)
        var configuration = ServiceGroupConfiguration(
            services: server.services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(logger))
        configuration.maximumGracefulShutdownDuration = .seconds(plan.listener.drainSeconds + 4)
        try await ServiceGroup(configuration: configuration).run()
        await parts.screener.stop()
        try? parts.store.close()
        try? await group.shutdownGracefully()
        say("Stopped.")
    }

    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .error)
        return logger
    }

    /// `TUTELA_DECODER`, else the program beside this one.
    private static var decoder: String {
        if let named = ProcessInfo.processInfo.environment["TUTELA_DECODER"], !named.isEmpty { return named }
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return ((own ?? CommandLine.arguments[0]) as NSString).deletingLastPathComponent + "/tutela-decoder"
    }

    private static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    /// Words for the person at the terminal; logs go their own way beside them.
    @Sendable static func say(_ line: String) { LogClock.writeToStandardError(line + "\n") }

    private static func complain(_ error: any Error) {
        switch error {
        case let error as SettingsError:
            for complaint in error.complaints { say("tutela-server: \(complaint)") }
            say("All settings: tutela-server --help")
        case let error as StoreError: say("tutela-server: \(error.message)\n\(error.remedy)\ncode \(error.code)")
        case let error as DecoderError: say("tutela-server: \(error)")
        case let error as DoorError: say("tutela-server: \(error)")
        default: say("tutela-server: \(error)")
        }
    }
}
