// SPDX-License-Identifier: Apache-2.0

/// Why the database could not do what was asked.
///
/// Two errors are equal when their ``code`` is equal: tests and callers decide on the code, people read the rest.
public struct StoreError: Error, Sendable {
    /// A stable name for a kind of failure, printed as is.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The printed name, for example `STORE-FULL`.
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// The disk, or the size allowed to the database, is used up.
        public static let full = Code("STORE-FULL")
        /// The file is damaged, or is no database at all.
        public static let corrupt = Code("STORE-CORRUPT")
        /// Another process holds the write lock for longer than the busy timeout.
        public static let busy = Code("STORE-BUSY")
        /// The file or its folder may not be written.
        public static let readOnly = Code("STORE-READ-ONLY")
        /// The file or its folder could not be opened or created.
        public static let cannotOpen = Code("STORE-CANNOT-OPEN")
        /// A newer program wrote this database.
        public static let newerSchema = Code("STORE-NEWER-SCHEMA")
        /// A row contradicts a rule of the schema.
        public static let constraint = Code("STORE-CONSTRAINT")
        /// The disk did not answer as a disk should.
        public static let inputOutput = Code("STORE-IO")
        /// The program asked something the database does not understand: a defect of the program.
        public static let statement = Code("STORE-STATEMENT")
        /// A value that one of the engines cannot hold: text with a zero character, or a value that is too large.
        public static let value = Code("STORE-VALUE")
        /// The store was closed.
        public static let closed = Code("STORE-CLOSED")
        /// More work waits than is worth accepting.
        public static let overloaded = Code("STORE-OVERLOADED")
        /// The setting that names the database cannot be read.
        public static let address = Code("STORE-ADDRESS")
        /// The database server cannot be reached, or does not let this program in.
        public static let unreachable = Code("STORE-UNREACHABLE")
        /// The connection broke inside a transaction; nothing of it was kept.
        public static let disconnected = Code("STORE-DISCONNECTED")
        /// The connection broke while a transaction was being committed: it was kept whole, or not at all.
        public static let outcomeUnknown = Code("STORE-OUTCOME-UNKNOWN")
        /// Two writers stood in each other's way; nothing of this one was kept, and it may be tried again.
        public static let conflict = Code("STORE-CONFLICT")
        /// A statement took longer than it may; nothing of its transaction was kept.
        public static let timeout = Code("STORE-TIMEOUT")
        /// The database user may not do this.
        public static let notAllowed = Code("STORE-NOT-ALLOWED")
    }

    /// The kind of failure.
    public var code: Code
    /// What happened, in which file, for a person.
    public var message: String
    /// What the person can do about it.
    public var remedy: String
    /// The error underneath, when there is one.
    public var cause: (any Error)?

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: the kind of failure.
    ///   - message: what happened, in which file.
    ///   - remedy: what a person can do about it.
    ///   - cause: the error underneath.
    public init(code: Code, message: String, remedy: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
    }
}

extension StoreError: Equatable {
    /// Compares the codes only.
    public static func == (left: StoreError, right: StoreError) -> Bool {
        left.code == right.code
    }
}

extension StoreError: CustomStringConvertible {
    /// Message, remedy and code, one a line.
    public var description: String {
        "\(message)\n\(remedy)\ncode \(code)"
    }
}
