// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Store
internal import Submissions
internal import Web

extension HTTPField.Name {
    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no name of a header") }
        return name
    }

    static let idempotencyKey = known("idempotency-key")
    static let idempotencyReplayed = known("idempotency-replayed")
    static let prefer = known("prefer")
    static let preferenceApplied = known("preference-applied")
}

extension Request {
    /// The client's idempotency key.
    ///
    /// - Throws: ``Problem`` 400.
    func idempotencyKey() throws(Problem) -> String? {
        let values = headers[values: .idempotencyKey]
        guard let value = values.first else { return nil }
        guard values.count == 1, (1...RequestLedger.longestKey).contains(value.utf8.count),
            value.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw Problem(
                .badRequest, code: "header-invalid",
                detail: "“Idempotency-Key” comes once, 1 to \(RequestLedger.longestKey) visible characters of ASCII.")
        }
        return value
    }

    /// Whether the client would rather not wait (RFC 7240).
    ///
    /// - Throws: ``Problem`` 400 for a preference that is not known here.
    func prefersAsync() throws(Problem) -> Bool {
        var isAsync = false
        for value in headers[values: .prefer].flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            let words = value.split(separator: " ").joined().lowercased()
            guard words == "respond-async" else {
                throw Problem(.badRequest, code: "header-invalid", detail: "“Prefer” can be: respond-async.")
            }
            isAsync = true
        }
        return isAsync
    }
}

/// An answer that can be given again: JSON and a status.
struct KeptAnswer: Sendable {
    var status: HTTPResponse.Status
    var body: String
    var location: String?

    func response(isReplayed: Bool) -> Response {
        var response = Response.json(bytes: ByteBuffer(string: body), status: status)
        if let location { response.headers[.location] = location }
        if isReplayed { response.headers[.idempotencyReplayed] = "true" }
        return response
    }
}

extension APIServices {
    /// Does something once for each idempotency key, however often the request comes.
    ///
    /// - Parameters:
    ///   - key: the client's; `nil`: every request is a new one.
    ///   - actor: who asks.
    ///   - parts: everything by which two requests with one key may differ.
    ///   - work: does it. It gives the answer, and what to keep in one transaction with it.
    func once(
        key: String?, actor: String, parts: @autoclosure () -> [[UInt8]],
        _ work: () async throws -> Undertaking
    ) async throws -> Response {
        let requests = requests
        let store = store
        guard let key else { return try await complete(try await work()) { _, _ in } }
        let parts = parts()
        let claim: RequestLedger.Claim
        switch try await store.perform({ try requests.begin(key: key, actor: actor, parts: parts) }) {
        case .first(let mine): claim = mine
        case .answered(let answer):
            let job = answer.status == 202 ? Self.job(in: answer.body) : nil
            return KeptAnswer(
                status: .init(code: answer.status), body: answer.body, location: job.map { "/api/v1/jobs/\($0)" }
            ).response(isReplayed: true)
        case .running:
            throw Problem(
                .conflict, code: "request-running",
                detail: "A request with this idempotency key is running. Ask again in a moment.", retryAfter: 1)
        case .different:
            throw Problem(
                .unprocessableContent, code: "key-reused",
                detail: "Another request had this idempotency key. Take a new key for a new request.")
        }
        do {
            return try await complete(try await work()) { answer, connection in
                try requests.finish(
                    claim, .init(status: Int(answer.status.code), body: answer.body), within: connection)
            }
        } catch {
            // Also when the client has gone, which cancels this task: the key must not stay taken until its lease ends.
            await Task.detached { _ = try? await store.perform { try requests.abandon(claim) } }.value
            throw error
        }
    }

    /// Keeps what an undertaking asks for, and then begins what it begins.
    func complete(
        _ undertaking: Undertaking, _ also: @escaping @Sendable (KeptAnswer, SQLConnection) throws -> Void
    ) async throws -> Response {
        let store = store
        do {
            try await store.perform {
                try store.write { connection in
                    try undertaking.keep(connection)
                    try also(undertaking.answer, connection)
                }
            }
        } catch {
            undertaking.undo()
            throw error
        }
        undertaking.then()
        return undertaking.answer.response(isReplayed: false)
    }

    /// The id of the job that an answer tells of; it was written by this program.
    private static func job(in body: String) -> String? {
        guard let start = body.range(of: "\"id\":\"job_") else { return nil }
        return String(body[body.index(start.upperBound, offsetBy: -4)...].prefix(36))
    }
}
