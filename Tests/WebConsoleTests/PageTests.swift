// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Synchronization
import TestSupport
import Testing
import Web

@testable import WebConsole

@Suite struct PageTests {
    private let oneTime = "abcd-efgh-jkmn-pqrs-tvwx"

    @Test func textIsEscapedScalarByScalar() {
        // A quotation mark and a combining accent are one character to Swift, and two to a browser.
        #expect(ScalarEscaping.escape("a\"\u{301}<\u{338}b") == "a&quot;\u{301}&lt;\u{338}b")
        #expect(ScalarEscaping.escape("x\u{202E}y\u{0}z") == "x\u{FFFD}y\u{FFFD}z")
    }

    @Test func hostileWordsStayWords() async throws {
        let hostile = "\"\u{301}><script>alert(1)</script>{{style}}{{{shield}}}"
        let house = try House()
        try house.add("ana", [.operator, .auditor], password: oneTime)
        house.facts.withLock {
            $0.lists = [
                ConsoleList(
                    name: hostile, tier: hostile, state: hostile, note: hostile, changed: UTCTime(seconds: 0), active: 1
                )
            ]
            $0.checks = [ConsoleCheck(name: hostile, state: .failed, detail: hostile, mend: hostile)]
            $0.decisions = ConsoleDecisions(
                last: [
                    ConsoleDecision(id: hostile, at: UTCTime(seconds: 0), decisionClass: .held, action: hostile)
                ], lastDay: [.held: 1])
        }
        try await house.router().browse { browser in
            let refused = try await browser.signIn(hostile, "x")
            try await browser.settle("ana", oneTime, "gravel lantern orbit teapot")
            let page = try await browser.get("/")
            for text in [refused.text, page.text] {
                #expect(text.contains("&lt;script&gt;"))
                #expect(!text.contains("<script"))
                #expect(text.contains("{{style}}{{{shield}}}"), "what looks like a template stays text")
            }
        }
    }

    @Test func pagesLoadTheStyleSheetAndNothingElse() async throws {
        let house = try House()
        try await house.router().browse { browser in
            for path in ["/login", "/docs"] {
                let page = try await browser.get(path)
                let policy = try #require(page.headers[.contentSecurityPolicy])
                #expect(policy.hasPrefix("default-src 'none'; style-src 'self'; form-action 'self';"))
                #expect(!policy.contains("unsafe"))
                #expect(page.text.firstMatch(of: /<[^>]*\s(?:style|on[a-z]+|src)=/) == nil, "\(path)")
                #expect(!page.text.contains("<script"))
                #expect(page.headers[try #require(HTTPField.Name("referrer-policy"))] == "no-referrer")
            }
            let path = StyleSheet.current.path
            #expect(try await browser.get("/login").text.contains("href=\"\(path)\""))
            let sheet = try await browser.get(path)
            #expect(sheet.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(sheet.headers[.contentType] == "text/css; charset=utf-8")
            #expect(try await browser.get("/style.css?old").headers[.cacheControl] == "no-cache")
            let known = try await browser.get(path, headers: [.ifNoneMatch: try #require(sheet.headers[.eTag])])
            #expect(known.status == .notModified)
        }
    }

    @Test func theStyleSheetFetchesNothing() {
        let sheet = String(decoding: StyleSheet.current.bytes, as: UTF8.self)
        #expect(!sheet.contains("@import") && !sheet.contains("@font-face") && !sheet.contains("://"))
        for match in sheet.matches(of: /url\(([^)]*)\)/) { #expect(match.1 == "#hatch") }
    }

    /// The report and the console are siblings: one token has one value.
    @Test func tokensAreThoseOfTheScanReport() throws {
        func tokens(_ sheet: String) -> [[String: String]] {
            sheet.matches(of: /:root \{([^}]*)\}/).prefix(2).map { block in
                block.1.matches(of: /--([a-z0-9-]+): ([^;]+);/).reduce(into: [:]) {
                    $0[String($1.1)] = $1.2.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                }
            }
        }
        let path = Repository.root.appending(path: "Sources/ScanReport/HTML/Resources/report.css")
        let report = tokens(try String(contentsOf: path, encoding: .utf8))
        let console = tokens(String(decoding: StyleSheet.current.bytes, as: UTF8.self))
        #expect(report.count == 2 && console.count == 2)
        for (scheme, (theirs, ours)) in zip(["light", "dark"], zip(report, console)) {
            for (name, value) in theirs { #expect(ours[name] == value, "--\(name), \(scheme)") }
            #expect(theirs.count > 15)
        }
    }

    @Test(arguments: [400, 401, 403, 404, 405, 413, 422, 429, 500, 503])
    func errorsArePagesInTheSameDesign(status: Int) throws {
        let house = try House()
        let console = try Console(
            ConsoleSettings(version: "v", isSecure: false, sessionCookie: "c", address: ""),
            accounts: ConsoleAccounts(store: house.store, signIn: house.signIn, sessions: house.sessions),
            sources: house.sources(), specification: House.specification, clock: house.clock.now,
            random: { Array(repeating: 0, count: $0) })
        let problem = Problem(
            HTTPResponse.Status(code: status), code: "sample-code", detail: "Sample <detail>.", retryAfter: 7)
        let response = console.page(for: problem, request: "req-1")
        #expect(response.status.code == status)
        let content = ProblemPage(problem)
        #expect(!content.headline.isEmpty)
        #expect(content.detail == "Sample <detail>.")
        if status == 429 { #expect(content.after?.contains("7 seconds") == true) }
    }
}
