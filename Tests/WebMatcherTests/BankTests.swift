// SPDX-License-Identifier: Apache-2.0

import Banks
import HTTPTypes
import TestSupport
import Testing

@testable import WebMatcher

/// `/c/banks` and `/c/bank/…`, by the reference's own tests of them.
@Suite struct BankTests {
    @Test func aFreshDatabaseHasNoBanks() async throws {
        try await Surface.run { ask in
            let answer = try await ask(.get, "/c/banks")
            #expect(answer.status == 200)
            #expect(answer.json == [])
            #expect(answer.headers[.contentType] == "application/json")
        }
    }

    @Test func aBankIsMadeWithTheReferencesNames() async throws {
        try await Surface.run { ask in
            for name in ["01_TEST_BANK", "my_test_bank", ""] {
                let answer = try await ask(.post, "/c/banks", ["name": .string(name)])
                #expect(answer.status == 400)
                #expect(answer.message == "Bank names must be UPPER_WITH_UNDERSCORE")
            }
            let made = try await ask(.post, "/c/banks", ["name": "MY_TEST_BANK_01"])
            #expect(made.status == 201)
            #expect(made.text == #"{"matching_enabled_ratio":1.0,"name":"MY_TEST_BANK_01"}"#)
            #expect(try await ask(.get, "/c/banks").json == .array([made.json ?? .null]))
            #expect(try await ask(.get, "/c/bank/MY_TEST_BANK_01").json == made.json)
            let again = try await ask(.post, "/c/banks", ["name": "MY_TEST_BANK_01"])
            #expect(again.status == 403)
            #expect(again.message == "Bank already exists")
            #expect(try ask.events().map(\.action) == ["bank.create"])
            #expect(try ask.events().map(\.actor) == ["key:all"])
        }
    }

    @Test func ratiosAreTakenAsNumbersTextsAndTruthValues() async throws {
        try await Surface.run { ask in
            // ROOST Coop sends the ratio as a text.
            let coop = try await ask(.post, "/c/banks", ["name": "COOP_1", "enabled_ratio": "0.25"])
            #expect(coop.status == 201)
            #expect(coop.json?.members?["matching_enabled_ratio"] == 0.25)
            // The reference makes an enabled bank of this; nobody can want that.
            let off = try await ask(.post, "/c/banks", ["name": "OFF", "enabled": false])
            #expect(off.json?.members?["matching_enabled_ratio"] == 0)
            for ratio in [JSONValue.number(1.5), .number(-0.1)] {
                #expect(try await ask(.post, "/c/banks", ["name": "BAD", "enabled_ratio": ratio]).status == 400)
            }
            let wrong = try await ask(.post, "/c/banks", ["enabled_ratio": "half"])
            #expect(wrong.status == 422)
            guard case .array(let problems) = wrong.json else {
                Issue.record("no list: \(wrong.text)")
                return
            }
            #expect(problems.compactMap { $0.members?["type"]?.text } == ["missing", "float_parsing"])
            #expect(problems.first?.members?["loc"] == ["name"])
            #expect(problems.first?.members?["msg"] == "Field required")
            #expect(try await ask(.post, "/c/banks", [1]).status == 422)
        }
    }

    @Test func aBankIsRenamedAndSwitchedOff() async throws {
        try await Surface.run { ask in
            _ = try await ask(.post, "/c/banks", ["name": "MY_TEST_BANK"])
            _ = try await ask(.post, "/c/banks", ["name": "TAKEN"])
            #expect(try await ask(.put, "/c/bank/MY_TEST_BANK", ["name": "1_invalid_name"]).status == 400)
            let taken = try await ask(.put, "/c/bank/MY_TEST_BANK", ["name": "TAKEN"])
            #expect(taken.status == 403)
            #expect(taken.message == "Bank name already exists")
            let renamed = try await ask(.put, "/c/bank/MY_TEST_BANK", ["name": "RENAMED"])
            #expect(renamed.status == 200)
            #expect(renamed.json?.members?["name"] == "RENAMED")
            #expect(
                try await ask(.put, "/c/bank/RENAMED", ["enabled": false]).json?.members?["matching_enabled_ratio"]
                    == 0)
            #expect(
                try await ask(.put, "/c/bank/RENAMED", ["enabled_ratio": 0.5]).json?.members?["matching_enabled_ratio"]
                    == 0.5)
            #expect(try await ask(.get, "/c/bank/MY_TEST_BANK").status == 404)
            #expect(try await ask(.put, "/c/bank/MY_TEST_BANK", [:]).message == "Bank not found")
            #expect(
                try await ask(.get, "/c/banks").json == [
                    ["name": "RENAMED", "matching_enabled_ratio": 0.5], ["name": "TAKEN", "matching_enabled_ratio": 1],
                ])
        }
    }

    @Test func removingIsDoneEvenWhenThereIsNothing() async throws {
        try await Surface.run { ask in
            _ = try await ask(.post, "/c/banks", ["name": "GONE"])
            for _ in 0..<2 {
                let answer = try await ask(.delete, "/c/bank/GONE")
                #expect(answer.status == 200)
                #expect(answer.json == ["message": "Done"])
            }
            #expect(try await ask(.get, "/c/banks").json == [])
            let unknown = try await ask(.get, "/c/bank/GONE")
            #expect(unknown.status == 404)
            #expect(unknown.json == ["message": "bank 'GONE' not found"])
        }
    }

    @Test func banksOfOtherNamesAreReadAndKnownGoodOnesAreNot() async throws {
        try await Surface.run { ask in
            try ask.banks.create("partner-b.list")
            try ask.banks.create("cleared", purpose: .knownGood)
            #expect(
                try await ask(.get, "/c/banks").json == [["name": "partner-b.list", "matching_enabled_ratio": 1]])
            #expect(try await ask(.get, "/c/bank/partner-b.list").status == 200)
            #expect(try await ask(.get, "/c/bank/cleared").status == 404)
        }
    }

    @Test func tenantsSeeAndManageTheirOwn() async throws {
        try await Surface.run { ask in
            let made = try await ask(.post, "/c/banks", ["name": "SHARED"], as: "acme")
            #expect(made.status == 201)
            #expect(try await ask(.post, "/c/banks", ["name": "SHARED"], as: "other").status == 201)
            #expect(try await ask(.post, "/c/banks", ["name": "HOUSE"]).status == 201)
            for key in ["acme", "other"] {
                #expect(
                    try await ask(.get, "/c/banks", as: key).json == [["name": "SHARED", "matching_enabled_ratio": 1]])
                #expect(try await ask(.get, "/c/bank/HOUSE", as: key).status == 404)
                #expect(try await ask(.put, "/c/bank/HOUSE", ["enabled": false], as: key).status == 404)
                #expect(try await ask(.get, "/c/bank/other%2FSHARED", as: key).status == 404)
            }
            #expect(try await ask(.delete, "/c/bank/SHARED", as: "acme").status == 200)
            #expect(try await ask(.get, "/c/bank/SHARED", as: "other").status == 200)
            #expect(try await ask(.delete, "/c/bank/HOUSE", as: "acme").status == 200)
            #expect(try await ask(.get, "/c/bank/HOUSE").status == 200)
        }
    }
}
