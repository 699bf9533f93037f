// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
public import Store

extension BankRepository {
    /// Imports a list into a bank, in one transaction: either everything that the summary counts is stored, or nothing.
    ///
    /// The list is read as a stream; memory does not grow with its length. Without ``ImportOptions/keepGoing`` the first
    /// bad line ends the import. A list whose structure is broken ends it always.
    ///
    /// - Parameters:
    ///   - source: the list.
    ///   - listName: what to call the list in messages, usually its path.
    ///   - name: the bank.
    ///   - options: how to read it.
    ///   - actor: who does it, for the provenance of the entries.
    ///   - transaction: the transaction to join; nil makes it one of its own.
    ///   - progress: told at most five times a second how far it is; throwing stops the import and undoes it.
    /// - Returns: what was done.
    /// - Throws: ``BankError``, `StoreError`, or what `progress` throws.
    @discardableResult
    public func importList(
        _ source: any ByteSource, named listName: String, into name: String, options: ImportOptions = ImportOptions(),
        actor: String? = nil, within transaction: SQLConnection? = nil,
        progress: ((ImportProgress) throws -> Void)? = nil
    ) throws -> ImportSummary {
        let summary = try writing(transaction) { connection in
            let bank = try Self.bank(name, connection, isChanging: true)
            let (reader, format) = try ListOpening.open(source, name: listName, options: options, now: now)
            let seal = bank.restricted ? try keyring.seal(connection) : nil
            var run = ImportRun(
                reader: reader,
                writer: try EntryWriter(connection, bank: bank, seal: seal, now: now, actor: actor), bank: bank,
                options: options, listName: listName, now: now, summary: ImportSummary(format: format),
                meter: ProgressMeter(total: source.size, clock: clock, report: progress))
            try run.run()
            try touch(bank.id, run.writer.finish(), connection)
            var summary = run.summary
            summary.entriesInBank =
                try connection.firstRow(
                    "SELECT CAST(SUM(entries) AS BIGINT) FROM bank_tally WHERE bank_id = $1", [.integer(bank.id)]
                ) {
                    Int($0.integer(0))
                } ?? 0
            return summary
        }
        if transaction == nil { store.compactLog() }
        return summary
    }
}

/// Tells progress, but not more often than a person can read.
struct ProgressMeter {
    let total: Int?
    let clock: @Sendable () -> Date
    let report: ((ImportProgress) throws -> Void)?
    private var last: Date?
    private var calls = 0

    init(total: Int?, clock: @escaping @Sendable () -> Date, report: ((ImportProgress) throws -> Void)?) {
        self.total = total
        self.clock = clock
        self.report = report
    }

    mutating func tick(bytesRead: Int, entries: Int, problems: Int) throws {
        guard let report else { return }
        calls += 1
        // Asking the clock for every line would cost more than reading the line.
        guard calls & 0x7F == 1 else { return }
        let now = clock()
        if let last, now.timeIntervalSince(last) < 0.2 { return }
        last = now
        try report(
            ImportProgress(bytesRead: bytesRead, totalBytes: total, entries: entries, problems: problems))
    }
}

/// One import under way.
private struct ImportRun {
    var reader: any ListReader
    var writer: EntryWriter
    let bank: Bank
    let options: ImportOptions
    let listName: String
    /// Seconds since 1970.
    let now: Int64
    var summary: ImportSummary
    var meter: ProgressMeter

    mutating func run() throws {
        reading: while true {
            switch try reader.next() {
            case .end: break reading
            case .problem(let problem): try refuse(problem)
            case .leftOut(let reason):
                summary.records += 1
                summary.leftOut[reason, default: 0] += 1
            case .record(let record, let line): try take(record, line)
            }
            try meter.tick(bytesRead: reader.bytesRead, entries: summary.imported, problems: summary.problems)
        }
        summary.bytes = reader.bytesRead
        summary.ignoredColumns = reader.ignoredColumns
        guard summary.records > 0 else { throw FormatDetector.empty(listName) }
        if summary.problems == summary.records, let first = summary.firstProblems.first {
            throw BankError(
                .nothingUsable,
                "\(listName): not one of its \(summary.records) entries can be used; the first: \(first)",
                remedy: "\(first.remedy) If all are like this, name the form of the list with --format."
            )
        }
    }

    private mutating func take(_ record: ListRecord, _ line: Int) throws {
        let usable: ListRecord
        do throws(FieldProblem) {
            usable = try prepared(record)
        } catch {
            return try refuse(ImportProblem(line: line, error))
        }
        try store(usable, line)
    }

    private mutating func store(_ record: ListRecord, _ line: Int) throws {
        switch try writer.add(record, line: line) {
        case .stored:
            summary.records += 1
            summary.imported += 1
            if let expires = record.expires, expires <= now { summary.expired += 1 }
        case .duplicate(_, let earlier, let active, let gainedViews):
            summary.records += 1
            summary.duplicates += 1
            if !active { summary.inactiveDuplicates += 1 }
            if gainedViews { summary.viewsAdded += 1 }
            if summary.firstDuplicates.count < ImportLimits.keptFindings {
                summary.firstDuplicates.append(ImportDuplicate(line: line, sameAsLine: earlier))
            }
        case .idTaken(let earlier):
            try refuse(
                ImportProblem(
                    line: line, column: "id",
                    reason: earlier.map { "the same id as line \($0), with other values" }
                        ?? "the id is taken in the bank, with other values",
                    remedy: "Give it another id, or remove the line."))
        }
    }

    /// Applies defaults, and the rules that need to know the bank.
    private mutating func prepared(_ record: ListRecord) throws(FieldProblem) -> ListRecord {
        var record = record
        if !options.believesConfirmations { record.confirmed = false }
        record.category = record.category ?? options.category
        record.source = record.source ?? options.source
        switch bank.purpose {
        case .knownGood:
            // A perceptual hash clears nothing: an altered copy of a harmless picture may be anything.
            if record.fingerprints[.pdq] != nil {
                record.fingerprints[.pdq] = nil
                record.fingerprints.views = []
                record.unused.append("PDQ in a known-good list")
            }
        case .known:
            for kind in [FingerprintKind.md5, .sha1, .sha256] {
                if let digest = record.fingerprints[kind], FieldParser.isEmptyFile(kind, digest) {
                    throw FieldProblem(
                        reason: "the \(kind.title) of an empty file, which matches every empty file",
                        remedy: "Remove the line.", column: kind.rawValue
                    )
                }
            }
        }
        if record.fingerprints.isEmpty {
            if let unused = record.unused.first {
                throw FieldProblem(
                    reason: "only fingerprints that cannot be compared here (\(unused))",
                    remedy: "Remove the line."
                )
            }
            throw FieldProblem(
                reason: "no fingerprint", remedy: "Add a PDQ, MD5, SHA-1 or SHA-256, or remove the line.")
        }
        for unused in record.unused { summary.unusedFingerprints[unused, default: 0] += 1 }
        return record
    }

    private mutating func refuse(_ problem: ImportProblem) throws {
        guard options.keepGoing else {
            throw BankError(
                .badLine, "\(listName), \(problem); nothing was imported",
                remedy: "\(problem.remedy) Or leave bad lines out with --keep-going."
            )
        }
        summary.records += 1
        summary.problems += 1
        if summary.firstProblems.count < ImportLimits.keptFindings { summary.firstProblems.append(problem) }
    }
}
