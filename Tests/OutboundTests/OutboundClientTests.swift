// SPDX-License-Identifier: Apache-2.0

import Outbound
import Testing

@Suite struct OutboundClientTests {
    private func client(
        _ server: LoopbackServer, limits: OutboundLimits = OutboundLimits(mostBytes: 1 << 20)
    ) throws
        -> OutboundClient
    {
        try OutboundClient(
            bases: ["http://issuer.internal:\(server.port)/realms/x"], limits: limits,
            resolver: PlayedResolver(other: ["127.0.0.1"]), logger: Loopback.quiet)
    }

    @Test func aConfiguredServiceIsAskedEvenInside() async throws {
        try await LoopbackServer.with(
            answering: { _ in LoopbackServer.reply("200 OK", ["content-type: application/json"], body: "{}") }
        ) { server in
            let answer = try await client(server).get(
                "http://issuer.internal:\(server.port)/.well-known/openid-configuration", authorization: "Bearer x")
            #expect(answer.status == 200)
            #expect(answer.contentType == "application/json")
            #expect(answer.bytes == Array("{}".utf8))
            #expect(server.requests.first?.contains("authorization: Bearer x\r\n") == true)
        }
    }

    @Test func aFormIsSentEncoded() async throws {
        try await LoopbackServer.with(answering: { _ in
            LoopbackServer.reply("400 x", body: "{\"error\":\"invalid_grant\"}")
        }) { server in
            let answer = try await client(server).post(
                "http://issuer.internal:\(server.port)/token",
                form: [("grant_type", "authorization_code"), ("code", "a&b=c ü+/\n"), ("leer", "")])
            #expect(answer.status == 400)
            #expect(!answer.bytes.isEmpty)
            let request = try #require(server.requests.first)
            #expect(request.hasSuffix("\r\n\r\ngrant_type=authorization_code&code=a%26b%3Dc+%C3%BC%2B%2F%0A&leer="))
            #expect(request.contains("content-type: application/x-www-form-urlencoded\r\n"))
        }
    }

    @Test func aRedirectIsAnAnswerLikeOthersSoCredentialsStay() async throws {
        try await LoopbackServer.with(answering: { _ in LoopbackServer.reply("302 x", ["location: /elsewhere"]) }) {
            server in
            let answer = try await client(server).get(
                "http://issuer.internal:\(server.port)/", authorization: "Bearer x")
            #expect(answer.status == 302)
            #expect(server.requests.count == 1)
        }
    }

    @Test func otherHostsPortsAndSchemesAreRefused() async throws {
        try await LoopbackServer.with(answering: { _ in LoopbackServer.reply("200 OK") }) { server in
            let client = try client(server)
            for url in [
                "http://other.internal:\(server.port)/", "http://127.0.0.1:\(server.port)/",
                "https://issuer.internal:\(server.port)/",
                "http://issuer.internal/", "http://a@issuer.internal:\(server.port)/",
            ] {
                await #expect(throws: FetchRefusal.self, "\(url)") { try await client.get(url) }
                await #expect(throws: FetchRefusal.self, "\(url)") { try await client.post(url, form: []) }
            }
            #expect(server.connections == 0)
        }
    }

    @Test func anAnswerThatIsTooLargeIsRefused() async throws {
        try await LoopbackServer.with(
            answering: { _ in [.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"), .flood("4\r\nwxyz\r\n")]
            }
        ) { server in
            let client = try client(server, limits: OutboundLimits(mostBytes: 10_000))
            let refusal = await #expect(throws: FetchRefusal.self) {
                try await client.get("http://issuer.internal:\(server.port)/")
            }
            #expect(refusal?.code == .tooLarge)
        }
    }

    @Test func aBaseThatIsNoURLIsRefused() {
        for base in ["", "issuer.internal", "ftp://issuer.internal/", "https://127.1/"] {
            #expect(throws: AllowListError.self) { try OutboundClient(bases: [base]) }
        }
    }
}
