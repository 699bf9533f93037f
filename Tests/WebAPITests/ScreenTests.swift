// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import NIOCore
import Store
import StoreTestSupport
import Submissions
import TestSupport
import Testing
import WebAPI

@Suite struct ScreenTests {
    private func add(_ picture: [UInt8], to bank: String, _ ask: API, purpose: String = "known") async throws {
        let created = try await ask(
            .post, "/api/v1/banks", #"{"name":"\#(bank)","tier":"A","contributors":2,"purpose":"\#(purpose)"}"#)
        #expect(created.status == 201, "\(created.text)")
        let hash = try await ask.send(
            .post, "/api/v1/hash", ByteBuffer(bytes: picture), as: "submitter", type: "image/bmp")
        let sha256 = try #require(hash.string("sha256"))
        let prints = try #require(hash["fingerprints"] as? [[String: Any]])
        let pdq = try #require(prints.first?["pdq"] as? String)
        let added = try await ask(
            .post, "/api/v1/banks/\(bank)/entries",
            #"{"entries":[{"id":"known-1","fingerprints":{"pdq":"\#(pdq)","sha256":"\#(sha256)"}}]}"#)
        #expect(added.status == 201, "\(added.text)")
    }

    @Test(arguments: TestEngine.available) func aPictureGetsAClassAndNothingElse(_ engine: TestEngine) async throws {
        try await API.run(engine) { ask in
            let (known, other) = (Pictures.bitmap(seed: 1), Pictures.bitmap(seed: 99))
            let before = try await ask.screen(known)
            #expect(before.status == 200, "\(before.text)")
            #expect(before.string("class") == "no-match" && before.string("status") == "screened")
            try await add(known, to: "list", ask)
            let match = try await ask.screen(known)
            #expect(match.string("class") == "match" && match.string("action") == "block", "\(match.text)")
            #expect(try await ask.screen(other).string("class") == "no-match")
            // The house's programs that may look see entries and distances.
            let inspected = try await ask.screen(known, as: "matcher")
            let matches = try #require(inspected["matches"] as? [[String: Any]])
            #expect(matches.contains { $0["entry"] as? String == "known-1" && $0["distance"] as? Int == 0 })
            try expectNoOracle(match)
        }
    }

    @Test func whatCannotBeScannedIsNeverNoMatch() async throws {
        try await API.run { ask in
            let picture = Pictures.bitmap(seed: 3)
            for bytes in [[], Array("no picture".utf8), Array(picture.prefix(400)), [0xFF, 0xD8, 0xFF, 0xE0, 0, 0]] {
                let answer = try await ask.screen(bytes)
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.string("class") == "not-scanned", "\(answer.text)")
                #expect(["review", "block"].contains(answer.string("action")))
            }
        }
    }

    @Test(arguments: TestEngine.available) func aHundredEqualKeysHaveOneEffectAndOneAnswer(
        _ engine: TestEngine
    ) async throws {
        try await API.run(engine) { ask in
            let picture = Pictures.bitmap(seed: 5)
            let answers = try await withThrowingTaskGroup(of: API.Answer.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await ask.screen(picture, headers: [.key: "one"]) }
                }
                return try await group.reduce(into: [API.Answer]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 200 || $0.status == 409 })
            #expect(try ask.decisionCount() == 1)
            let first = answers.first { $0.status == 200 }
            let again = try await ask.screen(picture, headers: [.key: "one"])
            #expect(again.status == 200 && again.text == first?.text)
            #expect(again.headers[.replayed] == "true")
            let other = try await ask.screen(Pictures.bitmap(seed: 6), headers: [.key: "one"])
            #expect(other.status == 422 && other.string("code") == "key-reused")
            // The same words by another client are another key.
            #expect(try await ask.screen(picture, as: "matcher", headers: [.key: "one"]).status == 200)
            #expect(try ask.decisionCount() == 2)
        }
    }

    @Test func aFailedRequestGivesItsKeyBack() async throws {
        try await API.run { ask in
            let picture = Pictures.bitmap(seed: 5)
            let refused = try await ask.screen(
                picture, query: "?reference=\(String(repeating: "x", count: 128))", headers: [.key: "k"])
            #expect(refused.status == 200)
            let hash = try await ask.send(
                .post, "/api/v1/hash", ByteBuffer(bytes: picture), as: "submitter", type: "image/bmp")
            let sha256 = try #require(hash.string("sha256"))
            let leaking = try await ask.screen(picture, query: "?reference=id-\(sha256)", headers: [.key: "l"])
            #expect(leaking.status == 422 && leaking.string("code") == "reference-is-fingerprint")
            #expect(try await ask.screen(picture, query: "?reference=id-1", headers: [.key: "l"]).status == 200)
        }
    }

    @Test(arguments: TestEngine.available) func aJobEndsWithADecisionAndACallback(_ engine: TestEngine) async throws {
        try await API.run(engine) { ask in
            let picture = Pictures.bitmap(seed: 7)
            let accepted = try await ask.screen(picture, headers: [.wish: "respond-async"])
            #expect(accepted.status == 202, "\(accepted.text)")
            let id = try #require(accepted.string("id"))
            #expect(accepted.headers[.location] == "/api/v1/jobs/\(id)")
            let ended = try await ask.ended(id, as: "submitter")
            #expect(ended.string("state") == "done", "\(ended.text)")
            let results = try #require((ended["result"] as? [String: Any])?["results"] as? [[String: Any]])
            #expect((results.first?["decision"] as? [String: Any])?["class"] as? String == "no-match")
            #expect(try await ask(.get, "/api/v1/jobs/\(id)", as: "acme").status == 404)

            let told = try await ask.screen(picture, query: "?callback=https://hooks.example/a")
            #expect(told.status == 202, "\(told.text)")
            _ = try await ask.ended(try #require(told.string("id")), as: "submitter")
            #expect(try ask.services.outbox.due().map(\.endpoint) == ["https://hooks.example/a"])
            let elsewhere = try await ask.screen(picture, query: "?callback=https://elsewhere.example/a")
            #expect(elsewhere.status == 422 && elsewhere.string("code") == "callback-refused")
        }
    }

    @Test func oneItemOfABatchFailsAloneAndTheOrderIsKept() async throws {
        try await API.run { ask in
            var body = ByteBuffer()
            let items = [Pictures.bitmap(seed: 1), Array("nothing".utf8), Pictures.bitmap(seed: 2)]
            for (number, item) in items.enumerated() {
                body.writeString("--b\r\nContent-Disposition: form-data; name=\"reference\"\r\n\r\nr\(number)\r\n")
                body.writeString(
                    "--b\r\nContent-Disposition: form-data; name=\"item\"; filename=\"a\"\r\n"
                        + "Content-Type: image/bmp\r\n\r\n")
                body.writeBytes(item)
                body.writeString("\r\n")
            }
            body.writeString("--b--\r\n")
            let answer = try await ask.send(
                .post, "/api/v1/screen/batch", body, as: "submitter", type: "multipart/form-data; boundary=b")
            #expect(answer.status == 200, "\(answer.text)")
            let results = try #require(answer["results"] as? [[String: Any]])
            let decisions = results.map { $0["decision"] as? [String: Any] }
            #expect(decisions.map { $0?["reference"] as? String } == ["r0", "r1", "r2"])
            #expect(decisions.map { $0?["class"] as? String } == ["no-match", "not-scanned", "no-match"])
            let urls = try await ask(
                .post, "/api/v1/screen/batch",
                #"{"items":[{"url":"https://10.0.0.1/a"},{"url":"https://elsewhere.example/b"}]}"#, as: "submitter")
            #expect(urls.status == 200, "\(urls.text)")
            let refused = try #require(urls["results"] as? [[String: Any]])
            #expect(refused.allSatisfy { ($0["problem"] as? [String: Any])?["code"] as? String == "url-refused" })
        }
    }

    @Test func aCallerCannotStateWhatLowersProtection() async throws {
        try await API.run { ask in
            for context in [
                #"{"origin":"synthetic"}"#, #"{"report.sent-to":["ncmec"]}"#, #"{"match.cleared":true}"#,
                #"{"consent":"verified"}"#, #"{"scan.failed":false}"#, #"{"label.visible":true}"#,
                #"{"content.distributed":false}"#, #"{"surface":"stored-files"}"#, #"{"legal.hold":true}"#,
                #"{"review.finding":["benign"]}"#, #"{"surface":"public","surface":"dm"}"#,
            ] {
                var body = ByteBuffer(string: "--b\r\nContent-Disposition: form-data; name=\"context\"\r\n\r\n")
                body.writeString(context)
                body.writeString("\r\n--b\r\nContent-Disposition: form-data; name=\"item\"\r\n\r\nx\r\n--b--\r\n")
                let answer = try await ask.send(
                    .post, "/api/v1/screen", body, as: "submitter", type: "multipart/form-data; boundary=b")
                #expect([400, 422].contains(answer.status), "\(context): \(answer.text)")
            }
            #expect(try ask.decisionCount() == 0)
        }
    }

    @Test func aWordOfTheAddressThatNobodyReadsIsRefused() async throws {
        try await API.run { ask in
            let answer = try await ask.screen(Pictures.bitmap(seed: 1), query: "?referense=a")
            #expect(answer.status == 400, "\(answer.text)")
        }
    }

    /// Walks an answer: nothing in it tells how close something is to what.
    private func expectNoOracle(_ answer: API.Answer) throws {
        let forbidden = [
            "matches", "distance", "entry", "bank", "score", "quality", "pdq", "md5", "sha1", "sha256", "view",
        ]
        func walk(_ value: Any) {
            if let object = value as? [String: Any] {
                for (name, inner) in object {
                    #expect(!forbidden.contains(name.lowercased()), "\(name) in \(answer.text)")
                    walk(inner)
                }
            } else if let array = value as? [Any] {
                for inner in array { walk(inner) }
            } else if let text = value as? String {
                #expect(!text.contains("known-1"))
                #expect(text.range(of: "[0-9a-f]{32}", options: .regularExpression) == nil || text.hasPrefix("dec_"))
            }
        }
        walk(try #require(answer.json))
    }

    @Test func noAnswerToAPlatformIsAnOracle() async throws {
        try await API.run { ask in
            let known = Pictures.bitmap(seed: 1)
            try await add(known, to: "list", ask)
            let hash = try await ask.send(
                .post, "/api/v1/hash", ByteBuffer(bytes: known), as: "submitter", type: "image/bmp")
            let pdq = try #require((hash["fingerprints"] as? [[String: Any]])?.first?["pdq"] as? String)
            let screened = try await ask.screen(known)
            let id = try #require(screened.string("id"))
            var answers = [screened]
            answers.append(try await ask(.get, "/api/v1/decisions/\(id)", as: "submitter"))
            answers.append(try await ask(.get, "/api/v1/decisions", as: "submitter"))
            answers.append(try await ask(.post, "/api/v1/match", #"{"queries":[{"pdq":"\#(pdq)"}]}"#, as: "submitter"))
            let job = try await ask.screen(known, as: "matcher", headers: [.wish: "respond-async"])
            answers.append(try await ask.ended(try #require(job.string("id")), as: "submitter"))
            for answer in answers {
                #expect([200].contains(answer.status), "\(answer.text)")
                try expectNoOracle(answer)
            }
            for path in [
                "/api/v1/decisions/\(id)/explanation", "/api/v1/banks/list/entries", "/api/v1/banks/list/fingerprints",
            ] {
                #expect(try await ask(.get, path, as: "submitter").status == 403)
            }
        }
    }
}
