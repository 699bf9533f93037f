// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Outbound
import TestSupport
import Testing

@Suite struct WebhookSignatureTests {
    private static let time = UTCTime(seconds: 1_614_265_330)
    /// Key pair and signatures that the specification and its reference implementations publish as examples.
    private static let secret =
        "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg=="
    private static let publicKey = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="
    private static let shared = "whsec_MfKQ9r8GKYqUTwjUPD8ILPZIo2LaLaSw"

    private func example() throws -> WebhookMessage {
        try WebhookMessage(id: "msg_p5jXN8AQM9LWM0D4loKWxJek", stored: Array(#"{"test": 2432232314}"#.utf8))
    }

    private func fields(_ signer: WebhookSigner, _ message: WebhookMessage, _ time: UTCTime = time) -> [String: String]
    {
        Dictionary(uniqueKeysWithValues: signer.fields(for: message, at: time).map { ($0.name, $0.value) })
    }

    @Test func theExampleOfTheSpecificationIsReproduced() throws {
        let fields = fields(WebhookSigner(key: try WebhookKey(Self.secret)), try example())
        #expect(
            fields["webhook-signature"]
                == "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==")
        #expect(fields["webhook-id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek")
        #expect(fields["webhook-timestamp"] == "1614265330")
    }

    @Test func aKeyIsWrittenAsItIsRead() throws {
        let key = try WebhookKey(Self.secret)
        #expect(key.secret == Self.secret)
        #expect(key.publicKey == Self.publicKey)
        #expect(try WebhookKey(Self.shared).secret == Self.shared)
        #expect(try WebhookKey(Self.shared).publicKey == nil)
        let made = WebhookKey()
        #expect(try WebhookKey(made.secret).publicKey == made.publicKey)
        // The seed alone, as some libraries write it.
        let seed = try #require(Data(base64Encoded: String(Self.secret.dropFirst(5)))).prefix(32)
        #expect(try WebhookKey("whsk_" + seed.base64EncodedString()).publicKey == Self.publicKey)
    }

    @Test(arguments: [
        "", "whsk_", "whsk_AAAA", "whsec_AAAA", "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=", "whsk_*",
        "6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=",
        // The halves of two pairs.
        "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
    ])
    func aKeyOfAnotherFormIsRefusedWithoutRepeatingIt(_ text: String) {
        let error = #expect(throws: WebhookKeyError.self) { try WebhookKey(text) }
        if text.utf8.count > 6 { #expect(error.map { !"\($0)".contains(text.dropFirst(6)) } == true) }
    }

    @Test func everythingThatIsSignedCounts() throws {
        let message = try example()
        let key = WebhookKey()
        let fields = fields(WebhookSigner(key: key), message)
        let signature = try #require(fields["webhook-signature"])
        let keys = [try #require(key.publicKey), Self.shared]
        func accept(
            id: String = message.id, time: String = "1614265330", signature: String = signature,
            payload: [UInt8] = message.payload,
            now: Int64 = 1_614_265_331
        ) throws(WebhookVerifier.Refusal) {
            guard var verifier = try? WebhookVerifier(keys: keys) else { throw .malformed }
            try verifier.accept(
                id: id, timestamp: time, signature: signature, payload: payload, now: UTCTime(seconds: now))
        }
        try accept()
        #expect(throws: WebhookVerifier.Refusal.badSignature) { try accept(id: message.id + "x") }
        #expect(throws: WebhookVerifier.Refusal.badSignature) { try accept(time: "1614265331") }
        for index in message.payload.indices {
            var altered = message.payload
            altered[index] ^= 1
            #expect(throws: WebhookVerifier.Refusal.badSignature) { try accept(payload: altered) }
        }
        #expect(throws: WebhookVerifier.Refusal.badSignature) { try accept(payload: message.payload + [32]) }
        for wrong in [
            "", "v1a,", "v1a", signature.replacing("v1a,", with: "v1,"), signature.replacing("v1a,", with: "v2,"),
        ] {
            #expect(throws: WebhookVerifier.Refusal.badSignature) { try accept(signature: wrong) }
        }
        #expect(throws: WebhookVerifier.Refusal.outOfTime) { try accept(now: 1_614_265_330 + 301) }
        #expect(throws: WebhookVerifier.Refusal.outOfTime) { try accept(now: 1_614_265_330 - 301) }
        for time in ["", "x", "01614265330", "+1614265330", "1614265330.0"] {
            #expect(throws: WebhookVerifier.Refusal.malformed) { try accept(time: time) }
        }
        #expect(throws: WebhookVerifier.Refusal.outOfTime) { try accept(time: "\(Int64.min)") }
        #expect(throws: WebhookVerifier.Refusal.malformed) { try accept(id: "a.b") }
    }

    @Test func aRepeatedMessageIsRefused() throws {
        let key = WebhookKey()
        var verifier = try WebhookVerifier(keys: [try #require(key.publicKey)])
        let message = try example()
        let fields = fields(WebhookSigner(key: key), message)
        for (turn, expected) in [(0, true), (1, false), (299, false)] {
            let isAccepted: Bool
            do throws(WebhookVerifier.Refusal) {
                try verifier.accept(
                    id: message.id, timestamp: fields["webhook-timestamp"] ?? "",
                    signature: fields["webhook-signature"] ?? "",
                    payload: message.payload, now: UTCTime(seconds: Self.time.seconds + Int64(turn)))
                isAccepted = true
            } catch {
                #expect(error == .repeated)
                isAccepted = false
            }
            #expect(isAccepted == expected)
        }
    }

    /// A receiver that has only the old key, or only the new one, or a shared one, accepts what all of them signed.
    @Test func aKeyIsReplacedWithoutAGap() throws {
        let (old, new, shared) = (WebhookKey(), WebhookKey(), try WebhookKey(Self.shared))
        let message = try example()
        let fields = fields(WebhookSigner(key: new, earlier: [old, shared]), message)
        #expect(fields["webhook-signature"]?.split(separator: " ").count == 3)
        for (key, fits) in [
            (old.publicKey, true), (new.publicKey, true), (Self.shared, true), (WebhookKey().publicKey, false),
        ] {
            var verifier = try WebhookVerifier(keys: [try #require(key)])
            let outcome = Result {
                try verifier.accept(
                    id: message.id, timestamp: "1614265330", signature: fields["webhook-signature"] ?? "",
                    payload: message.payload,
                    now: Self.time)
            }
            #expect(((try? outcome.get()) != nil) == fits)
        }
    }

    /// The receivers that exist: PyPI's `standardwebhooks`, and `cryptography` after the text of the specification.
    @Test(.enabled(if: Repository.python != nil, "needs .venv: scripts/install-peers"))
    func receiversThatKnowNothingOfTutelaAgree() throws {
        struct Case: Encodable {
            var key: String
            var headers: [String: String]
            var payload: String
        }
        let now = UTCTime(seconds: Int64(Date().timeIntervalSince1970))
        let (old, new, shared) = (WebhookKey(), WebhookKey(), try WebhookKey(Self.shared))
        let message = try WebhookMessage(
            id: "msg_1", event: "item.decided", at: now, identifiers: ["item": "i-1", "decision": "d-2"])
        let payload = String(decoding: message.payload, as: UTF8.self)
        let good = fields(WebhookSigner(key: new, earlier: [old, shared]), message, now)
        let stale = fields(WebhookSigner(key: new, earlier: [old, shared]), message, now.adding(seconds: -301))
        let early = fields(WebhookSigner(key: new, earlier: [old, shared]), message, now.adding(seconds: 600))
        let renamed = good.merging(["webhook-id": "msg_2"]) { $1 }
        let publicKeys = [try #require(new.publicKey), try #require(old.publicKey), Self.shared]
        var cases: [Case] = []
        var expected: [Bool] = []
        for key in publicKeys {
            for (headers, text, fits) in [
                (good, payload, true), (good, payload.replacing("i-1", with: "i-2"), false),
                (good, payload + " ", false),
                (stale, payload, false), (early, payload, false), (renamed, payload, false),
            ] {
                cases.append(Case(key: key, headers: headers, payload: text))
                expected.append(fits)
            }
        }
        cases.append(Case(key: try #require(WebhookKey().publicKey), headers: good, payload: payload))
        cases.append(
            Case(key: "whsec_" + Data(repeating: 7, count: 32).base64EncodedString(), headers: good, payload: payload))
        expected += [false, false]
        let scratch = try TemporaryFolder()
        let path = try scratch.write(try JSONEncoder().encode(cases), to: "cases.json")
        let peer = try Execution.peer("webhook_receiver.py", [path])
        #expect(peer.status == 0, "\(peer.errors)")
        #expect(peer.lines.map { $0 == "accepted" } == expected, "\(peer.output)")
    }
}

@Suite struct WebhookMessageTests {
    @Test func aMessageNamesWhatHappenedAndNothingElse() throws {
        let message = try WebhookMessage(
            id: "msg_1", event: "item.decided", at: UTCTime(seconds: 0),
            identifiers: ["item": "i-1", "decision": "d-2"])
        #expect(
            String(decoding: message.payload, as: UTF8.self)
                == #"{"type":"item.decided","timestamp":"1970-01-01T00:00:00Z","data":{"decision":"d-2","item":"i-1"}}"#
        )
        #expect(try JSONSerialization.jsonObject(with: Data(message.payload)) is [String: Any])
    }

    @Test(arguments: [
        ("a.b", "item.decided", "i", "x"), ("", "item.decided", "i", "x"), ("m", "item..decided", "i", "x"),
        ("m", "", "i", "x"),
        ("m", "item decided", "i", "x"), ("m", "e", "i\"", "x"), ("m", "e", "i", "x\""), ("m", "e", "i", ""),
        ("m", "e", "i", "a b"),
        ("m", "e", "i", "d41d8cd98f00b204e9800998ecf8427e"), ("m", "e", "i", String(repeating: "aF", count: 32)),
        ("m", "e", "i", String(repeating: "x", count: 129)), ("m\n", "e", "i", "x"), ("m", "e", "i", "ü"),
    ])
    func whatCouldCarryMoreIsRefused(_ id: String, _ event: String, _ name: String, _ value: String) {
        #expect(throws: WebhookMessageError.self) {
            try WebhookMessage(id: id, event: event, at: UTCTime(seconds: 0), identifiers: [name: value])
        }
    }
}

@Suite struct RetryScheduleTests {
    @Test func theScheduleIsThatOfTheSpecification() {
        let waits = (0..<RetrySchedule.attempts).map { RetrySchedule.wait(after: $0, jitter: 0) }
        #expect(waits == [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400])
        // Three days: 75:35:05.
        let sum: Int64 = waits.reduce(0) { $0 + ($1 ?? 0) }
        #expect(sum == 272_105)
        #expect(RetrySchedule.wait(after: 10, jitter: 0) == nil)
        #expect(RetrySchedule.wait(after: -1, jitter: 0) == nil)
    }

    @Test func jitterAddsUpToATenth() {
        #expect(RetrySchedule.wait(after: 2, jitter: 1) == 330)
        #expect(RetrySchedule.wait(after: 2, jitter: 0.5) == 315)
        for wild in [-1, 2, .infinity, -.infinity, .nan] as [Double] {
            #expect((300...330).contains(RetrySchedule.wait(after: 2, jitter: wild) ?? 0))
        }
    }

    @Test func aReceiverCanAskForMoreTimeUpToADay() {
        #expect(RetrySchedule.wait(after: 1, jitter: 0, asked: 60) == 60)
        #expect(RetrySchedule.wait(after: 2, jitter: 0, asked: 60) == 300)
        #expect(RetrySchedule.wait(after: 1, jitter: 0, asked: .max) == 86_400)
        #expect(RetrySchedule.wait(after: 1, jitter: 0, asked: -5) == 5)
    }
}
