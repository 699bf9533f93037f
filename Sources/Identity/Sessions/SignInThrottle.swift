// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Crypto
internal import Store

/// Counts attempts to sign in, for names that exist and names that do not alike.
///
/// An attempt is counted before the password is checked and taken back if it was right, so that a hundred attempts at the
/// same moment are not all free. The counts lie in the database: they hold over all servers and restarts.
enum SignInThrottle {
    /// Seconds after which a count is forgotten.
    static let memory: Int64 = 86_400

    /// Counts an attempt, or says how many seconds to wait.
    static func admit(
        login: String, address: NetworkAddress?, _ now: Int64, _ connection: SQLConnection
    ) throws -> Int64? {
        var wait: Int64 = 0
        for (subject, backOff) in subjects(login, address) {
            try connection.execute(
                """
                INSERT INTO identity_attempt (subject, failures, last_at, retry_at) VALUES ($1, 0, $2, 0)
                ON CONFLICT (subject) DO UPDATE SET last_at = identity_attempt.last_at
                """, [.blob(subject), .integer(now)])
            let count = try connection.firstRow(
                "SELECT failures, last_at, retry_at FROM identity_attempt WHERE subject = $1", [.blob(subject)]
            ) { (failures: $0.integer(0), last: $0.integer(1), retry: $0.integer(2)) }
            let remembered = count.flatMap { now - $0.last < memory ? $0.failures : nil } ?? 0
            // A clock that was set back must not lock people out for longer than the longest wait.
            let retry = min((count?.retry ?? 0) - now, backOff.longest)
            if retry > 0 { wait = max(wait, retry) }
            let failures = remembered + 1
            try connection.execute(
                "UPDATE identity_attempt SET failures = $1, last_at = $2, retry_at = $3 WHERE subject = $4",
                [.integer(failures), .integer(now), .integer(now + backOff.wait(after: failures)), .blob(subject)])
        }
        return wait > 0 ? wait : nil
    }

    /// Takes back an attempt that was right: the account's counts end, and the source has one failure less.
    static func succeeded(login: String, address: NetworkAddress?, _ connection: SQLConnection) throws {
        for (subject, backOff) in subjects(login, address) {
            if backOff == .address {
                try connection.execute(
                    "UPDATE identity_attempt SET failures = failures - 1, retry_at = 0 WHERE subject = $1 AND failures > 0",
                    [.blob(subject)])
            } else {
                try connection.execute("DELETE FROM identity_attempt WHERE subject = $1", [.blob(subject)])
            }
        }
    }

    /// Forgets the account's own count: an administrator gave a new password.
    static func forget(login: String, _ connection: SQLConnection) throws {
        try connection.execute(
            "DELETE FROM identity_attempt WHERE subject = $1", [.blob(hash("account", Array(login.utf8)))])
    }

    static func sweep(_ now: Int64, _ connection: SQLConnection) throws {
        try connection.execute("DELETE FROM identity_attempt WHERE last_at < $1", [.integer(now - memory)])
    }

    /// In one order for all, so that no two transactions wait for each other in a circle.
    private static func subjects(_ login: String, _ address: NetworkAddress?) -> [([UInt8], BackOff)] {
        let name = Array(login.utf8)
        var subjects = [(hash("account", name), BackOff.account)]
        if let address {
            let prefix = address.prefix.bytes
            subjects.append((hash("address", prefix), .address))
            subjects.append((hash("account-address", prefix + name), .accountFromAddress))
        } else {
            subjects.append((hash("account-nowhere", name), .accountFromAddress))
        }
        return subjects.sorted { $0.0.lexicographicallyPrecedes($1.0) }
    }

    private static func hash(_ kind: String, _ bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Array(kind.utf8) + [0] + bytes))
    }
}
