// SPDX-License-Identifier: Apache-2.0

import Banks
import CivilTime
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Ledger
import MediaDecoding
import NIOCore
import Outbound
import Screening
import Store
import TestSupport
import Testing
import Web

@testable import WebMatcher

/// The surface on a fresh database, asked without sockets.
struct Surface: Sendable {
    let store: Store
    let banks: BankRepository
    let lists: LiveLists
    let client: any TestClientProtocol

    /// Who asks, by key.
    static let principals: [String: Principal] = [
        "all": Principal(kind: .key, id: "all", tenant: nil, roles: [.matcher, .listManager, .exchange]),
        "matcher": Principal(kind: .key, id: "matcher", tenant: nil, roles: [.matcher]),
        "submitter": Principal(kind: .key, id: "submitter", tenant: nil, roles: [.submitter]),
        "operator": Principal(kind: .key, id: "operator", tenant: nil, roles: [.operator]),
        "acme": Principal(
            kind: .key, id: "acme", tenant: TenantName("acme"), roles: [.matcher, .listManager, .exchange]),
        "other": Principal(
            kind: .key, id: "other", tenant: TenantName("other"), roles: [.matcher, .listManager, .exchange]),
    ]

    static let now = UTCTime(seconds: 1_800_000_000)

    /// Runs a test on a surface of its own.
    static func run(
        decoding: Bool = false, _ body: @Sendable (Surface) async throws -> Void
    ) async throws {
        let home = try TemporaryFolder()
        let store = try Store(
            home: home.url.path, schemas: [BankSchema.schema, LedgerSchema.schema, MatcherSchema.schema])
        let banks = BankRepository(
            store: store, home: home.url.path,
            clock: {
                Date(timeIntervalSince1970: Double(now.seconds))
            })
        let lists = try LiveLists(banks, indexFolder: nil, threads: 1, clock: { now })
        let settings = ScanSettings(
            decoder: ConfinedDecoder.Configuration(executable: Repository.program("tutela-decoder")), lanes: 1)
        let screener = try Screener(settings, lists: lists, lanes: 1, waiting: 4)
        let shares = try SignalShares(store)
        let wing = MatcherWing(
            store: store, banks: banks, lists: lists, shares: shares, screener: screener,
            fetch: GuardedFetch(allow: AllowList()))
        var doors = Doors()
        wing.open(&doors)
        let gate = Gate(
            authenticator: ListedAuthenticator(keys: principals), auditLog: AuditLog(clock: { now }))
        let router = try DoorRouter(doors, gate: gate)
        let following = Task { await lists.follow(store.announcements()) }
        defer { following.cancel() }
        try await Application(responder: router).test(.router) { client in
            try await body(Surface(store: store, banks: banks, lists: lists, client: client))
        }
        following.cancel()
        await following.value
        try store.close()
    }

    struct Answer: Sendable {
        var status: Int
        var text: String
        var json: JSONValue?
        var headers: HTTPFields

        var message: String? { json?.members?["message"]?.text }
    }

    /// Asks.
    func callAsFunction(
        _ method: HTTPRequest.Method, _ uri: String, _ body: JSONValue? = nil, as key: String? = "all"
    ) async throws -> Answer {
        var headers: HTTPFields = [:]
        if let key { headers[.authorization] = "Bearer \(key)" }
        if body != nil { headers[.contentType] = "application/json" }
        return try await send(method, uri, headers, body.map { ByteBuffer(bytes: $0.bytes) })
    }

    /// Hands in files and fields as a form.
    func upload(
        _ uri: String, files: [(field: String, bytes: [UInt8])], fields: [String: String] = [:], as key: String = "all"
    ) async throws -> Answer {
        let boundary = "----boundary-of-a-test"
        var body = ByteBuffer()
        for (name, value) in fields {
            body.writeString("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n")
        }
        for (field, bytes) in files {
            body.writeString(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"; filename=\"a\"\r\n"
                    + "Content-Type: application/octet-stream\r\n\r\n")
            body.writeBytes(bytes)
            body.writeString("\r\n")
        }
        body.writeString("--\(boundary)--\r\n")
        let headers: HTTPFields = [
            .authorization: "Bearer \(key)", .contentType: "multipart/form-data; boundary=\(boundary)",
        ]
        return try await send(.post, uri, headers, body)
    }

    func send(
        _ method: HTTPRequest.Method, _ uri: String, _ headers: HTTPFields, _ body: ByteBuffer?
    ) async throws -> Answer {
        let response = try await client.execute(uri: uri, method: method, headers: headers, body: body)
        let text = String(buffer: response.body)
        return Answer(
            status: response.status.code, text: text, json: JSONValue(text: text), headers: response.headers)
    }

    /// What the audit log says, oldest first.
    func events() throws -> [(action: String, object: String, actor: String)] {
        var events: [(String, String, String)] = []
        try store.read { connection in
            try connection.forEachRow("SELECT action, object, actor FROM audit_event ORDER BY number") {
                events.append(($0.text(0), $0.text(1), $0.text(2)))
            }
        }
        return events
    }
}
