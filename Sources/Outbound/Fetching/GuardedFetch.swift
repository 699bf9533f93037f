// SPDX-License-Identifier: Apache-2.0

public import Logging

/// What was fetched.
public struct Fetched: Sendable {
    /// The body, as it was sent.
    public let bytes: [UInt8]
    /// What the server calls it; a claim, to be checked against the bytes.
    public let contentType: String?
}

/// Fetches a file by URL for somebody who is not trusted, from hosts that the operator allows.
///
/// Against requests forged on the server's behalf (SSRF): the URL is read strictly; scheme, host and port must stand in
/// the allow-list; the name is resolved once and every address must be public, unless the entry is private; the
/// connection goes to exactly that address while TLS still checks the name. Redirects are followed by hand, each checked
/// like a new URL, never from https to http. Nothing of the caller's request is passed on. Proxies of the environment are
/// not used.
public struct GuardedFetch: Sendable {
    private let allow: AllowList
    private let connector: Connector
    private let logger: Logger

    /// A fetcher.
    ///
    /// - Parameters:
    ///   - allow: from where. Empty, everything is refused.
    ///   - limits: how much a fetch may take.
    ///   - resolver: who turns names into addresses.
    ///   - authorities: whose certificates are believed.
    ///   - logger: where refusals are noted, with their causes, for the operator.
    public init(
        allow: AllowList, limits: OutboundLimits = OutboundLimits(), resolver: any HostResolver = SystemResolver(),
        authorities: TrustedAuthorities = TrustedAuthorities(), logger: Logger = Logger(label: "tutela.outbound")
    ) {
        self.allow = allow
        self.connector = Connector(limits: limits, resolver: resolver, authorities: authorities)
        self.logger = logger
    }

    /// A fetcher that judges addresses differently, for tests that have nothing but loopback.
    package init(
        allow: AllowList, limits: OutboundLimits, resolver: any HostResolver,
        authorities: TrustedAuthorities = TrustedAuthorities(), logger: Logger,
        reach: @escaping @Sendable (IPAddress) -> AddressReach
    ) {
        self.allow = allow
        self.connector = Connector(limits: limits, resolver: resolver, authorities: authorities, reach: reach)
        self.logger = logger
    }

    /// Whether a URL can be read and stands in the allow-list; the network is not asked.
    ///
    /// - Parameter url: an absolute URL.
    /// - Throws: ``FetchRefusal`` with ``FetchRefusal/Code/malformed`` or ``FetchRefusal/Code/notAllowed``.
    public func check(_ url: String) throws(FetchRefusal) {
        _ = try allow.permission(for: url)
    }

    /// Fetches the body of an answer with status 200.
    ///
    /// - Parameters:
    ///   - url: an absolute URL.
    ///   - bytes: the most bytes of the body; never more than the limits allow.
    ///   - deadline: when it must have ended; never later than the limits allow.
    /// - Returns: the whole body.
    /// - Throws: ``FetchRefusal``.
    public func fetch(
        _ url: String, most bytes: Int? = nil, deadline: ContinuousClock.Instant? = nil
    ) async throws(FetchRefusal) -> Fetched {
        let most = min(bytes ?? .max, connector.limits.mostBytes)
        let first = try allow.permission(for: url)
        do {
            let fetched = try await connector.withinLimits(until: deadline) { end in
                try await follow(first.address, by: first.entry, most: most, until: end)
            }
            guard let fetched else { throw FetchRefusal(.busy) }
            return fetched
        } catch {
            let refusal = FetchRefusal(explaining: error, isPrivate: first.entry.isPrivate)
            logger.refused(refusal, host: first.address.host)
            throw refusal
        }
    }

    private func follow(
        _ start: WebAddress, by firstEntry: AllowedHost, most bytes: Int, until end: ContinuousClock.Instant
    ) async throws -> Fetched {
        var (address, entry) = (start, firstEntry)
        for _ in 0...connector.limits.redirects {
            let answer = try await connector.answer(
                to: OutboundRequest(address: address), by: entry, most: bytes, until: end, readsBody: { $0 == 200 })
            guard [301, 302, 303, 307, 308].contains(answer.status) else {
                guard answer.status == 200 else { throw ConnectionFailure.status(answer.status) }
                return Fetched(bytes: answer.body, contentType: answer.values(of: "content-type").first)
            }
            let locations = answer.values(of: "location")
            guard locations.count == 1, let next = locations.first.flatMap(address.redirected(to:)) else {
                throw ConnectionFailure.redirect("it names no address")
            }
            guard address.scheme == .http || next.scheme == .https else {
                throw ConnectionFailure.redirect("from https to http")
            }
            guard let allowed = allow.entry(for: next) else {
                throw ConnectionFailure.redirect("\(next.host) is not in the allow-list")
            }
            // A public server must not be able to send anybody into the operator's own networks.
            guard entry.isPrivate || !allowed.isPrivate else {
                throw ConnectionFailure.redirect("from a public host to a private one")
            }
            (address, entry) = (next, allowed)
        }
        throw ConnectionFailure.redirect("more than \(connector.limits.redirects) in a row")
    }
}

extension AllowList {
    /// The address that a text means, with the entry that allows it.
    func permission(for url: String) throws(FetchRefusal) -> (address: WebAddress, entry: AllowedHost) {
        guard let address = WebAddress(url) else { throw FetchRefusal(.malformed) }
        guard let entry = entry(for: address) else { throw FetchRefusal(.notAllowed) }
        return (address, entry)
    }
}

extension FetchRefusal {
    /// What a caller may learn of an error.
    ///
    /// - Parameter isPrivate: whether the request went into the operator's networks: then not even the size of an answer
    ///   is told.
    init(explaining error: any Error, isPrivate: Bool) {
        switch error {
        case let refusal as FetchRefusal: self = refusal
        case is CancellationError: self.init(.cancelled)
        case ConnectionFailure.tooLarge where !isPrivate: self.init(.tooLarge)
        case let failure as ConnectionFailure: self.init(.failed, cause: failure.text)
        default: self.init(.failed, cause: "\(error)")
        }
    }
}

extension Logger {
    /// Notes a refusal. Of the URL only the host: paths and queries may carry secrets.
    func refused(_ refusal: FetchRefusal, host: HostName) {
        notice(
            "outbound request refused",
            metadata: [
                "code": "\(refusal.code.rawValue)", "host": "\(host)", "cause": "\(refusal.cause?.revealed() ?? "-")",
            ])
    }
}
