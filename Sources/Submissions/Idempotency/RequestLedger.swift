// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Crypto
internal import Foundation
public import Store

/// Remembers requests with an idempotency key, so that one sent twice has one effect.
///
/// The first request takes the key's row and gets a claim with a fencing number; the answer is stored in the transaction
/// of the effect and only under that number. If its server dies, the claim lapses and the next equal request takes the row
/// over with a higher number: what the first might still try to store is then refused, with its effect.
///
/// Source: "The Idempotency-Key HTTP Header Field", draft-ietf-httpapi-idempotency-key-header-07.
public struct RequestLedger: Sendable {
    /// How long a key is remembered, in seconds: 72 hours.
    public static let retention: Int64 = 72 * 3_600
    /// How long an unfinished request keeps its key, in seconds. Longer than any request may run.
    public static let lease: Int64 = 120
    /// Longest key, in bytes.
    public static let longestKey = 255

    private let store: Store
    private let secret: SymmetricKey
    private let clock: @Sendable () -> UTCTime
    private let random: @Sendable (Int) -> [UInt8]

    /// Works on a store that was opened with ``SubmissionSchema/schema``.
    ///
    /// - Parameters:
    ///   - store: the database.
    ///   - secret: of the installation, the same on all its servers; see ``RequestFingerprint``.
    ///   - clock: tells the time.
    ///   - random: gives so many bytes that nobody foresees.
    public init(
        store: Store, secret: SymmetricKey, clock: @escaping @Sendable () -> UTCTime,
        random: @escaping @Sendable (Int) -> [UInt8] = SubmissionIDs.system
    ) {
        self.store = store
        self.secret = secret
        self.clock = clock
        self.random = random
    }

    /// The right to store the answer to a request, as long as nobody took it over.
    public struct Claim: Sendable, Hashable {
        let row: String
        let fence: Int64
    }

    /// An answer as it was given.
    public struct Answer: Sendable, Hashable {
        /// Status of the response.
        public var status: Int
        /// Its body, JSON.
        public var body: String

        /// Keeps an answer.
        ///
        /// - Parameters:
        ///   - status: of the response.
        ///   - body: of the response, JSON.
        public init(status: Int, body: String) {
            self.status = status
            self.body = body
        }
    }

    /// What is known of a request.
    public enum Outcome: Sendable {
        /// It is the first: do it, and store its answer.
        case first(Claim)
        /// An equal one is running.
        case running
        /// It was answered before.
        case answered(Answer)
        /// Another request had the key.
        case different
    }

    /// Asks what is known of a request, and takes its key when nothing is.
    ///
    /// - Parameters:
    ///   - key: the client's key.
    ///   - actor: who sends it: keys of one client mean nothing to another.
    ///   - parts: everything by which two requests with one key may differ: method and path, headers that matter, body.
    /// - Throws: `StoreError`.
    public func begin(key: String, actor: String, parts: [[UInt8]]) throws -> Outcome {
        let row = Self.row(key: key, actor: actor)
        let salt = random(16)
        let fingerprint = fingerprint(key, salt, parts)
        let now = clock().seconds
        return try store.write { connection in
            let taken = try connection.execute(
                """
                INSERT INTO submission_request (id, salt, fingerprint, state, fence, lease_until, expires)
                VALUES ($1, $2, $3, 'running', 1, $4, $5) ON CONFLICT (id) DO NOTHING
                """,
                [
                    .text(row), .blob(salt), .blob(fingerprint), .integer(now + Self.lease),
                    .integer(now + Self.retention),
                ])
            if taken == 1 { return .first(Claim(row: row, fence: 1)) }
            let found = try connection.firstRow(
                """
                SELECT salt, fingerprint, state, fence, lease_until, expires, status, answer FROM submission_request
                WHERE id = $1
                """, [.text(row)]
            ) { row in
                (
                    salt: row.blob(0), fingerprint: row.blob(1), isDone: row.text(2) == "done", fence: row.integer(3),
                    leaseUntil: row.integer(4), expires: row.integer(5), status: row.integer(6), answer: row.text(7)
                )
            }
            // Taken and given back meanwhile: whoever asks again a moment later gets it.
            guard let found else { return .running }
            let isSame = Self.areEqual(self.fingerprint(key, found.salt, parts), found.fingerprint)
            if found.expires > now {
                guard isSame else { return .different }
                if found.isDone { return .answered(Answer(status: Int(found.status), body: found.answer)) }
                guard found.leaseUntil <= now else { return .running }
            }
            let moved = try connection.execute(
                """
                UPDATE submission_request SET salt = $1, fingerprint = $2, state = 'running', fence = fence + 1,
                    lease_until = $3, expires = $4, status = NULL, answer = NULL
                WHERE id = $5 AND fence = $6 AND state = $7
                """,
                [
                    .blob(salt), .blob(fingerprint), .integer(now + Self.lease), .integer(now + Self.retention),
                    .text(row), .integer(found.fence), .text(found.isDone ? "done" : "running"),
                ])
            return moved == 1 ? .first(Claim(row: row, fence: found.fence + 1)) : .running
        }
    }

    /// Stores the answer, in the transaction of the effect.
    ///
    /// - Parameters:
    ///   - claim: that ``begin(key:actor:parts:)`` gave.
    ///   - answer: to be given again to equal requests.
    ///   - connection: the transaction of the effect.
    /// - Throws: ``ClaimLost`` when another request took the key over, which must undo the effect; `StoreError`.
    public func finish(_ claim: Claim, _ answer: Answer, within connection: SQLConnection) throws {
        let stored = try connection.execute(
            """
            UPDATE submission_request SET state = 'done', status = $1, answer = $2
            WHERE id = $3 AND fence = $4 AND state = 'running'
            """,
            [.integer(Int64(answer.status)), .text(answer.body), .text(claim.row), .integer(claim.fence)])
        guard stored == 1 else { throw ClaimLost() }
    }

    /// Gives the key back, after a request that had no effect: it may be sent again.
    ///
    /// - Parameter claim: that ``begin(key:actor:parts:)`` gave.
    /// - Throws: `StoreError`.
    public func abandon(_ claim: Claim) throws {
        try store.write { connection in
            _ = try connection.execute(
                "DELETE FROM submission_request WHERE id = $1 AND fence = $2 AND state = 'running'",
                [.text(claim.row), .integer(claim.fence)])
        }
    }

    /// Forgets keys whose time is over.
    ///
    /// - Returns: how many.
    /// - Throws: `StoreError`.
    @discardableResult
    public func forgetExpired() throws -> Int {
        try store.write {
            try $0.execute("DELETE FROM submission_request WHERE expires <= $1", [.integer(clock().seconds)])
        }
    }

    /// Another request took the key over while this one was running.
    public struct ClaimLost: Error, Sendable, CustomStringConvertible {
        /// For a person.
        public var description: String {
            "this request took longer than \(RequestLedger.lease) s, and an equal one took its place; nothing was stored"
        }
    }

    private func fingerprint(_ key: String, _ salt: [UInt8], _ parts: [[UInt8]]) -> [UInt8] {
        var fingerprint = RequestFingerprint(key: key, salt: salt, secret: secret)
        for part in parts { fingerprint.add(part) }
        return fingerprint.bytes
    }

    /// The key itself is not kept: it opens ``RequestFingerprint``.
    private static func row(key: String, actor: String) -> String {
        var hash = SHA256()
        hash.update(data: Data("\(actor.utf8.count):\(actor)\(key)".utf8))
        return hash.finalize().map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
