// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import HummingbirdTesting
import Identity
import Testing

@testable import WebConsole

/// ASVS 5.0, chapters 3.3, 3.5, 6.3, 7.2 and 7.4, as far as pages are concerned.
@Suite struct SignInTests {
    private let oneTime = "abcd-efgh-jkmn-pqrs-tvwx"
    private let password = "gravel lantern orbit teapot"

    @Test func whoIsNotSignedInIsAskedToSignIn() async throws {
        try await House().router().browse { browser in
            let first = try await browser.get("/")
            #expect(first.status == .seeOther)
            #expect(first.headers[.location] == "/login")
            let page = try await browser.get("/login")
            #expect(page.status == .ok)
            #expect(page.text.contains("This connection is not encrypted"))
            #expect(page.headers[.cacheControl] == "no-store")
        }
    }

    @Test func aOneTimePasswordOpensThePageThatReplacesItAndNothingElse() async throws {
        let house = try House()
        try house.add("ana", [.operator], password: oneTime)
        try await house.router().browse { browser in
            let entered = try await browser.signIn("ana", oneTime)
            #expect(entered.status == .seeOther)
            #expect(entered.headers[.location] == "/account/password")
            for path in ["/", "/account"] {
                #expect(try await browser.get(path).headers[.location] == "/account/password", "\(path)")
            }
            let form = try await browser.get("/account/password")
            #expect(!form.text.contains("href=\"/account\""))
            let before = browser.cookies[House.cookie]
            let changed = try await browser.post(
                "/account/password",
                [
                    ("csrf", browser.token("/account/password")), ("current", oneTime), ("new", password),
                    ("again", password),
                ])
            #expect(changed.headers[.location] == "/")
            #expect(browser.cookies[House.cookie] != before, "the session is a new one")
            #expect(try await browser.get("/").text.contains("<h1>"))
        }
        try await house.router().browse { browser in
            let old = try await browser.signIn("ana", oneTime)
            #expect(old.status == .unprocessableContent, "the one-time password is spent")
        }
        #expect(try house.events("user.change-password").count == 1)
    }

    @Test func everyRefusalReadsTheSame() async throws {
        let house = try House()
        try house.add("ana", [.operator], password: oneTime)
        try await house.router().browse { browser in
            let wrong = try await browser.signIn("ana", "not it at all")
            let nobody = try await browser.signIn("nobody", "not it at all")
            #expect(wrong.status == .unprocessableContent)
            #expect(nobody.status == wrong.status)
            func plain(_ text: String) -> String {
                text.replacing(/value="[^"]*"/, with: "").replacing(/Request [0-9a-z-]+/, with: "")
            }
            #expect(plain(wrong.text) == plain(nobody.text))
            #expect(wrong.text.contains("value=\"ana\""), "what was typed is kept, except the password")
            #expect(!wrong.text.contains("not it at all"))
            #expect(browser.cookies[House.cookie] == nil)
        }
        #expect(try house.events("session.begin").count == 2)
    }

    @Test func aFormOfAnotherBrowserOrSiteIsRefused() async throws {
        let house = try House()
        try house.add("ana", [.operator], password: oneTime)
        let router = try house.router()
        let stolen = try await router.browse { try await $0.token("/login") }
        try await router.browse { browser in
            let fields = [("name", "ana"), ("password", oneTime)]
            #expect(try await browser.post("/login", fields).status == .forbidden, "no token, no cookie")
            #expect(
                try await browser.post("/login", [("csrf", stolen)] + fields).status == .forbidden,
                "the token of another browser")
            let own = try await browser.token("/login")
            let foreign = try await browser.post(
                "/login", [("csrf", own)] + fields, headers: [.fetchSite: "cross-site"])
            #expect(foreign.status == .forbidden, "sent by a page of another site")
            // What browsers send for a form of a page without referrer, and what a sandboxed page of another site sends.
            let null = try await browser.post("/login", [("csrf", own)] + fields, headers: [.origin: "null"])
            #expect(null.status == .forbidden)
            #expect(browser.cookies[House.cookie] == nil)
            let sent = try await browser.post(
                "/login", [("csrf", own)] + fields, headers: [.origin: "null", .fetchSite: "same-origin"])
            #expect(sent.status == .seeOther)
        }
    }

    @Test func everyChangeNeedsTheTokenOfItsOwnSession() async throws {
        let house = try House()
        try house.add("ana", [.operator], password: oneTime)
        try house.add("ben", [.operator], password: oneTime)
        let router = try house.router()
        let foreign = try await router.browse { ben in
            try await ben.settle("ben", oneTime, password)
            return try await ben.token("/account")
        }
        try await router.browse { ana in
            try await ana.settle("ana", oneTime, password)
            let own = try await ana.token("/account")
            for path in ["/logout", "/account/password", "/account/sessions/end", "/account/sessions/end-others"] {
                for form in [[], [("csrf", "")], [("csrf", foreign)]] {
                    #expect(try await ana.post(path, form).status == .forbidden, "\(path) \(form)")
                }
                let answer = try await ana.post(path, [("csrf", own)], headers: [.fetchSite: "same-site"])
                #expect(answer.status == .forbidden, "\(path) from another host of the site")
            }
            #expect(try await ana.get("/").status == .ok, "nothing of it did anything")
        }
    }

    @Test func signingOutEndsTheSessionEverywhere() async throws {
        let house = try House()
        try house.add("ana", [.operator], password: oneTime)
        try await house.router().browse { browser in
            try await browser.settle("ana", oneTime, password)
            let session = browser.cookies[House.cookie]
            let token = try await browser.token("/")
            let out = try await browser.post("/logout", [("csrf", token)])
            #expect(out.headers[.location] == "/login?signed-out")
            #expect(browser.cookies[House.cookie] == nil)
            browser.set(House.cookie, session)
            #expect(try await browser.get("/").headers[.location] == "/login", "the old cookie is worth nothing")
        }
    }

    @Test func aSessionEndsWhenNothingIsAsked() async throws {
        let house = try House()
        try house.add("ana", [.operator], password: oneTime)
        try await house.router().browse { browser in
            try await browser.settle("ana", oneTime, password)
            house.clock.wait(Session.idle - 60)
            #expect(try await browser.get("/").status == .ok)
            house.clock.wait(Session.idle + 1)
            #expect(try await browser.get("/").status == .seeOther)
        }
    }

    @Test func cookiesAreKeptFromScriptsOtherHostsAndPlainConnections() async throws {
        let house = try House()
        try house.add("ana", [.operator], password: oneTime)
        try await house.router(isSecure: true).browse { browser in
            let page = try await browser.get("/login")
            #expect(!page.text.contains("This connection is not encrypted"))
            #expect(page.headers[.strictTransportSecurity] != nil)
            let entered = try await browser.signIn("ana", oneTime)
            let all = page.headers[values: .setCookie] + entered.headers[values: .setCookie]
            #expect(all.count == 3)
            for cookie in all {
                #expect(cookie.hasPrefix("__Host-"), "\(cookie)")
                for part in ["; Path=/", "; HttpOnly", "; SameSite=Strict", "; Secure"] {
                    #expect(cookie.contains(part), "\(cookie)")
                }
                #expect(!cookie.contains("Domain="))
            }
        }
    }

    @Test func aPlantedSessionIsNotTakenOver() async throws {
        let house = try House()
        try house.add("ana", [.operator], password: oneTime)
        try await house.router().browse { browser in
            browser.set(House.cookie, String(repeating: "a", count: 52))
            try await browser.signIn("ana", oneTime)
            #expect(browser.cookies[House.cookie] != String(repeating: "a", count: 52))
        }
    }

    @Test func aKeyHasNoPages() async throws {
        try await House().router().browse { browser in
            for path in ["/", "/account", "/account/password"] {
                let answer = try await browser.get(path, headers: [.authorization: "Bearer submitter"])
                #expect(answer.status == .forbidden, "\(path)")
            }
        }
    }

    @Test func tooManyTriesMustWait() async throws {
        let house = try House()
        try house.add("ana", [.operator], password: oneTime)
        try await house.router().browse { browser in
            var statuses: Set<Int> = []
            for _ in 0..<30 {
                let answer = try await browser.signIn("ana", "still not it")
                statuses.insert(answer.status.code)
                if answer.status == .tooManyRequests {
                    #expect(Int(answer.headers[.retryAfter] ?? "") ?? 0 > 0)
                }
            }
            #expect(statuses == [422, 429])
        }
    }
}
