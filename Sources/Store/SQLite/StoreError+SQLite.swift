// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// What SQLite itself said. It never carries bound values, because values may be fingerprints.
struct SQLiteFailure: Error, CustomStringConvertible {
    let code: Int32
    let text: String

    var description: String { "SQLite \(code): \(text)" }
}

extension StoreError {
    /// What helps when the database is damaged.
    package static let restoring =
        "Stop every tutela process and keep a copy of the file. Then restore the last backup, or move "
        + "\(Store.fileName)* away and import the lists again."

    /// Translates an SQLite result code into an error for a person.
    ///
    /// - Parameters:
    ///   - code: the (extended) result code.
    ///   - text: SQLite's own message.
    ///   - file: the path of the database.
    static func sqlite(_ code: Int32, _ text: String, file: String) -> StoreError {
        let cause = SQLiteFailure(code: code, text: text)
        switch code & 0xFF {
        case SQLITE_FULL:
            return StoreError(
                code: .full,
                message: "\(file): there is no room left to write; nothing of this change was kept",
                remedy: "Free some space on that disk (df -h shows it) or move the home folder, then run it again.",
                cause: cause
            )
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            let what =
                code & 0xFF == SQLITE_NOTADB
                ? "is not a Tutela database, or its start was overwritten"
                : "is damaged"
            return StoreError(
                code: .corrupt,
                message: "\(file): the file \(what)",
                remedy: restoring,
                cause: cause
            )
        case SQLITE_BUSY, SQLITE_LOCKED:
            return StoreError(
                code: .busy,
                message: "\(file): another process is writing; waited \(StoreOptions.busySeconds) seconds",
                remedy: "Wait until the other import or change has ended, then run it again. Nothing was changed.",
                cause: cause
            )
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
            return StoreError(
                code: .readOnly,
                message: "\(file): the file or its folder cannot be written",
                remedy: "Check the owner and mode of the home folder (0700) and of the file (0600), and that the disk "
                    + "is not mounted read-only.",
                cause: cause
            )
        case SQLITE_CANTOPEN:
            return StoreError(
                code: .cannotOpen,
                message: "\(file): the database cannot be opened",
                remedy: "Check that the home folder exists, is yours and has mode 0700, and the file 0600.",
                cause: cause
            )
        case SQLITE_IOERR:
            return StoreError(
                code: .inputOutput,
                message: "\(file): the disk failed while reading or writing",
                remedy: "Look at dmesg and the health of the disk; do not write to it until that is clear.",
                cause: cause
            )
        case SQLITE_CONSTRAINT:
            return StoreError(
                code: .constraint,
                message: "\(file): a row contradicts a rule of the database",
                remedy: "This is a defect of the program: please report it with the code below.",
                cause: cause
            )
        default:
            return StoreError(
                code: .statement,
                message: "\(file): the database refused a statement of the program",
                remedy: "This is a defect of the program: please report it with the code below.",
                cause: cause
            )
        }
    }

    /// As ``sqlite(_:_:file:)``; an interrupted statement is a cancellation.
    static func failure(_ code: Int32, _ text: String, file: String) -> any Error {
        if code & 0xFF == SQLITE_INTERRUPT { return CancellationError() }
        // GRDB's word for a closed pool.
        if code == SQLITE_MISUSE && text == "Connection is closed" { return closed(file) }
        return sqlite(code, text, file: file)
    }

    /// Turns what GRDB throws into a ``StoreError`` and leaves every other error as it is.
    static func translating<Result>(file: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw failure(error.extendedResultCode.rawValue, error.message ?? "", file: file)
        }
    }
}
