// SPDX-License-Identifier: Apache-2.0

public import Logging

/// Speaks to services that the operator configured, for example the issuer of an OIDC login: named hosts only, which may
/// lie in the operator's own networks because he named them. The same limits and checks as ``GuardedFetch``; redirects
/// are never followed, so credentials reach nobody else.
public struct OutboundClient: Sendable {
    /// What a service answered.
    public struct Answer: Sendable {
        /// The HTTP status, whatever it is.
        public let status: Int
        /// The field `content-type`.
        public let contentType: String?
        /// The body.
        public let bytes: [UInt8]
    }

    private let hosts: AllowList
    private let connector: Connector
    private let logger: Logger

    /// A client.
    ///
    /// - Parameters:
    ///   - bases: URLs of the configured services; scheme, host and port count, the path does not. An http URL allows clear
    ///     text to that host.
    ///   - also: further hosts that the services refer to, for example of an issuer whose keys lie elsewhere.
    ///   - limits: how much a request may take.
    ///   - resolver: who turns names into addresses.
    ///   - authorities: whose certificates are believed.
    ///   - logger: where failures are noted.
    /// - Throws: ``AllowListError`` for a base that is no URL.
    public init(
        bases: [String], also: AllowList = AllowList(),
        limits: OutboundLimits = OutboundLimits(mostBytes: 1 << 20, total: .seconds(10)),
        resolver: any HostResolver = SystemResolver(), authorities: TrustedAuthorities = TrustedAuthorities(),
        logger: Logger = Logger(label: "tutela.outbound")
    ) throws(AllowListError) {
        var entries: [AllowedHost] = []
        for base in bases {
            guard let address = WebAddress(base) else {
                throw AllowListError(entry: base, problem: "is no URL of a service")
            }
            entries.append(
                AllowedHost(
                    scheme: address.scheme, pattern: .exactly(address.host), port: address.port, isPrivate: true))
        }
        self.hosts = AllowList(entries + also.entries)
        self.connector = Connector(limits: limits, resolver: resolver, authorities: authorities)
        self.logger = logger
    }

    /// Asks for something.
    ///
    /// - Parameters:
    ///   - url: an absolute URL on a configured host.
    ///   - authorization: the value of the field `authorization`, for example `Bearer …`.
    ///   - deadline: when it must have ended; never later than the limits allow.
    /// - Returns: the answer, whatever its status.
    /// - Throws: ``FetchRefusal``; the cause is in the log.
    public func get(
        _ url: String, authorization: String? = nil, deadline: ContinuousClock.Instant? = nil
    ) async throws(FetchRefusal) -> Answer {
        let address = try hosts.permission(for: url)
        return try await send(
            OutboundRequest(address: address.address, fields: Self.fields(authorization)), by: address.entry, deadline)
    }

    /// Sends a form.
    ///
    /// - Parameters:
    ///   - url: an absolute URL on a configured host.
    ///   - form: names and values, in order.
    ///   - authorization: the value of the field `authorization`, for example `Basic …`.
    ///   - deadline: when it must have ended; never later than the limits allow.
    /// - Returns: the answer, whatever its status.
    /// - Throws: ``FetchRefusal``; the cause is in the log.
    public func post(
        _ url: String, form: [(name: String, value: String)], authorization: String? = nil,
        deadline: ContinuousClock.Instant? = nil
    ) async throws(FetchRefusal) -> Answer {
        let address = try hosts.permission(for: url)
        let body = form.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
        let fields = Self.fields(authorization) + [("content-type", "application/x-www-form-urlencoded")]
        return try await send(
            OutboundRequest(address: address.address, fields: fields, body: Array(body.utf8)),
            by: address.entry, deadline)
    }

    private func send(
        _ request: OutboundRequest, by entry: AllowedHost, _ deadline: ContinuousClock.Instant?
    ) async throws(FetchRefusal) -> Answer {
        do {
            let answer = try await connector.withinLimits(until: deadline) { end in
                try await connector.answer(
                    to: request, by: entry, most: connector.limits.mostBytes, until: end, readsBody: { _ in true })
            }
            guard let answer else { throw FetchRefusal(.busy) }
            return Answer(
                status: answer.status, contentType: answer.values(of: "content-type").first, bytes: answer.body)
        } catch {
            let refusal = FetchRefusal(explaining: error, isPrivate: false)
            logger.refused(refusal, host: request.address.host)
            throw refusal
        }
    }

    private static func fields(_ authorization: String?) -> [(name: String, value: String)] {
        [("accept", "application/json")] + (authorization.map { [("authorization", $0)] } ?? [])
    }

    /// `application/x-www-form-urlencoded`: letters, digits and `*-._` stay.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"):
                return String(UnicodeScalar(byte))
            case UInt8(ascii: " "): return "+"
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                return digits.utf8.count == 1 ? "%0" + digits : "%" + digits
            }
        }.joined()
    }
}
