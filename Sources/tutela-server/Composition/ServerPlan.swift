// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Hummingbird
internal import Identity
internal import Logging
internal import Outbound
internal import Screening
internal import Store
internal import Submissions
internal import Web
internal import WebAPI
internal import WebConsole
internal import WebMatcher

/// What is served, and what runs beside it.
struct Surface: Sendable {
    var wings: [any Wing]
    var background: [Background]
    var errorPage: @Sendable (Problem, String) -> Response
}

/// The settings, understood: what contradicts itself is refused before anything is opened.
struct ServerPlan: Sendable {
    let settings: Settings
    let listener: ListenerSettings

    init(_ settings: Settings) throws {
        self.settings = settings
        var listener = ListenerSettings()
        listener.host = settings.text("listen")
        listener.port = settings.number("port")
        listener.maxConnections = settings.number("limits.connections")
        listener.maxConnectionsPerAddress = settings.number("limits.connections-per-address")
        listener.headSeconds = settings.number("limits.head-seconds")
        listener.idleSeconds = settings.number("limits.idle-seconds")
        listener.bodyIdleSeconds = settings.number("limits.body-idle-seconds")
        listener.bodyBytesPerSecond = settings.number("limits.body-bytes-per-second")
        listener.writeSeconds = settings.number("limits.write-seconds")
        listener.maxHead = settings.number("limits.head-bytes")
        listener.maxHeaderField = min(listener.maxHeaderField, listener.maxHead)
        listener.maxHeaderFields = settings.number("limits.head-fields")
        listener.drainSeconds = settings.number("limits.drain-seconds")
        self.listener = listener

        var complaints: [String] = []
        for name in ["listen", "health.listen"] where NetworkAddress(settings.text(name)) == nil {
            complaints.append("\(name): is an address, for example 127.0.0.1, 0.0.0.0 or ::")
        }
        if (settings.optional("tls.certificate") == nil) != (settings.optional("tls.key") == nil) {
            complaints.append("tls.certificate and tls.key belong together")
        }
        if settings.flag("matcher.loopback"), !settings.flag("matcher.enabled") {
            complaints.append("matcher.loopback does nothing without matcher.enabled")
        }
        if settings.flag("matcher.loopback"), settings.flag("tls.by-proxy") {
            complaints.append("matcher.loopback with a proxy in front would let everybody in without a key")
        }
        if settings.number("port") != 0, settings.number("port") == settings.number("health.port") {
            complaints.append("port and health.port are the same")
        }
        do { _ = try StoreAddress(setting: settings.optional("database"), home: settings.home) } catch {
            complaints.append("database: begins with postgresql:// and is a URL")
        }
        for name in ["fetch.hosts", "webhooks.hosts"] {
            do { _ = try AllowList(reading: settings.list(name)) } catch { complaints.append("\(name): \(error)") }
        }
        guard complaints.isEmpty else { throw SettingsError(complaints: complaints) }
    }

    var isSecure: Bool { settings.optional("tls.certificate") != nil || settings.flag("tls.by-proxy") }

    func tlsFiles() throws -> TLSFiles? {
        guard let certificate = settings.optional("tls.certificate"), let key = settings.optional("tls.key") else {
            return nil
        }
        do { return try TLSFiles(certificate: certificate, key: key) } catch {
            throw SettingsError(complaints: [
                "tls.certificate, tls.key: cannot be used: they must be readable PEM files that belong together"
            ])
        }
    }

    func gate(_ parts: Collaborators) throws -> Gate {
        let loopback = settings.flag("matcher.loopback") ? try LoopbackException() : nil
        return Gate(
            authenticator: IdentityAuthenticator(
                store: parts.store, keys: parts.keys, sessions: parts.sessions, clock: parts.clock),
            auditLog: parts.audit, loopbackMatcher: loopback?.principal(from: "127.0.0.1"), signInPath: "/login",
            isSecure: isSecure, sessionCookie: isSecure ? "__Host-tutela" : "tutela",
            limits: RateLimiter(limits: limits))
    }

    private var limits: RateLimits<Door.RateClass> {
        func allowance(_ setting: String) -> RateAllowance? {
            let number = settings.number(setting)
            return number == 0 ? nil : RateAllowance(perSecond: Double(number), burst: number * 2)
        }
        var limits = RateLimits<Door.RateClass>()
        limits.perPrincipal[.light] = allowance("rates.light")
        limits.perPrincipal[.ordinary] = allowance("rates.ordinary")
        limits.perPrincipal[.heavy] = allowance("rates.heavy")
        limits.perAddress[.light] = allowance("rates.strangers")
        limits.perAddress[.ordinary] = allowance("rates.strangers")
        limits.perAddress[.heavy] = allowance("rates.strangers")
        limits.perAddress[.signIn] = RateAllowance(perSecond: 0.5, burst: 10)
        limits.atOnce = [
            .ordinary: settings.number("limits.ordinary-at-once"), .heavy: settings.number("limits.heavy-at-once"),
            .signIn: 16,
        ]
        return limits
    }

    /// What is served, and what runs beside it.
    func surface(
        _ parts: Collaborators, health: LateHealth, version: String, logger: Logger
    ) throws -> Surface {
        let (services, courier) = try parts.api(
            settings, rules: parts.rules, version: version, logger: logger)
        let report: @Sendable (any Error) -> Void = {
            logger.error("Background work failed; it goes on.", metadata: ["error": "\(type(of: $0))"])
        }
        let console = try parts.console(
            settings, isSecure: isSecure, version: version, health: health, logger: logger)
        var wings: [any Wing] = [APIWing(services), console]
        if settings.flag("matcher.enabled") {
            wings.append(
                MatcherWing(
                    store: parts.store, banks: parts.banks, lists: parts.lists, shares: parts.shares,
                    screener: parts.screener, fetch: parts.fetch))
        }
        var background = [
            Background("keys") { await parts.keys.follow() },
            Background("lists") { await parts.lists.follow(parts.store.announcements()) },
            Background("signals") { await parts.shares.follow(parts.store.announcements()) },
            Background("jobs") { await services.runJobs(report: report) },
            Background("sessions") {
                while (try? await Task.sleep(for: .seconds(300))) != nil {
                    do { try await parts.store.perform { try parts.sessions.sweep() } } catch { report(error) }
                }
            },
        ]
        if services.webhooks != nil { background.append(Background("callbacks") { await courier.run(report: report) }) }
        return Surface(wings: wings, background: background) { console.page(for: $0, request: $1) }
    }
}
