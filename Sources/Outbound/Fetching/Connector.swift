// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import FoundationEssentials
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

/// A request: GET, or POST when it has a body.
struct OutboundRequest: Sendable {
    var address: WebAddress
    var fields: [(name: String, value: String)] = []
    var body: [UInt8]?
}

/// What came back.
struct OutboundAnswer: Sendable {
    let status: Int
    private let fields: HTTPHeaders
    let body: [UInt8]

    init(status: Int, fields: HTTPHeaders, body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// Every value of a header field.
    func values(of name: String) -> [String] { fields[name] }
}

/// The one place that opens connections: it resolves a name once, judges every address it got, and connects to exactly
/// those. A name server that answers differently a moment later is not asked again.
struct Connector: Sendable {
    let limits: OutboundLimits
    let resolver: any HostResolver
    let authorities: TrustedAuthorities
    /// A seam for tests on loopback; everywhere else ``AddressRules``.
    var reach: @Sendable (IPAddress) -> AddressReach = AddressRules.reach
    private let underWay = NIOLockedValueBox(0)

    init(
        limits: OutboundLimits, resolver: any HostResolver, authorities: TrustedAuthorities,
        reach: @escaping @Sendable (IPAddress) -> AddressReach = AddressRules.reach
    ) {
        self.limits = limits
        self.resolver = resolver
        self.authorities = authorities
        self.reach = reach
    }

    /// Runs `work` if there is room for one more, and ends it when its time is over.
    ///
    /// - Returns: `nil` when there is no room.
    func withinLimits<Value: Sendable>(
        until deadline: ContinuousClock.Instant?,
        _ work: @Sendable @escaping (_ end: ContinuousClock.Instant) async throws -> Value
    ) async throws -> Value? {
        let hasRoom = underWay.withLockedValue { count in
            guard count < limits.atOnce else { return false }
            count += 1
            return true
        }
        guard hasRoom else { return nil }
        defer { underWay.withLockedValue { $0 -= 1 } }
        let ownEnd = ContinuousClock.now + limits.total
        let end = min(deadline ?? ownEnd, ownEnd)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work(end) }
            group.addTask {
                try await Task.sleep(until: end, clock: .continuous)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let value = first else { throw ConnectionFailure.tooSlow }
            return value
        }
    }

    /// Resolves, judges and connects; tries the next address only while nobody took the connection.
    ///
    /// - Parameters:
    ///   - request: what to send.
    ///   - entry: the entry of the allow-list that lets it out.
    ///   - bytes: the most bytes of a body.
    ///   - end: when the whole work ends; connecting must not outlast it.
    ///   - readsBody: whether a body is wanted, by status. An unwanted one is not read at all.
    func answer(
        to request: OutboundRequest, by entry: AllowedHost, most bytes: Int, until end: ContinuousClock.Instant,
        readsBody: @Sendable @escaping (Int) -> Bool
    ) async throws -> OutboundAnswer {
        let candidates = try await checkedAddresses(of: request.address.host, for: entry)
        var failure = ConnectionFailure.noAddress("none was tried")
        // Names with many addresses must not turn one request into a scan.
        for candidate in candidates.prefix(3) {
            do {
                return try await exchange(request, at: candidate, most: bytes, until: end, readsBody: readsBody)
            } catch let error as ConnectionFailure {
                guard case .notConnected = error else { throw error }
                failure = error
            }
            try Task.checkCancellation()
        }
        throw failure
    }

    private func checkedAddresses(of host: HostName, for entry: AllowedHost) async throws -> [IPAddress] {
        let addresses: [IPAddress]
        switch host {
        case .address(let address): addresses = [address]
        case .name(let name):
            do {
                addresses = try await resolver.addresses(of: name)
            } catch let error as CancellationError {
                throw error
            } catch {
                throw ConnectionFailure.noAddress("\(error)")
            }
        }
        guard !addresses.isEmpty else { throw ConnectionFailure.noAddress("none") }
        // One bad address spoils all: a name that points outside and inside at once is an attack or a mistake.
        for address in addresses where !entry.allows(reach(address)) {
            throw ConnectionFailure.refusedAddress(address, reach(address))
        }
        return addresses
    }

    private func exchange(
        _ request: OutboundRequest, at address: IPAddress, most bytes: Int, until end: ContinuousClock.Instant,
        readsBody: @Sendable @escaping (Int) -> Bool
    ) async throws -> OutboundAnswer {
        let url = request.address.description
        var configuration = configuration(until: end)
        if case .name(let name) = request.address.host {
            // The client looks up what its own reader of URLs takes for the host. If that were another text than the one
            // that was checked, it would ask the system for an address that nobody judged.
            guard URL(string: url)?.host() == name else {
                throw ConnectionFailure.notConnected("the host is read in two ways")
            }
            configuration.dnsOverride = [name: address.description]
            if request.address.scheme == .https {
                configuration.http1_1ConnectionDebugInitializer = { channel in
                    do {
                        try PeerName.check(name, of: channel)
                        return channel.eventLoop.makeSucceededVoidFuture()
                    } catch {
                        // The client forgets a connection that fails here; it must hear of the failure before the end.
                        channel.eventLoop.execute { channel.close(promise: nil) }
                        return channel.eventLoop.makeFailedFuture(error)
                    }
                }
            }
        }
        do {
            return try await HTTPClient.withHTTPClient(
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration
            ) { client in
                try await Self.exchange(request, url: url, through: client, most: bytes, readsBody: readsBody)
            }
        } catch {
            throw Self.failure(of: error)
        }
    }

    private static func exchange(
        _ request: OutboundRequest, url: String, through client: HTTPClient, most bytes: Int,
        readsBody: (Int) -> Bool
    ) async throws -> OutboundAnswer {
        var message = HTTPClientRequest(url: url)
        message.method = request.body == nil ? .GET : .POST
        message.headers.add(name: "user-agent", value: "Tutela")
        // Nothing is unpacked here, so nothing packed is asked for.
        message.headers.add(name: "accept-encoding", value: "identity")
        message.headers.add(name: "connection", value: "close")
        for field in request.fields { message.headers.add(name: field.name, value: field.value) }
        if let body = request.body { message.body = .bytes(body) }

        let response = try await client.execute(message, deadline: .distantFuture)
        let status = Int(response.status.code)
        guard readsBody(status) else { return OutboundAnswer(status: status, fields: response.headers, body: []) }
        for coding in response.headers[canonicalForm: "content-encoding"] where coding.lowercased() != "identity" {
            throw ConnectionFailure.encoded(coding.lowercased())
        }
        if let length = response.headers.first(name: "content-length").flatMap({ Int($0) }), length > bytes {
            throw ConnectionFailure.tooLarge
        }
        var body: [UInt8] = []
        for try await chunk in response.body {
            guard chunk.readableBytes <= bytes - body.count else { throw ConnectionFailure.tooLarge }
            body += chunk.readableBytesView
        }
        return OutboundAnswer(status: status, fields: response.headers, body: body)
    }

    /// One connection, used once, without proxy, redirects, compression or cookies.
    private func configuration(until end: ContinuousClock.Instant) -> HTTPClient.Configuration {
        let connect = max(min(limits.connect, end - .now), .milliseconds(1))
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: authorities.configuration, redirectConfiguration: .disallow,
            timeout: .init(
                connect: TimeAmount(connect), read: TimeAmount(limits.idle), write: TimeAmount(limits.idle)),
            decompression: .disabled)
        configuration.proxy = nil
        configuration.httpVersion = .http1Only
        configuration.maximumUsesPerConnection = 1
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.tracing.tracer = nil
        return configuration
    }

    private static func failure(of error: any Error) -> any Error {
        switch error {
        case is ConnectionFailure, is CancellationError: error
        case let error as HTTPClientError where error == .connectTimeout: ConnectionFailure.notConnected("\(error)")
        case let error as HTTPClientError where error == .readTimeout || error == .writeTimeout:
            ConnectionFailure.tooSlow
        case is NIOConnectionError, is IOError: ConnectionFailure.notConnected("\(error)")
        default: ConnectionFailure.broken("\(error)")
        }
    }
}
