// SPDX-License-Identifier: Apache-2.0

/// Why something could not be done with a bank. It never contains a fingerprint.
///
/// Two errors are equal when their ``code`` is equal.
public struct BankError: Error, Sendable {
    /// A stable name for a kind of failure, printed as is.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The printed name, for example `BANK-UNKNOWN`.
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// A name that does not follow the rule.
        public static let nameInvalid = Code("BANK-NAME-INVALID")
        /// A bank of that name exists.
        public static let nameTaken = Code("BANK-NAME-TAKEN")
        /// No bank of that name.
        public static let unknownBank = Code("BANK-UNKNOWN")
        /// No entry of that id in the bank.
        public static let unknownEntry = Code("BANK-ENTRY-UNKNOWN")
        /// An entry of that id is in the bank, with other values.
        public static let entryIDTaken = Code("BANK-ENTRY-ID-TAKEN")
        /// An entry without fingerprints, or with something outside its limits.
        public static let entryInvalid = Code("BANK-ENTRY-INVALID")
        /// A place in a paged answer that no answer has named.
        public static let cursorInvalid = Code("BANK-CURSOR-INVALID")
        /// A setting outside its limits.
        public static let settingInvalid = Code("BANK-SETTING-INVALID")
        /// The key of restricted banks is not there.
        public static let keyMissing = Code("BANK-KEY-MISSING")
        /// The key file holds another key, or something else.
        public static let keyWrong = Code("BANK-KEY-WRONG")
        /// The key file could not be read or written.
        public static let keyUnreadable = Code("BANK-KEY-UNREADABLE")
        /// A sealed entry was changed, moved or damaged.
        public static let sealBroken = Code("BANK-SEAL-BROKEN")
        /// The list has no entries.
        public static let listEmpty = Code("LIST-EMPTY")
        /// The list could not be read from the disk.
        public static let listUnreadable = Code("LIST-UNREADABLE")
        /// The list is not text in UTF-8.
        public static let listNotText = Code("LIST-NOT-TEXT")
        /// The form of the list is not known.
        public static let formatUnknown = Code("LIST-FORMAT-UNKNOWN")
        /// 64 digits are PDQ or SHA-256, and nothing says which.
        public static let kindNeeded = Code("LIST-KIND-NEEDED")
        /// A line that cannot be used; nothing was stored.
        public static let badLine = Code("LIST-BAD-LINE")
        /// The structure of the list is broken, so that what follows cannot be read.
        public static let listBroken = Code("LIST-BROKEN")
        /// Not one line of the list could be used.
        public static let nothingUsable = Code("LIST-NOTHING-USABLE")
    }

    /// The kind of failure.
    public var code: Code
    /// What happened, in which file or bank, for a person.
    public var message: String
    /// What the person can do about it.
    public var remedy: String
    /// The error underneath, when there is one.
    public var cause: (any Error)?

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: the kind of failure.
    ///   - message: what happened, in which file or bank.
    ///   - remedy: what a person can do about it.
    ///   - cause: the error underneath.
    public init(_ code: Code, _ message: String, remedy: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
    }
}

extension BankError: Equatable {
    /// Compares the codes only.
    public static func == (left: BankError, right: BankError) -> Bool {
        left.code == right.code
    }
}

extension BankError: CustomStringConvertible {
    /// Message, remedy and code, one a line.
    public var description: String {
        "\(message)\n\(remedy)\ncode \(code)"
    }
}
