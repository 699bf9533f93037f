// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Ledger
import Store
import Synchronization
import TestSupport
import Testing
import Web

@testable import WebConsole

/// A console over a real database, with a clock that tests move.
final class House: Sendable {
    static let cookie = "tutela"

    let folder: TemporaryFolder
    let store: Store
    let users: UserRepository
    let sessions: SessionRepository
    let signIn: SignIn
    let log: AuditLog
    let cost: ScryptCost
    let clock = TestClock()
    let facts = Mutex(Facts())

    struct Facts: Sendable {
        var checks = [ConsoleCheck(name: "lists", state: .ok, detail: "Change 4,711, confirmed 1 s ago.")]
        var lists: [ConsoleList] = []
        var decisions = ConsoleDecisions(last: [], lastDay: [:])
    }

    init() throws {
        folder = try TemporaryFolder()
        store = try Store(at: .sqlite(home: folder.path), schemas: [LedgerSchema.schema, IdentitySchema.schema])
        let now = clock.now
        users = UserRepository(store: store, clock: now)
        sessions = SessionRepository(store: store, clock: now)
        // A hash that costs nothing, for tests only.
        let cheap = PasswordHash("$scrypt$ln=4,r=1,p=1$\(Self.base64(16))$\(Self.base64(32))")
        cost = try #require(cheap).cost
        signIn = SignIn(store: store, sessions: sessions, hasher: PasswordHasher(cost: cost), clock: now)
        log = AuditLog(clock: now)
    }

    private static func base64(_ count: Int) -> String {
        Data(count: count).base64EncodedString().replacing("=", with: "")
    }

    /// Adds somebody with a one-time password.
    @discardableResult
    func add(_ name: String, _ roles: Set<Role>, password: String) throws -> User {
        try users.add(
            name, roles: roles, password: PasswordHash(of: password, cost: cost),
            by: .program("test"), recording: { _, _, _ in })
    }

    func sources() -> ConsoleSources {
        ConsoleSources(
            health: { self.facts.withLock { $0.checks } }, lists: { _ in self.facts.withLock { $0.lists } },
            decisions: { _ in self.facts.withLock { $0.decisions } })
    }

    func router(
        openID: (settings: OpenIDSettings, transport: any IssuerTransport)? = nil,
        specification: String = House.specification, isSecure: Bool = false
    ) throws -> DoorRouter {
        let cookie = isSecure ? "__Host-tutela" : Self.cookie
        let console = try Console(
            ConsoleSettings(
                version: "Tutela, test", isSecure: isSecure, sessionCookie: cookie, address: "http://127.0.0.1:8080"),
            accounts: ConsoleAccounts(
                store: store, signIn: signIn, sessions: sessions,
                foreign: ForeignSignIn(users: users, sessions: sessions)),
            sources: sources(), openID: openID, specification: specification, clock: clock.now,
            random: { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } })
        var doors = Doors()
        console.open(&doors)
        var gate = Gate(
            authenticator: SessionAuthenticator(store: store, sessions: sessions), auditLog: log, signInPath: "/login",
            isSecure: isSecure, sessionCookie: cookie)
        gate.errorPage = { console.page(for: $0, request: $1) }
        return try DoorRouter(doors, gate: gate)
    }

    /// How many audit events of an action there are.
    func events(_ action: String) throws -> [String] {
        try store.read { connection in
            var details: [String] = []
            try connection.forEachRow(
                "SELECT detail FROM audit_event WHERE action = $1 ORDER BY number", [.text(action)]
            ) { details.append($0.text(0)) }
            return details
        }
    }

    static let specification = """
        openapi: 3.1.0
        info: {title: Test, version: "1", description: A test.}
        paths:
          /things/{thing}:
            get:
              operationId: getThing
              summary: Get a thing
              parameters:
              - {name: thing, in: path, required: true, schema: {type: string}, example: t-1}
              responses:
                '200': {description: The thing.}
        """
}

/// A clock that tests move.
final class TestClock: Sendable {
    private let seconds = Mutex<Int64>(1_790_000_000)

    var now: @Sendable () -> UTCTime { { UTCTime(seconds: self.seconds.withLock { $0 }) } }
    func wait(_ count: Int64) { seconds.withLock { $0 += count } }
}

/// Finds sessions in the database, as the server does.
struct SessionAuthenticator: Authenticator {
    let store: Store
    let sessions: SessionRepository

    func principal(key: String, from peer: PeerAddress) -> Principal? {
        key == "submitter" ? Principal(kind: .key, id: "k", tenant: nil, roles: [.submitter]) : nil
    }

    func session(token: String) async throws -> (principal: Principal, proof: SessionProof)? {
        let sessions = sessions
        return try await store.perform {
            try sessions.session(token: token).map {
                ($0.principal, SessionProof(id: $0.id, csrfToken: CSRFToken.of(token)))
            }
        }
    }
}

/// Keeps cookies from one answer to the next, as a browser does.
final class Browser: Sendable {
    let client: any TestClientProtocol
    private let jar = Mutex<[String: String]>([:])

    init(_ client: any TestClientProtocol) {
        self.client = client
    }

    var cookies: [String: String] { jar.withLock { $0 } }
    func set(_ name: String, _ value: String?) { jar.withLock { $0[name] = value } }

    func get(_ path: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await send(.get, path, headers: headers)
    }

    func post(_ path: String, _ form: [(String, String)], headers: HTTPFields = [:]) async throws -> TestResponse {
        let body = form.map { "\($0)=\(OpenIDSignIn.encoded($1))" }.joined(separator: "&")
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await send(.post, path, headers: headers, body: ByteBuffer(string: body))
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields, body: ByteBuffer? = nil
    ) async throws -> TestResponse {
        var headers = headers
        let cookies = self.cookies
        if !cookies.isEmpty {
            headers[.cookie] = cookies.map { "\($0)=\($1)" }.sorted().joined(separator: "; ")
        }
        let response = try await client.execute(uri: path, method: method, headers: headers, body: body)
        for cookie in response.headers[values: .setCookie] {
            let parts = cookie.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let isGone = parts.contains("Max-Age=0")
            set(String(pair[0]), isGone ? nil : String(pair[1]))
        }
        return response
    }

    /// The hidden field of the forms on a page.
    func token(_ path: String) async throws -> String {
        let page = String(buffer: try await get(path).body)
        let field = try #require(page.firstRange(of: "name=\"csrf\" value=\""))
        return String(page[field.upperBound...].prefix { $0 != "\"" })
    }

    @discardableResult
    func signIn(_ name: String, _ password: String) async throws -> TestResponse {
        try await post("/login", [("csrf", token("/login")), ("name", name), ("password", password)])
    }

    /// Signs somebody in who has a one-time password, and gives them their own.
    func settle(_ name: String, _ oneTime: String, _ password: String) async throws {
        try await signIn(name, oneTime)
        let changed = try await post(
            "/account/password",
            [
                ("csrf", token("/account/password")), ("current", oneTime), ("new", password), ("again", password),
            ])
        #expect(changed.status == .seeOther)
    }
}

extension DoorRouter {
    func browse<Value: Sendable>(_ body: @Sendable (Browser) async throws -> Value) async throws -> Value {
        try await Application(responder: self).test(.router) { try await body(Browser($0)) }
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}
