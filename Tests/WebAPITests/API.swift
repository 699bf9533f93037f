// SPDX-License-Identifier: Apache-2.0

import Banks
import CivilTime
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import MediaDecoding
import NIOCore
import Outbound
import Policy
import PolicyPacks
import Screening
import Store
import StoreTestSupport
import Submissions
import TestSupport
import Testing
import Web

@testable import Identity
@testable import WebAPI

/// The API on a fresh database, asked without sockets or, for programs, with them.
struct API: Sendable {
    let services: APIServices
    let client: any TestClientProtocol

    var store: Store { services.store }

    /// Who asks, by key.
    static let principals: [String: Principal] = {
        var all: [String: Principal] = [
            "acme": Principal(
                kind: .key, id: "acme", tenant: TenantName("acme"), roles: [.submitter, .listManager, .tenantAdmin]),
            "other": Principal(
                kind: .key, id: "other", tenant: TenantName("other"), roles: [.submitter, .listManager, .tenantAdmin]),
            "all": Principal(kind: .user, id: "all", tenant: nil, roles: Set(Role.allCases)),
        ]
        for role in Role.allCases {
            all[role.rawValue] = Principal(kind: .key, id: role.rawValue, tenant: nil, roles: [role])
        }
        return all
    }()

    static let schemas = [
        BankSchema.schema, IdentitySchema.schema, LedgerSchema.schema, SubmissionSchema.schema,
    ]

    static let clock: @Sendable () -> UTCTime = { UTCTime(seconds: Int64(Date().timeIntervalSince1970)) }

    /// Runs a test on an API of its own.
    static func run(
        _ engine: TestEngine = .sqlite, isLive: Bool = false, lanes: Int = 1,
        _ body: @Sendable (API) async throws -> Void
    ) async throws {
        let database = try TestDatabase(engine)
        let home = try TemporaryFolder()
        let store = try database.open(schemas)
        let banks = BankRepository(store: store, home: home.url.path, clock: { Date() })
        let lists = try LiveLists(banks, indexFolder: nil, threads: 1, clock: clock)
        let rules = try LawBooks.ruleSet()
        let decoder = ConfinedDecoder.Configuration(executable: Repository.program("tutela-decoder"))
        var settings = ScanSettings(decoder: decoder, lanes: lanes)
        settings.policy = ScanPolicy(rules, clock: clock)
        let screener = try Screener(settings, lists: lists, lanes: lanes, waiting: 64)
        let ids = SubmissionIDs(clock: clock)
        let outbox = CallbackOutbox(store: store, ids: ids, clock: clock)
        let jobs = JobRepository(store: store, outbox: outbox, ids: ids, server: "srv_test", clock: clock)
        let archive = RuleSetArchive(home: home.url.path)
        try archive.keep(rules)
        let key = WebhookKey()
        let allow = try AllowList(reading: ["https://hooks.example"])
        let services = APIServices(
            store: store, banks: banks, lists: lists, screener: screener, ids: ids,
            decisions: DecisionRepository(store: store),
            requests: RequestLedger(store: store, secret: SymmetricKey(size: .bits256), clock: clock), jobs: jobs,
            runner: JobRunner(store: store, jobs: jobs), outbox: outbox, rules: rules, archive: archive,
            audit: AuditLog(clock: clock), users: UserRepository(store: store, clock: clock),
            keys: KeyRepository(store: store, clock: clock), tenants: TenantRepository(store: store, clock: clock),
            passwords: PasswordHasher(cost: ScryptCost(logN: 10, r: 8, p: 1)), fetch: GuardedFetch(allow: allow),
            webhooks: WebhookSender(allow: allow, clock: clock), webhookKeys: key.publicKey.map { [$0] } ?? [],
            confinement: try DecoderSelfTest.run(decoder), decoding: decoder.limits, clock: clock, version: "0.0.0")
        var doors = Doors()
        APIWing(services).open(&doors)
        let gate = Gate(authenticator: ListedAuthenticator(keys: principals), auditLog: services.audit)
        let router = try DoorRouter(doors, gate: gate)
        let following = Task { await lists.follow(store.announcements()) }
        let working: Task<Void, Never> = Task {
            await services.runJobs(report: { error in Issue.record("a job: \(error)") })
        }
        try await Application(responder: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
            .test(isLive ? .live : .router) { client in try await body(API(services: services, client: client)) }
        working.cancel()
        following.cancel()
        await working.value
        await following.value
        await screener.stop()
        try store.close()
        withExtendedLifetime(database) {}
    }

    struct Answer: Sendable {
        var status: Int
        var headers: HTTPFields
        var text: String

        var json: Any? { try? JSONSerialization.jsonObject(with: Data(text.utf8)) }
        subscript(name: String) -> Any? { (json as? [String: Any])?[name] }
        func string(_ name: String) -> String? { self[name] as? String }
    }

    /// Asks with JSON, or with nothing.
    @discardableResult
    func callAsFunction(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, as key: String? = "all",
        type: String = "application/json", headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await send(method, path, body.map { ByteBuffer(string: $0) }, as: key, type: type, headers: headers)
    }

    /// Asks with bytes.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: ByteBuffer?, as key: String?, type: String,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers
        if let key { headers[.authorization] = "Bearer \(key)" }
        if body != nil { headers[.contentType] = type }
        let response = try await client.execute(
            uri: path, method: method, headers: headers, body: body)
        return Answer(
            status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }

    /// Hands in a picture.
    func screen(
        _ picture: [UInt8], query: String = "", as key: String = "submitter", headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await send(
            .post, "/api/v1/screen" + query, ByteBuffer(bytes: picture), as: key, type: "image/bmp", headers: headers)
    }

    /// Asks until a job has ended.
    func ended(_ job: String, as key: String) async throws -> Answer {
        for _ in 0..<600 {
            let answer = try await self(.get, "/api/v1/jobs/\(job)", as: key)
            if let state = answer.string("state"), ["done", "failed", "lost"].contains(state) { return answer }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("job \(job) does not end")
        return try await self(.get, "/api/v1/jobs/\(job)", as: key)
    }

    /// How many decisions there are.
    func decisionCount() throws -> Int {
        try store.read {
            try $0.firstRow("SELECT COUNT(*) FROM submission_decision") { Int($0.integer(0)) } ?? 0
        }
    }
}

extension HTTPField.Name {
    static let key = HTTPField.Name("idempotency-key") ?? .accept
    static let wish = HTTPField.Name("prefer") ?? .accept
    static let replayed = HTTPField.Name("idempotency-replayed") ?? .accept
}
