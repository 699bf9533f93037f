// SPDX-License-Identifier: Apache-2.0

/// One entry as a list states it, before it meets the bank.
struct ListRecord {
    var id: String?
    var fingerprints = FingerprintSet()
    var category: String?
    var source: String?
    var note: String?
    var confirmed = false
    var state = ListingState.active
    /// Seconds since 1970.
    var expires: Int64?
    /// Seconds since 1970.
    var disabledUntil: Int64?
    var metadata: EntryMetadata?
    /// Kinds of fingerprint in the record that cannot be compared here, by their name in the list.
    var unused: [String] = []
}

/// What is wrong with a field: the reason and what to do.
struct FieldProblem: Error {
    var reason: String
    var remedy: String
    var column: String?
}

/// What a reader found next.
enum ReadStep {
    case record(ListRecord, line: Int)
    case problem(ImportProblem)
    /// The list itself says that the entry is not to be matched.
    case leftOut(reason: String)
    case end
}

/// Reads the entries of one form of list.
protocol ListReader {
    /// Bytes of the list read so far.
    var bytesRead: Int { get }
    /// Columns or fields that were ignored.
    var ignoredColumns: [String] { get }

    /// Reads the next entry.
    ///
    /// - Throws: ``BankError`` when the rest of the list cannot be read at all.
    mutating func next() throws -> ReadStep
}

extension ImportProblem {
    init(line: Int, _ problem: FieldProblem) {
        self.init(line: line, column: problem.column, reason: problem.reason, remedy: problem.remedy)
    }

    static func tooLong(line: Int) -> ImportProblem {
        ImportProblem(
            line: line, column: nil, reason: "longer than \(ImportLimits.lineBytes) bytes",
            remedy: "Check that the file is a list with one entry a line."
        )
    }
}
