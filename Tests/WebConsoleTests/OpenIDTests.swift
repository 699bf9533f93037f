// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Outbound
import Synchronization
import Testing
import Web

@testable import WebConsole

@Suite struct OpenIDTests {
    /// Walks to the issuer and back.
    private func arrive(
        _ browser: Browser, _ issuer: TestIssuer, code: String = "good-code", state: String? = nil, extra: String = ""
    ) async throws -> TestResponse {
        let out = try await browser.get("/login/openid")
        #expect(out.status == .seeOther)
        let address = try #require(URLComponents(string: out.headers[.location] ?? ""))
        let query = Dictionary((address.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
        issuer.state.withLock { $0.nonce = query["nonce"] ?? "" }
        let own = state ?? query["state"] ?? ""
        return try await browser.get("/login/openid/callback?code=\(code)&state=\(OpenIDSignIn.encoded(own))\(extra)")
    }

    private func isIn(_ answer: TestResponse, _ browser: Browser) -> Bool {
        answer.status == .ok && browser.cookies[House.cookie] != nil
    }

    @Test func theWayOutAsksForACodeWithAProofKey() async throws {
        let (house, issuer) = (try House(), try TestIssuer())
        try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
            #expect(try await browser.get("/login").text.contains("Sign in with Example"))
            let out = try await browser.get("/login/openid")
            let address = try #require(URLComponents(string: out.headers[.location] ?? ""))
            let query = Dictionary((address.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
            #expect(address.host == "issuer.example" && address.path == "/authorize")
            #expect(query["response_type"] == "code" && query["code_challenge_method"] == "S256")
            #expect(query["client_id"] == "tutela" && query["scope"] == "openid profile")
            #expect(query["redirect_uri"] == "https://tutela.example/login/openid/callback")
            for name in ["state", "nonce", "code_challenge"] { #expect(query[name]?.count == 43, "\(name)") }
            let cookie = try #require(out.headers[values: .setCookie].first)
            #expect(cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"))
            let state = try #require(query["state"])
            #expect(!cookie.contains(state), "the cookie is sealed")
        }
    }

    @Test func aPersonOfTheIssuerComesInWithTheRolesOfTheirGroups() async throws {
        let (house, issuer) = (try House(), try TestIssuer())
        try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
            let answer = try await arrive(browser, issuer)
            #expect(isIn(answer, browser), "\(answer.text)")
            #expect(browser.cookies["tutela-attempt"] == nil)
            let page = try await browser.get("/account").text
            #expect(page.contains("operator") && page.contains("Example") && !page.contains("New password"))
            let form = issuer.state.withLock { $0.form }
            #expect(form["code_verifier"]?.count == 43)
            let basic = Data("tutela:s3cret%2B%2F%20%26".utf8).base64EncodedString()
            #expect(issuer.state.withLock { $0.authorization } == "Basic " + basic)
        }
        let users = try house.users.list(for: .program("test"))
        #expect(users.map(\.name) == ["ana"] && users[0].roles == [.operator])

        // The same subject under another name is the same person; the groups of today count.
        issuer.state.withLock {
            $0.claims = ["preferred_username": .text("anna.b"), "groups": .list(["lists", "unknown"])]
        }
        try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
            let answer = try await arrive(browser, issuer)
            #expect(isIn(answer, browser))
        }
        let again = try house.users.list(for: .program("test"))
        #expect(again.map(\.id) == users.map(\.id) && again[0].roles == [.listManager])

        // Another subject under the same name is somebody else.
        issuer.state.withLock { $0.claims = ["sub": .text("subject-2")] }
        try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
            let answer = try await arrive(browser, issuer)
            #expect(isIn(answer, browser))
        }
        #expect(try house.users.list(for: .program("test")).count == 2)
    }

    @Test func aNameAtTheIssuerNeverOpensAnAccountHere() async throws {
        let (house, issuer) = (try House(), try TestIssuer())
        let local = try house.add("ana", [.tenantAdmin, .auditor], password: "abcd-efgh-jkmn-pqrs-tvwx")
        try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
            let answer = try await arrive(browser, issuer)
            #expect(isIn(answer, browser))
            let page = try await browser.get("/account").text
            #expect(!page.contains("tenant-admin"))
        }
        #expect(try house.users.user(local.id, for: .program("test")).issuer == nil)
    }

    @Test func whoHasNoRoleThereHasNoneHere() async throws {
        let (house, issuer) = (try House(), try TestIssuer())
        for groups in [TestIssuer.Claim.list([]), .list(["other"]), .text("Staff"), .number(1)] {
            issuer.state.withLock { $0.claims = ["groups": groups] }
            try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
                let answer = try await arrive(browser, issuer)
                #expect(answer.status == .forbidden)
                #expect(browser.cookies[House.cookie] == nil)
            }
        }
    }

    /// What must not be accepted, one change at a time, on an otherwise good token.
    static let forgeries: [(String, OpenIDRefusal.Reason, @Sendable (inout TestIssuer.State) -> Void)] = [
        (
            "alg none", .algorithmRefused,
            {
                $0.header["alg"] = .text("none")
                $0.signing = .nothing
            }
        ),
        (
            "alg None", .algorithmRefused,
            {
                $0.header["alg"] = .text("nOnE")
                $0.signing = .nothing
            }
        ),
        (
            "HS256 with the RSA public key", .algorithmRefused,
            {
                $0.header = ["alg": .text("HS256"), "kid": .text("rsa-1")]
                $0.signing = .publicKeyAsSecret
            }
        ),
        (
            "HS256 with a symmetric key of the set", .algorithmRefused,
            { $0.header = ["alg": .text("HS256"), "kid": .text("oct-1")] }
        ),
        ("an algorithm that is not configured", .algorithmRefused, { $0.header["alg"] = .text("ES384") }),
        ("RS256 with an EC key", .keyUnknown, { $0.header["alg"] = .text("RS256") }),
        ("no signature", .signatureWrong, { $0.signing = .nothing }),
        ("another key's signature", .signatureWrong, { $0.signing = .otherElliptic }),
        ("an unknown key", .keyUnknown, { $0.header["kid"] = .text("ec-2") }),
        (
            "no key named, and it is not that of the only fitting key", .signatureWrong,
            {
                $0.header["kid"] = nil
                $0.signing = .otherElliptic
            }
        ),
        (
            "a key address in the header", .signatureWrong,
            {
                $0.header["jku"] = .text("https://evil.example/keys")
                $0.header["x5u"] = .text("https://evil.example/cert")
                $0.signing = .otherElliptic
            }
        ),
        ("a critical extension", .tokenMalformed, { $0.header["crit"] = .list(["b64"]) }),
        ("another type of token", .tokenMalformed, { $0.header["typ"] = .text("at+jwt") }),
        ("another issuer", .wrongIssuer, { $0.claims["iss"] = .text("https://issuer.example/") }),
        ("another audience", .audienceWrong, { $0.claims["aud"] = .text("tutela2") }),
        ("no audience", .audienceWrong, { $0.claims["aud"] = .some(nil) }),
        ("an empty list of audiences", .audienceWrong, { $0.claims["aud"] = .list([]) }),
        ("several audiences and no party", .partyWrong, { $0.claims["aud"] = .list(["tutela", "other"]) }),
        (
            "another party", .partyWrong,
            {
                $0.claims["aud"] = .list(["tutela", "other"])
                $0.claims["azp"] = .text("other")
            }
        ),
        ("another nonce", .nonceWrong, { $0.claims["nonce"] = .text("AAAA") }),
        ("no nonce", .nonceWrong, { $0.claims["nonce"] = .some(nil) }),
        ("expired by more than the skew", .expired, { $0.claims["exp"] = .number(TestIssuer.now - 60) }),
        ("no expiry", .expired, { $0.claims["exp"] = .some(nil) }),
        ("an expiry in words", .expired, { $0.claims["exp"] = .text("9999999999") }),
        ("an expiry beyond time", .expired, { $0.claims["exp"] = .number(1e300) }),
        ("not valid yet", .notYetValid, { $0.claims["nbf"] = .number(TestIssuer.now + 61) }),
        ("issued in the future", .issuedWrong, { $0.claims["iat"] = .number(TestIssuer.now + 61) }),
        ("issued long ago", .issuedWrong, { $0.claims["iat"] = .number(TestIssuer.now - 3600) }),
        ("not issued", .issuedWrong, { $0.claims["iat"] = .some(nil) }),
        ("no subject", .subjectMissing, { $0.claims["sub"] = .text("") }),
        ("a subject of control characters", .subjectMissing, { $0.claims["sub"] = .text("a\u{0}b") }),
        ("two parts", .tokenMalformed, { $0.signing = .fixed("e30.e30") }),
        ("a padded part", .tokenMalformed, { $0.signing = .fixed("e30=.e30.AAAA") }),
        ("another spelling of the same bytes", .tokenMalformed, { $0.signing = .fixed("e31.e30.AAAA") }),
        ("nothing", .tokenMalformed, { $0.signing = .fixed("") }),
        (
            "a token of a megabyte", .tokenMalformed,
            { $0.signing = .fixed(String(repeating: "a", count: 60_000)) }
        ),
    ]

    @Test(arguments: forgeries.indices) func aForgedTokenIsRefusedForItsOwnReason(index: Int) async throws {
        let (name, reason, change) = Self.forgeries[index]
        let house = try House()
        let issuer = try TestIssuer()
        let signIn = OpenIDSignIn(
            try issuer.settings(), issuer, clock: house.clock.now,
            random: { _ in Array((0..<32).map { _ in UInt8.random(in: 0...255) }) })
        func finish() async throws -> ForeignIdentity {
            let (address, cookie) = try await signIn.begin()
            let query = Dictionary(
                (URLComponents(string: address)?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
            ) { first, _ in first }
            issuer.state.withLock { $0.nonce = query["nonce"] ?? "" }
            return try await signIn.finish(["code": "good-code", "state": query["state"] ?? ""], cookie: cookie)
        }
        #expect(try await finish().subject == "subject-1", "the unchanged token is good")
        issuer.state.withLock { change(&$0) }
        do {
            _ = try await finish()
            Issue.record("accepted: \(name)")
        } catch let refusal as OpenIDRefusal {
            #expect(refusal.reason == reason, "\(name): \(refusal)")
        }
        #expect(!issuer.state.withLock { $0.asked }.contains { $0.contains("evil") })
    }

    @Test func whatIsWithinTheRulesIsAccepted() async throws {
        let fine: [(String, @Sendable (inout TestIssuer.State) -> Void)] = [
            (
                "RS256",
                {
                    $0.header = ["alg": .text("RS256"), "kid": .text("rsa-1")]
                    $0.signing = .rsa
                }
            ),
            ("no key named, and one fits", { $0.header["kid"] = nil }),
            (
                "several audiences with a party",
                {
                    $0.claims["aud"] = .list(["other", "tutela"])
                    $0.claims["azp"] = .text("tutela")
                }
            ),
            ("expired within the skew", { $0.claims["exp"] = .number(TestIssuer.now - 59) }),
            ("issued within the skew", { $0.claims["iat"] = .number(TestIssuer.now + 60) }),
            ("a fraction of a second", { $0.claims["iat"] = .number(TestIssuer.now - 0.5) }),
        ]
        for (name, change) in fine {
            let (house, issuer) = (try House(), try TestIssuer())
            issuer.state.withLock { change(&$0) }
            try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
                let answer = try await arrive(browser, issuer)
                #expect(isIn(answer, browser), "\(name)")
            }
        }
    }

    @Test func anAttemptBelongsToOneBrowserAndWorksOnce() async throws {
        let (house, issuer) = (try House(), try TestIssuer())
        try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
            let foreign = Browser(browser.client)
            let out = try await browser.get("/login/openid")
            let address = try #require(URLComponents(string: out.headers[.location] ?? ""))
            let query = Dictionary((address.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
            issuer.state.withLock { $0.nonce = query["nonce"] ?? "" }
            let back = "/login/openid/callback?code=good-code&state=\(query["state"] ?? "")"
            #expect(try await foreign.get(back).status == .forbidden, "no cookie")
            _ = try await foreign.get("/login/openid")
            #expect(try await foreign.get(back).status == .forbidden, "the cookie of another attempt")

            let cookie = try #require(browser.cookies["tutela-attempt"])
            let answer = try await browser.get(back)
            #expect(isIn(answer, browser))
            let replayer = Browser(browser.client)
            replayer.set("tutela-attempt", cookie)
            #expect(try await replayer.get(back).status == .forbidden, "state and cookie a second time")
            #expect(replayer.cookies[House.cookie] == nil)
        }
    }

    @Test func anAttemptThatIsOldChangedOrMixedUpIsRefused() async throws {
        let (house, issuer) = (try House(), try TestIssuer())
        try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
            #expect(try await arrive(browser, issuer, state: "wrong").status == .forbidden)
            #expect(try await arrive(browser, issuer, code: "bad-code").status == .forbidden)
            #expect(try await arrive(browser, issuer, extra: "&state=twice").status == .forbidden)
            #expect(try await arrive(browser, issuer, extra: "&error=access_denied").status == .forbidden)
            #expect(try await arrive(browser, issuer, extra: "&iss=https%3A%2F%2Fevil.example").status == .forbidden)
            let out = try await browser.get("/login/openid")
            let address = try #require(URLComponents(string: out.headers[.location] ?? ""))
            let state = address.queryItems?.first { $0.name == "state" }?.value ?? ""
            let bytes = try #require(Base64URL.decode(browser.cookies["tutela-attempt"] ?? ""))
            for index in [0, bytes.count / 2, bytes.count - 1] {
                var changed = bytes
                changed[index] ^= 1
                browser.set("tutela-attempt", Base64URL.encode(changed))
                let answer = try await browser.get("/login/openid/callback?code=good-code&state=\(state)")
                #expect(answer.status == .forbidden)
            }
            #expect(browser.cookies[House.cookie] == nil)
        }
        issuer.state.withLock { $0.metadata["authorization_response_iss_parameter_supported"] = .flag(true) }
        try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
            #expect(try await arrive(browser, issuer).status == .forbidden, "an issuer that names itself did not")
            let answer = try await arrive(browser, issuer, extra: "&iss=https%3A%2F%2Fissuer.example")
            #expect(isIn(answer, browser))
        }
        try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
            let out = try await browser.get("/login/openid")
            let address = try #require(URLComponents(string: out.headers[.location] ?? ""))
            let state = address.queryItems?.first { $0.name == "state" }?.value ?? ""
            house.clock.wait(SignInAttempt.lifetime)
            #expect(
                try await browser.get(
                    "/login/openid/callback?code=good-code&state=\(state)&iss=https%3A%2F%2Fissuer.example"
                ).status == .forbidden)
        }
    }

    @Test func aFloodOfUnknownKeysAsksTheIssuerSeldom() async throws {
        let (house, issuer) = (try House(), try TestIssuer())
        let directory = IssuerDirectory(try issuer.settings(), issuer, clock: house.clock.now)
        _ = try await directory.verifier("ec-1", "ES256")
        func keyFetches() -> Int { issuer.state.withLock { $0.asked.count { $0.hasSuffix("/keys") } } }
        #expect(keyFetches() == 1)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<500 { group.addTask { _ = try? await directory.verifier("made-up-\(index)", "ES256") } }
        }
        #expect(keyFetches() == 1)
        house.clock.wait(IssuerDirectory.pause)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<500 { group.addTask { _ = try? await directory.verifier("made-up-\(index)", "ES256") } }
        }
        #expect(keyFetches() == 2)

        // A key that the issuer really added is found after the pause at the latest.
        issuer.state.withLock { $0.keys[0]["kid"] = "ec-2" }
        house.clock.wait(IssuerDirectory.pause)
        _ = try await directory.verifier("ec-2", "ES256")
        #expect(keyFetches() == 3)
        await #expect(throws: OpenIDRefusal.self) { _ = try await directory.verifier("ec-1", "ES256") }

        // While the issuer is down it is not asked for every token, and old keys do not live on for ever.
        issuer.state.withLock { $0.isDown = true }
        house.clock.wait(IssuerDirectory.lifetime)
        let before = issuer.state.withLock { $0.asked.count }
        for _ in 0..<100 {
            await #expect(throws: OpenIDRefusal.self) { _ = try await directory.verifier("ec-2", "ES256") }
        }
        #expect(issuer.state.withLock { $0.asked.count } - before <= 2)
    }

    @Test func anIssuerThatIsDownOrSomebodyElseIsSaidSo() async throws {
        let (house, issuer) = (try House(), try TestIssuer())
        issuer.state.withLock { $0.isDown = true }
        try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
            let answer = try await browser.get("/login/openid")
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.text.contains("does not answer"))
        }
        let changes: [[String: TestIssuer.Claim]] = [
            ["issuer": .text("https://other.example")], ["token_endpoint": .text("http://issuer.example/token")],
            ["jwks_uri": .text("file:///etc/passwd")], ["id_token_signing_alg_values_supported": .list(["HS256"])],
            ["code_challenge_methods_supported": .list(["plain"])],
        ]
        for change in changes {
            let issuer = try TestIssuer()
            issuer.state.withLock { $0.metadata = change }
            try await house.router(openID: (issuer.settings(), issuer)).browse { browser in
                let answer = try await browser.get("/login/openid")
                #expect(answer.status == .forbidden, "\(change)")
            }
        }
    }

    @Test func settingsThatCannotBeSafeAreRefused() throws {
        let mapping = ForeignMapping(roles: ["a": [.operator]])
        func make(
            issuer: String = "https://i.example", address: String = "https://t.example",
            algorithms: Set<String> = ["ES256"], mapping: ForeignMapping = mapping, skew: Int = 60
        ) throws {
            _ = try OpenIDSettings(
                issuer: issuer, clientID: "c", clientSecret: nil, publicAddress: address, name: "n", mapping: mapping,
                algorithms: algorithms, skew: skew)
        }
        try make()
        try make(issuer: "http://127.0.0.1:8180/realm", address: "http://localhost:8080")
        let bad: [() throws -> Void] = [
            { try make(issuer: "http://i.example") },
            { try make(issuer: "http://127.0.0.1.evil.example") },
            { try make(issuer: "http://localhost:80@evil.example") },
            { try make(issuer: "https://i.example/?x") },
            { try make(address: "http://t.example") },
            { try make(algorithms: ["HS256"]) },
            { try make(algorithms: ["none"]) },
            { try make(algorithms: []) },
            { try make(mapping: ForeignMapping(roles: [:])) },
            { try make(skew: 61) },
        ]
        for attempt in bad { #expect(throws: OpenIDSettingsError.self) { try attempt() } }
    }

    /// The same way with real connections: the house's own client, and an issuer that listens.
    @Test func theIssuerIsSpokenToThroughTheGuardedClient() async throws {
        let issuer = try TestIssuer()
        let router = Router()
        router.get("/**") { request, _ in
            let base = "http://\(request.head.authority ?? "")"
            let answer = try await issuer.document(base + request.uri.path)
            return Response(
                status: .init(code: answer.status), headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(bytes: answer.bytes)))
        }
        router.post("/token") { request, _ in
            let body = String(buffer: try await request.body.collect(upTo: 65_536))
            let form = try Query(body[...]).fields
            let answer = try await issuer.submit("/token", form: form, authorization: request.headers[.authorization])
            return Response(
                status: .init(code: answer.status), headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(bytes: answer.bytes)))
        }
        try await Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
            .test(.live) { live in
                let port = try #require(live.port)
                let address = "http://127.0.0.1:\(port)"
                issuer.state.withLock { $0.claims["iss"] = .text(address) }
                let client = try OutboundClient(bases: [address])
                let house = try House()
                let settings = try issuer.settings(issuer: address, address: "http://127.0.0.1:8080")
                try await house.router(openID: (settings, OutboundTransport(client))).browse { browser in
                    let answer = try await arrive(browser, issuer)
                    #expect(isIn(answer, browser), "\(answer.text)")
                }
            }
    }
}
