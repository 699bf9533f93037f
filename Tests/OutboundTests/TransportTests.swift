// SPDX-License-Identifier: Apache-2.0

import Outbound
import TestSupport
import Testing

@Suite struct TransportTests {
    private func fetch(
        _ url: String, certificateFor name: String, trusting trusts: Bool = true,
        answering answer: @escaping @Sendable (String) -> [LoopbackServer.Step] = { _ in
            LoopbackServer.reply("200 OK", body: "picture")
        }
    ) async throws -> (result: Result<Fetched, FetchRefusal>, requests: [String]) {
        let authority = try TestAuthority(for: name)
        return try await LoopbackServer.with(address: "127.0.0.2", tls: try authority.server(), answering: answer) {
            server in
            let address = try #require(WebAddress(url.replacing("PORT", with: "\(server.port)")))
            let fetch = GuardedFetch(
                allow: AllowList(
                    [WebAddress.Scheme.https, .http].map {
                        AllowedHost(scheme: $0, pattern: .exactly(address.host), port: server.port, isPrivate: false)
                    }),
                limits: OutboundLimits(connect: .seconds(2)), resolver: PlayedResolver(other: ["127.0.0.2"]),
                authorities: trusts ? try authority.trusted() : TrustedAuthorities(), logger: Loopback.quiet,
                reach: Loopback.secondIsPublic)
            do throws(FetchRefusal) {
                return (.success(try await fetch.fetch(address.description)), server.requests)
            } catch {
                return (.failure(error), server.requests)
            }
        }
    }

    @Test func theCertificateIsCheckedForTheNameThoughTheAddressIsGiven() async throws {
        let outcome = try await fetch("https://img.example.com:PORT/", certificateFor: "DNS:img.example.com")
        #expect(try outcome.result.get().bytes.count == 7)
        #expect(outcome.requests.first?.contains("host: img.example.com:") == true)
    }

    @Test func theCertificateOfAnAddressIsCheckedForIt() async throws {
        let outcome = try await fetch("https://127.0.0.2:PORT/", certificateFor: "IP:127.0.0.2")
        #expect(try outcome.result.get().bytes.count == 7)
    }

    @Test(arguments: ["DNS:other.example.com", "DNS:example.com", "DNS:*.img.example.com", "IP:127.0.0.2"])
    func aCertificateForAnotherNameIsRefused(_ name: String) async throws {
        let outcome = try await fetch("https://img.example.com:PORT/", certificateFor: name)
        let refusal = #expect(throws: FetchRefusal.self) { try outcome.result.get() }
        #expect(refusal?.code == .failed)
        #expect(outcome.requests.isEmpty)
    }

    @Test func aCertificateOfAnUnknownAuthorityIsRefused() async throws {
        let outcome = try await fetch(
            "https://img.example.com:PORT/", certificateFor: "DNS:img.example.com", trusting: false)
        #expect(throws: FetchRefusal.self) { try outcome.result.get() }
        #expect(outcome.requests.isEmpty)
    }

    @Test func aServerInClearTextBehindHTTPSIsRefused() async throws {
        try await LoopbackServer.with(
            address: "127.0.0.2", answering: { _ in LoopbackServer.reply("200 OK") }
        ) { server in
            let fetch = GuardedFetch(
                allow: AllowList([
                    AllowedHost(
                        scheme: .https, pattern: .exactly(.name("img.example.com")), port: server.port, isPrivate: false
                    )
                ]),
                limits: OutboundLimits(total: .seconds(2), connect: .milliseconds(500)),
                resolver: PlayedResolver(other: ["127.0.0.2"]), logger: Loopback.quiet, reach: Loopback.secondIsPublic)
            await #expect(throws: FetchRefusal.self) {
                try await fetch.fetch("https://img.example.com:\(server.port)/")
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test func aRedirectFromHTTPSToHTTPIsNotFollowed() async throws {
        let outcome = try await fetch("https://img.example.com:PORT/", certificateFor: "DNS:img.example.com") {
            request in
            let host = request.split(separator: "\r\n").first { $0.hasPrefix("host: ") }.map { $0.dropFirst(6) } ?? ""
            return LoopbackServer.reply("302 x", ["location: http://\(host)/"])
        }
        let refusal = #expect(throws: FetchRefusal.self) { try outcome.result.get() }
        #expect(refusal?.cause?.revealed() == "the redirect is refused: from https to http")
        #expect(outcome.requests.count == 1)
    }
}
