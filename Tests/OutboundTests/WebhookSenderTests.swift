// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Outbound
import Testing

@Suite struct WebhookSenderTests {
    private static let now = UTCTime(seconds: 1_700_000_000)

    private func message() throws -> WebhookMessage {
        try WebhookMessage(id: "msg_1", event: "item.decided", at: Self.now, identifiers: ["item": "i-1"])
    }

    private func deliver(
        signer: WebhookSigner = WebhookSigner(key: WebhookKey()), limits: OutboundLimits = OutboundLimits(),
        answering answer: @escaping @Sendable (String) -> [LoopbackServer.Step]
    ) async throws -> (outcome: DeliveryOutcome, requests: [String]) {
        try await LoopbackServer.with(answering: answer) { server in
            let sender = WebhookSender(
                allow: AllowList([try Loopback.entry("hooks.internal", server.port, isPrivate: true)]), limits: limits,
                resolver: PlayedResolver(other: ["127.0.0.1"]), clock: { Self.now }, logger: Loopback.quiet)
            let outcome = await sender.deliver(
                try message(), to: "http://hooks.internal:\(server.port)/hook?a=b", signedBy: signer)
            return (outcome, server.requests)
        }
    }

    @Test(arguments: [200, 201, 202, 204, 299])
    func aStatusOfTwoHundredIsADelivery(_ status: Int) async throws {
        let key = WebhookKey()
        let (outcome, requests) = try await deliver(signer: WebhookSigner(key: key)) { _ in
            LoopbackServer.reply("\(status) x")
        }
        guard case .delivered = outcome else {
            Issue.record("\(outcome)")
            return
        }
        let request = try #require(requests.first)
        let end = try #require(request.firstRange(of: "\r\n\r\n"))
        let (head, body) = (request[..<end.lowerBound], String(request[end.upperBound...]))
        #expect(request.hasPrefix("POST /hook?a=b HTTP/1.1\r\n"))
        func field(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.hasPrefix(name + ": ") }.map {
                String($0.dropFirst(name.count + 2))
            }
        }
        #expect(field("content-type") == "application/json")
        #expect(body == String(decoding: try message().payload, as: UTF8.self))
        var verifier = try WebhookVerifier(keys: [try #require(key.publicKey)])
        try verifier.accept(
            id: field("webhook-id") ?? "", timestamp: field("webhook-timestamp") ?? "",
            signature: field("webhook-signature") ?? "", payload: Array(body.utf8), now: Self.now)
    }

    @Test(arguments: [301, 302, 307, 400, 401, 404, 409, 429, 500, 502, 503, 504])
    func anotherStatusIsTriedAgainAndRedirectsAreNotFollowed(_ status: Int) async throws {
        let (outcome, requests) = try await deliver { _ in
            LoopbackServer.reply("\(status) x", ["location: /elsewhere", "retry-after: 120"])
        }
        guard case .retry(let after, let why) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(after == 120)
        #expect(requests.count == 1)
        // A host inside: not even its owner's server may be sounded out through this.
        #expect(!"\(why) \(why.message) \(why.remedy)".contains("\(status)"))
        #expect(why.cause?.revealed().contains("\(status)") == true)
    }

    @Test(arguments: ["Wed, 21 Oct 2015 07:28:00 GMT", "-5", "0", "", "999999999999999999999", "1.5"])
    func aWaitThatCannotBeReadIsLeftToTheSchedule(_ text: String) async throws {
        let (outcome, _) = try await deliver { _ in LoopbackServer.reply("503 x", ["retry-after: \(text)"]) }
        guard case .retry(after: nil, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func goneMeansDisabled() async throws {
        let (outcome, _) = try await deliver { _ in LoopbackServer.reply("410 Gone") }
        guard case .disabled = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func theBodyOfAnAnswerIsNotWaitedFor() async throws {
        let (outcome, _) = try await deliver { _ in
            [.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"), .flood("4\r\nwxyz\r\n")]
        }
        guard case .delivered = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func silenceAndAClosedDoorAreTriedAgain() async throws {
        for steps in [[.pause(milliseconds: 60_000)], [.close]] as [[LoopbackServer.Step]] {
            let (outcome, _) = try await deliver(limits: OutboundLimits(total: .milliseconds(300))) { _ in steps }
            guard case .retry(_, let why) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(why.code == "outbound-failed")
        }
    }

    @Test func aCallbackThatIsNotAllowedIsNotSent() async throws {
        try await LoopbackServer.with(answering: { _ in LoopbackServer.reply("200 OK") }) { canary in
            let sender = WebhookSender(
                allow: AllowList([try Loopback.entry("hooks.example.com", canary.port)]),
                resolver: PlayedResolver(other: ["127.0.0.1"]), clock: { Self.now }, logger: Loopback.quiet)
            let signer = WebhookSigner(key: WebhookKey())
            for (url, code) in [
                ("http://127.0.0.1:\(canary.port)/", "url-not-allowed"),
                ("http://other.example.com:\(canary.port)/", "url-not-allowed"),
                ("http://hooks.example.com:\(canary.port)/", "outbound-failed"),
            ] {
                guard case .retry(_, let why) = await sender.deliver(try message(), to: url, signedBy: signer) else {
                    Issue.record("\(url)")
                    continue
                }
                #expect(why.code == code)
            }
            guard case .disabled = await sender.deliver(try message(), to: "http://127.1/", signedBy: signer) else {
                Issue.record("a URL that cannot be read never will be")
                return
            }
            #expect(throws: FetchRefusal.self) { try sender.check("https://hooks.example.com/") }
            #expect(canary.connections == 0)
        }
    }
}
