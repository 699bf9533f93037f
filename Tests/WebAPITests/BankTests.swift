// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import NIOCore
import StoreTestSupport
import TestSupport
import Testing

@Suite struct BankTests {
    @Test(arguments: TestEngine.available) func aBankIsMadeChangedAndRemovedWithItsEvents(
        _ engine: TestEngine
    ) async throws {
        try await API.run(engine) { ask in
            let created = try await ask(.post, "/api/v1/banks", #"{"name":"a","tier":"B","category":"other"}"#)
            #expect(created.status == 201, "\(created.text)")
            let tag = try #require(created.headers[.eTag])
            #expect(try await ask(.post, "/api/v1/banks", #"{"name":"a"}"#).status == 409)
            let changed = try await ask(
                .patch, "/api/v1/banks/a", #"{"radius":20,"category":null,"state":"quarantined"}"#,
                type: "application/merge-patch+json", headers: [.ifMatch: tag])
            #expect(changed.status == 200 && changed["radius"] as? Int == 20, "\(changed.text)")
            #expect(changed.string("category") == nil && changed.string("state") == "quarantined")
            let late = try await ask(.patch, "/api/v1/banks/a", #"{"radius":3}"#, headers: [.ifMatch: tag])
            #expect(late.status == 412)
            #expect(try await ask(.delete, "/api/v1/banks/a").status == 204)
            #expect(try await ask(.get, "/api/v1/banks/a").status == 404)
            let events = try await ask(.get, "/api/v1/audit?object=bank:a", as: "auditor")
            let actions = (events["items"] as? [[String: Any]])?.map { $0["action"] as? String }
            #expect(actions == ["bank.remove", "bank.change", "bank.create"])
        }
    }

    @Test(arguments: TestEngine.available) func entriesAreAddedFoundChangedAndRemoved(_ engine: TestEngine) async throws
    {
        try await API.run(engine) { ask in
            _ = try await ask(.post, "/api/v1/banks", #"{"name":"a"}"#)
            let sha = String(repeating: "ab", count: 32)
            let added = try await ask(
                .post, "/api/v1/banks/a/entries",
                #"{"entries":[{"id":"one","fingerprints":{"sha256":"\#(sha)"},"note":"by hand"},"#
                    + #"{"fingerprints":{"md5":"\#(String(repeating: "1", count: 32))"}}]}"#)
            #expect(added.status == 201, "\(added.text)")
            let again = try await ask(
                .post, "/api/v1/banks/a/entries", #"{"entries":[{"fingerprints":{"sha256":"\#(sha)"}}]}"#)
            #expect(((again["added"] as? [[String: Any]])?.first?["isNew"] as? Bool) == false, "\(again.text)")
            let entry = try await ask(.get, "/api/v1/banks/a/entries/one")
            #expect(((entry["provenance"] as? [String: Any])?["addedBy"] as? String) == "user:all", "\(entry.text)")
            #expect(!entry.text.contains(sha))
            let found = try await ask(.post, "/api/v1/banks/a/entries/search", #"{"sha256":"\#(sha)"}"#)
            #expect((found["items"] as? [[String: Any]])?.map { $0["id"] as? String } == ["one"], "\(found.text)")
            let changed = try await ask(
                .patch, "/api/v1/banks/a/entries/one", #"{"state":"quarantined","note":null}"#)
            #expect(changed.status == 200 && changed.string("state") == "quarantined", "\(changed.text)")
            let values = try await ask(.get, "/api/v1/banks/a/entries/one/fingerprints")
            #expect(((values["fingerprints"] as? [String: Any])?["sha256"] as? String) == sha, "\(values.text)")
            #expect(try await ask(.get, "/api/v1/banks/a/entries/one/fingerprints", as: "list-manager").status == 403)
            let page = try await ask(.get, "/api/v1/banks/a/entries?limit=1")
            let next = try #require(page.string("next"))
            let rest = try await ask(.get, "/api/v1/banks/a/entries?limit=1&cursor=\(next)")
            #expect((rest["items"] as? [Any])?.count == 1 && rest.string("next") == nil, "\(rest.text)")
            #expect(try await ask(.delete, "/api/v1/banks/a/entries/one").status == 204)
            #expect(try await ask(.get, "/api/v1/banks/a/entries/one").status == 404)
        }
    }

    @Test func aBadEntryLeavesNothingBehind() async throws {
        try await API.run { ask in
            _ = try await ask(.post, "/api/v1/banks", #"{"name":"a"}"#)
            let sha = String(repeating: "ab", count: 32)
            for bad in [
                #"{"fingerprints":{}}"#, #"{"fingerprints":{"sha256":"00"}}"#, #"{"id":"x"}"#,
                #"{"fingerprints":{"sha256":"\#(sha)"},"state":"gone"}"#,
                #"{"fingerprints":{"sha256":"\#(sha)"},"x":1}"#,
            ] {
                let answer = try await ask(
                    .post, "/api/v1/banks/a/entries",
                    #"{"entries":[{"fingerprints":{"sha256":"\#(sha)"}},\#(bad)]}"#)
                #expect(answer.status == 422, "\(bad): \(answer.text)")
            }
            let bank = try await ask(.get, "/api/v1/banks/a")
            #expect((bank["entries"] as? [String: Int])?["total"] == 0)
        }
    }

    @Test func aListIsImportedAtOnceOrAsAJob() async throws {
        try await API.run { ask in
            _ = try await ask(.post, "/api/v1/banks", #"{"name":"a"}"#)
            let list = (0..<20).map { String(format: "%064x", 1_000_003 * ($0 + 1)) }.joined(separator: "\n")
            let now = try await ask(.post, "/api/v1/banks/a/import?kind=sha256", list, type: "text/plain")
            #expect(now.status == 200 && now["imported"] as? Int == 20, "\(now.text)")
            _ = try await ask(.post, "/api/v1/banks", #"{"name":"b"}"#)
            let later = try await ask(
                .post, "/api/v1/banks/b/import?kind=sha256", list, type: "text/plain",
                headers: [.wish: "respond-async"])
            #expect(later.status == 202, "\(later.text)")
            let ended = try await ask.ended(try #require(later.string("id")), as: "all")
            #expect(((ended["result"] as? [String: Any])?["imported"] as? Int) == 20, "\(ended.text)")
            let bad = try await ask(.post, "/api/v1/banks/a/import?kind=sha256", "zz\n", type: "text/plain")
            #expect(bad.status == 422, "\(bad.text)")
        }
    }

    @Test(arguments: TestEngine.available) func anotherTenantsThingsAreNotThere(_ engine: TestEngine) async throws {
        try await API.run(engine) { ask in
            _ = try await ask(.post, "/api/v1/banks", #"{"name":"house"}"#)
            #expect(try await ask(.post, "/api/v1/banks", #"{"name":"own"}"#, as: "acme").status == 201)
            let picture = Pictures.bitmap(seed: 4)
            let id = try #require(try await ask.screen(picture, as: "acme").string("id"))
            #expect(try await ask(.get, "/api/v1/decisions/\(id)", as: "acme").status == 200)
            for key in ["other", "submitter"] {
                #expect(try await ask(.get, "/api/v1/decisions/\(id)", as: key).status == 404)
            }
            for (method, path) in [
                (HTTPRequest.Method.get, "/api/v1/banks/own"), (.get, "/api/v1/banks/acme%2Fown"),
                (.delete, "/api/v1/banks/own"), (.delete, "/api/v1/banks/acme%2Fown"), (.delete, "/api/v1/banks/house"),
                (.get, "/api/v1/banks/own/entries"),
            ] {
                let answer = try await ask(method, path, as: "other")
                #expect(answer.status == 404, "\(method) \(path): \(answer.text)")
                #expect(!answer.text.contains("acme/"))
            }
            // A tenant reads the house's lists, and its own under the name it gave.
            #expect(try await ask(.get, "/api/v1/banks/house", as: "acme").status == 200)
            let banks = try await ask(.get, "/api/v1/banks", as: "acme")
            #expect((banks["items"] as? [[String: Any]])?.map { $0["name"] as? String } == ["house", "own"])
        }
    }
}
