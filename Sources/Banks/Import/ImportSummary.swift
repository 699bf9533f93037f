// SPDX-License-Identifier: Apache-2.0

/// A line of a list that cannot be used. It never repeats what stands in the line.
public struct ImportProblem: Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1; for JSON the line on which the object starts.
    public var line: Int
    /// The column or field, when one is to blame.
    public var column: String?
    /// What is wrong.
    public var reason: String
    /// What to do about it.
    public var remedy: String

    /// For example `line 17, pdq: 63 hex digits, 64 needed`.
    public var description: String {
        "line \(line)\(column.map { ", \($0)" } ?? ""): \(reason)"
    }
}

/// A line that says again what is already known.
public struct ImportDuplicate: Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public var line: Int
    /// The earlier line of the same list, or nil when the entry was in the bank before.
    public var sameAsLine: Int?

    /// For example `line 88: same as line 12`.
    public var description: String {
        "line \(line): " + (sameAsLine.map { "same as line \($0)" } ?? "already in the bank")
    }
}

/// How far an import is.
public struct ImportProgress: Hashable, Sendable {
    /// Bytes of the list read so far.
    public var bytesRead: Int
    /// Size of the list in bytes, when it is known.
    public var totalBytes: Int?
    /// Entries ready to be stored so far.
    public var entries: Int
    /// Lines that cannot be used so far.
    public var problems: Int
}

/// What an import did. `imported + duplicates + problems + leftOut` is ``records``.
public struct ImportSummary: Hashable, Sendable {
    /// The form the list was read in.
    public var format: ImportFormat
    /// Entries found in the list, usable or not.
    public internal(set) var records = 0
    /// Entries stored.
    public internal(set) var imported = 0
    /// How many of them had expired before they were imported, and so never match.
    public internal(set) var expired = 0
    /// Entries skipped because the same set of values was there already.
    public internal(set) var duplicates = 0
    /// How many of them are quarantined, disabled, withdrawn or expired in the bank, and so do **not** match although
    /// listed.
    public internal(set) var inactiveDuplicates = 0
    /// How many of them gave the entry that was there its views, which it had none of.
    public internal(set) var viewsAdded = 0
    /// The first 1,000 of all duplicates.
    public internal(set) var firstDuplicates: [ImportDuplicate] = []
    /// Lines that cannot be used; more than 0 only with ``ImportOptions/keepGoing``.
    public internal(set) var problems = 0
    /// The first 1,000 of them.
    public internal(set) var firstProblems: [ImportProblem] = []
    /// Entries that the list itself says are not to be matched, by reason.
    public internal(set) var leftOut: [String: Int] = [:]
    /// Fingerprints of kinds that cannot be compared here, by name; the entry was stored for its other values.
    public internal(set) var unusedFingerprints: [String: Int] = [:]
    /// Columns or fields that say nothing to a bank and were ignored.
    public internal(set) var ignoredColumns: [String] = []
    /// Size of the list in bytes.
    public internal(set) var bytes = 0
    /// Entries in the bank afterwards.
    public internal(set) var entriesInBank = 0

    init(format: ImportFormat) {
        self.format = format
    }
}
