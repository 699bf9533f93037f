// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import HummingbirdTesting
import Identity
import Testing

@testable import WebConsole

@Suite struct AccountTests {
    private let oneTime = "abcd-efgh-jkmn-pqrs-tvwx"
    private let password = "gravel lantern orbit teapot"

    @Test func somebodySeesAndEndsTheirOtherSessions() async throws {
        let house = try House()
        try house.add("ana", [.operator], password: oneTime)
        let router = try house.router()
        try await router.browse { first in
            try await first.settle("ana", oneTime, password)
            let second = Browser(first.client)
            try await second.signIn("ana", password)
            let third = Browser(first.client)
            try await third.signIn("ana", password)
            let page = try await first.get("/account").text
            #expect(page.contains("3 sessions"))
            #expect(page.components(separatedBy: "this session").count == 2)

            let id = try #require(page.firstMatch(of: /name="session" value="([^"]+)"/)?.1)
            let token = try await first.token("/account")
            let ended = try await first.post("/account/sessions/end", [("csrf", token), ("session", String(id))])
            #expect(ended.headers[.location] == "/account?ended")
            #expect(try await first.get("/account").text.contains("2 sessions"))

            let others = try await first.post("/account/sessions/end-others", [("csrf", token)])
            #expect(others.status == .seeOther)
            #expect(try await second.get("/").status == .seeOther)
            #expect(try await third.get("/").status == .seeOther)
            #expect(try await first.get("/").status == .ok)
        }
        #expect(try house.events("session.end").count == 2)
    }

    @Test func nobodyEndsASessionOfSomebodyElse() async throws {
        let house = try House()
        try house.add("ana", [.operator], password: oneTime)
        let ben = try house.add("ben", [.operator], password: oneTime)
        try await house.router().browse { ana in
            let other = Browser(ana.client)
            try await other.settle("ben", oneTime, password)
            try await ana.settle("ana", oneTime, password)
            let id = try #require(try house.sessions.sessions(of: ben.id).first).id
            let token = try await ana.token("/account")
            let answer = try await ana.post("/account/sessions/end", [("csrf", token), ("session", id)])
            #expect(answer.status == .notFound)
            #expect(try await other.get("/").status == .ok)
        }
    }

    @Test func whatIsWrongWithAPasswordStandsBesideItsField() async throws {
        let house = try House()
        try house.add("ana", [.operator], password: oneTime)
        try await house.router().browse { browser in
            try await browser.settle("ana", oneTime, password)
            let token = try await browser.token("/account")
            func change(_ current: String, _ new: String, _ again: String) async throws -> TestResponse {
                try await browser.post(
                    "/account/password", [("csrf", token), ("current", current), ("new", new), ("again", again)])
            }
            let short = try await change(password, "short", "short")
            #expect(short.status == .unprocessableContent)
            #expect(short.text.contains("id=\"new-wrong\""))
            #expect(short.text.contains("<title>Error: Account"))
            let different = try await change(password, "velvet canyon pencil", "velvet canyon pencils")
            #expect(different.text.contains("id=\"again-wrong\""))
            let wrong = try await change("not mine", "velvet canyon pencil", "velvet canyon pencil")
            #expect(wrong.text.contains("id=\"current-wrong\""))
            for page in [short, different, wrong] { #expect(!page.text.contains("velvet")) }
            let right = try await change(password, "velvet canyon pencil", "velvet canyon pencil")
            #expect(right.headers[.location] == "/account?changed")
            #expect(try await browser.get("/account?changed").text.contains("Your password is changed"))
        }
    }
}
