// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import StoreTestSupport
import TestSupport
import Testing

@Suite struct DecisionTests {
    @Test(arguments: TestEngine.available) func aDecisionIsExplainedInThreeLanguagesAndReplaysTheSame(
        _ engine: TestEngine
    ) async throws {
        try await API.run(engine) { ask in
            let id = try #require(try await ask.screen(Pictures.bitmap(seed: 8)).string("id"))
            var headings: Set<String> = []
            for (asked, language) in [("en", "en"), ("ko-KR,en;q=0.5", "ko"), ("fr, es;q=0.8", "es"), ("fr", "en")] {
                let told = try await ask(
                    .get, "/api/v1/decisions/\(id)/explanation", as: "moderator", headers: [.acceptLanguage: asked])
                #expect(told.status == 200, "\(told.text.prefix(500))")
                #expect(told.string("language") == language && told.headers[.contentLanguage] == language)
                let sections = try #require(told["sections"] as? [[String: Any]])
                headings.insert(try #require(sections.first?["heading"] as? String))
            }
            #expect(headings.count == 3)
            let same = try await ask(.post, "/api/v1/decisions/\(id)/replay", "{}", as: "auditor")
            #expect(same.string("verdict") == "same" && (same["changes"] as? [Any])?.isEmpty == true, "\(same.text)")
            let then = try await ask(
                .post, "/api/v1/decisions/\(id)/replay", #"{"at":"2020-01-01T00:00:00Z"}"#, as: "auditor")
            #expect(then.status == 200 && then.string("verdict") == "same", "\(then.text)")
            let unknown = try await ask(
                .post, "/api/v1/decisions/\(id)/replay", #"{"ruleSet":"\#(String(repeating: "0", count: 64))"}"#,
                as: "auditor")
            #expect(unknown.status == 404 && unknown.string("code") == "rules-unknown")
            #expect(try ask.decisionCount() == 1)
            let events = try await ask(.get, "/api/v1/audit?object=decision:\(id)", as: "auditor")
            #expect((events["items"] as? [Any])?.count == 6, "\(events.text)")
        }
    }

    @Test func decisionsAreListedFilteredAndPaged() async throws {
        try await API.run { ask in
            for seed in 0..<5 {
                _ = try await ask.screen(Pictures.bitmap(seed: seed), query: "?reference=r\(seed % 2)")
            }
            _ = try await ask.screen(Array("nothing".utf8))
            let first = try await ask(.get, "/api/v1/decisions?limit=4", as: "submitter")
            #expect((first["items"] as? [Any])?.count == 4)
            let next = try #require(first.string("next"))
            let second = try await ask(.get, "/api/v1/decisions?limit=4&cursor=\(next)", as: "submitter")
            #expect((second["items"] as? [Any])?.count == 2 && second.string("next") == nil)
            for (filter, count) in [
                ("reference=r1", 2), ("class=not-scanned", 1), ("status=screened", 5),
                ("before=2020-01-01T00:00:00Z", 0),
            ] {
                let answer = try await ask(.get, "/api/v1/decisions?\(filter)", as: "submitter")
                #expect((answer["items"] as? [Any])?.count == count, "\(filter): \(answer.text)")
            }
            #expect(try await ask(.get, "/api/v1/decisions?class=fine", as: "submitter").status == 400)
        }
    }
}
