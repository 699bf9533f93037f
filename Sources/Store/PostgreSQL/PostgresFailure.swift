// SPDX-License-Identifier: Apache-2.0

import CLibPQ

/// What a PostgreSQL server said, without its words: they can quote values, and values may be fingerprints.
struct PostgresFailure: Error, CustomStringConvertible {
    /// The five characters of SQLSTATE; empty when the connection broke.
    var state: String
    /// The rule that a row contradicts, by its name in the schema.
    var constraint: String?
    /// The server's message, only where it can speak of nothing but the statement itself (class 42).
    var complaint: String?

    init(state: String) {
        self.state = state
    }

    init(_ result: OpaquePointer) {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
        }
        state = field("C") ?? ""
        constraint = field("n")
        complaint = state.hasPrefix("42") ? field("M") : nil
    }

    var description: String {
        (["SQLSTATE \(state.isEmpty ? "none" : state)", constraint, complaint] as [String?]).compactMap { $0 }
            .joined(separator: ", ")
    }
}

extension StoreError {
    /// Translates a server's answer into an error for a person.
    ///
    /// - Parameters:
    ///   - failure: what the server said. Codes: PostgreSQL's appendix A.
    ///   - place: the printable name of the database.
    static func postgres(_ failure: PostgresFailure, place: String) -> StoreError {
        let defect = "This is a defect of the program: please report it with the code below and \(failure)."
        func error(_ code: Code, _ message: String, _ remedy: String) -> StoreError {
            StoreError(code: code, message: "\(place): \(message)", remedy: remedy, cause: failure)
        }
        switch (failure.state, failure.state.prefix(2)) {
        case ("40001", _), ("40P01", _), ("0A000", _), ("26000", _):
            return error(
                .conflict, "two changes stood in each other's way; nothing of this one was kept", "Run it again.")
        case ("55P03", _):
            return error(
                .busy, "another change holds what this one needs; it waited as long as it may",
                "Wait until the other import or change has ended, then run it again. Nothing was changed.")
        case ("57014", _):
            return error(
                .timeout, "a statement took longer than it may; nothing of this change was kept",
                "Run it again when the database is less busy.")
        case ("53100", _):
            return error(
                .full, "there is no room left to write; nothing of this change was kept",
                "Free some space on the database server's disk, then run it again.")
        case ("53300", _), ("53400", _):
            return error(
                .unreachable, "the database server has no connection free",
                "Raise max_connections of the server, or lower the number of connections of each program.")
        case ("25006", _):
            return error(
                .readOnly, "the database server takes no changes",
                "Name the primary server in the database's address, not a standby.")
        case ("42501", _):
            return error(
                .notAllowed, "the database user may not do this: \(failure.complaint ?? "")",
                "Make the user the owner of the database: ALTER DATABASE name OWNER TO user.")
        case (_, "23"):
            return error(.constraint, "a row contradicts a rule of the database", defect)
        case (_, "22"):
            return error(.value, "a value does not fit where it should be stored", defect)
        case ("58030", _):
            return error(
                .inputOutput, "the disk of the database server failed",
                "Look at the server's log and the health of its disk; do not write to it until that is clear.")
        case (_, "XX"):
            return error(
                .corrupt, "the database server found its data damaged or failed inside",
                "Look at the server's log. Stop writing to it, and restore the last backup if its data is damaged.")
        case ("", _), (_, "08"), (_, "57"):
            return disconnected(place, cause: failure)
        default:
            return error(.statement, "the database refused a statement of the program", defect)
        }
    }

    static func disconnected(_ place: String, cause: (any Error)? = nil) -> StoreError {
        StoreError(
            code: .disconnected, message: "\(place): the connection broke; nothing of this change was kept",
            remedy: "Run it again. If it happens often, look at the database server's log and the network between.",
            cause: cause)
    }

    static func outcomeUnknown(_ place: String, cause: (any Error)?) -> StoreError {
        StoreError(
            code: .outcomeUnknown,
            message:
                "\(place): the connection broke while a change was being confirmed; it was kept whole or not at all",
            remedy: "Look whether the change is there before you run it again.", cause: cause)
    }

    /// - Parameter reason: what libpq said while connecting, which is before any value is sent.
    static func unreachable(_ place: String, _ reason: String) -> StoreError {
        let isRefusal = PostgresRefusal.isFinal(reason)
        return StoreError(
            code: .unreachable,
            message: "\(place): the database server \(isRefusal ? "lets nobody in" : "cannot be reached"): \(reason)",
            remedy: isRefusal
                ? "Check user, password, name and certificates in the database's address, and pg_hba.conf of the server. "
                    + "Where the network is yours alone, sslmode=disable does without TLS."
                : "Check that the server runs, the address, and the network between.")
    }
}

/// What libpq says when it cannot connect.
enum PostgresRefusal {
    /// Whether trying again soon would change nothing. Servers speak their own language: then it is tried for longer.
    static func isFinal(_ reason: String) -> Bool {
        [
            "authentication failed", "does not exist", "pg_hba.conf", "certificate", "no password supplied",
            "does not support SSL", "not permitted to log in", "invalid ", "SCRAM",
        ].contains { reason.contains($0) }
    }

    /// One line of it, printable, without libpq's repetitions.
    static func text(_ message: String) -> String {
        let line = message.split(whereSeparator: \.isNewline).last.map(String.init) ?? "no reason given"
        return String(line.unicodeScalars.filter { $0.value >= 32 && $0.value < 127 }.prefix(240).map(Character.init))
    }
}
