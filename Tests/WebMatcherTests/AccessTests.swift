// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import TestSupport
import Testing

@testable import WebMatcher

@Suite struct AccessTests {
    private static let doors: [(HTTPRequest.Method, String, String?)] = [
        (.get, "/h/hash", "submitter"), (.post, "/h/hash", "submitter"), (.get, "/m/raw_lookup", "matcher"),
        (.get, "/m/lookup", "matcher"), (.post, "/m/lookup", "matcher"), (.get, "/m/index/status", "operator"),
        (.post, "/m/compare", "submitter"), (.get, "/c/banks", "operator"), (.post, "/c/banks", nil),
        (.get, "/c/bank/A", "operator"), (.put, "/c/bank/A", nil), (.delete, "/c/bank/A", nil),
        (.post, "/c/bank/A/content", nil), (.get, "/c/bank/A/content/1", "matcher"),
        (.put, "/c/bank/A/content/1", nil), (.delete, "/c/bank/A/content/1", nil), (.post, "/c/bank/A/signal", nil),
        (.get, "/c/exchanges/apis", "operator"), (.get, "/c/exchanges/api/sample", "operator"),
        (.post, "/c/exchanges/api/sample", nil), (.get, "/c/exchanges/api/sample/schema", "operator"),
        (.get, "/c/exchanges", "operator"), (.post, "/c/exchanges", nil), (.get, "/c/exchange/A", "operator"),
        (.get, "/c/exchange/A/status", "operator"), (.put, "/c/exchange/A", nil), (.delete, "/c/exchange/A", nil),
        (.get, "/c/signal_type", "operator"), (.put, "/c/signal_type/pdq", nil),
        (.get, "/c/signal_type/index", "operator"), (.get, "/c/content_type", "operator"),
    ]

    @Test func everyDoorAsksForAKeyAndForItsPermission() async throws {
        try await Surface.run { ask in
            for (method, path, least) in Self.doors {
                let nobody = try await ask(method, path, as: nil)
                #expect(nobody.status == 401, "\(method) \(path)")
                #expect(nobody.message != nil, "\(method) \(path)")
                #expect(try await ask(method, path, as: "unknown").status == 401, "\(method) \(path)")
                for key in ["operator", "submitter", "matcher"] {
                    let status = try await ask(method, path, as: key).status
                    let may =
                        switch least {
                        case nil: false
                        // Whoever may read banks: the matcher may, the submitter may not.
                        case "operator": key != "submitter"
                        case "submitter": key != "operator"
                        default: key == least
                        }
                    #expect((status == 403) != may, "\(method) \(path) as \(key): \(status)")
                }
                #expect(![401, 403, 404, 405, 500].contains(try await ask(method, path).status) || path.contains("/A"))
            }
        }
    }

    @Test func probesNeedNoKey() async throws {
        try await Surface.run { ask in
            for path in ["/status", "/status/live"] {
                let answer = try await ask(.get, path, as: nil)
                #expect(answer.status == 200)
                #expect(answer.text == "I-AM-ALIVE")
            }
        }
    }

    @Test func theMapAndTheDescriptionListEveryDoor() async throws {
        try await Surface.run { ask in
            let map = try await ask(.get, "/site-map")
            guard case .array(let rules) = map.json else {
                Issue.record("no list: \(map.text)")
                return
            }
            #expect(rules.contains("/c/bank/<bank_name>/content/<int:content_id>"))
            #expect(rules.contains("/site-map"))
            let description = try await ask(.get, "/openapi/openapi.json")
            #expect(description.json?.members?["info"]?.members?["title"] == "Open Media Match API")
            let paths = description.json?.members?["paths"]?.members ?? [:]
            let methods = paths.values.reduce(0) { $0 + ($1.members?.count ?? 0) }
            #expect(methods == Self.doors.count + 2)
            #expect(paths["/m/raw_lookup"]?.members?["get"] != nil)
        }
    }

    @Test func unknownAddressesAndMethodsAnswerInTheSurfacesForm() async throws {
        try await Surface.run { ask in
            let none = try await ask(.get, "/c/nothing")
            #expect(none.status == 404)
            #expect(none.message != nil)
            let method = try await ask(.put, "/c/banks", [:])
            #expect(method.status == 405)
            #expect(method.message != nil)
        }
    }
}
