// SPDX-License-Identifier: Apache-2.0

/// Reads CSV lists: ours, ThreatExchange's and HMA's; they differ only in what the columns are called.
struct CSVListReader: ListReader {
    private var records: CSVRecordReader
    private let kind: FingerprintKind?
    private var columns: [ListColumn] = []
    private var names: [String] = []
    private(set) var ignoredColumns: [String] = []

    var bytesRead: Int { records.lines.stream.consumed }

    /// A list with a header line.
    ///
    /// - Throws: ``BankError/Code/formatUnknown`` when no column is a fingerprint.
    init(headed records: CSVRecordReader, kind: FingerprintKind?, name: String) throws {
        self.records = records
        self.kind = kind
        guard let header = try Self.header(&self.records) else {
            throw BankError(
                .listEmpty, "\(name): the list has no header line",
                remedy: "The first line must name the columns, for example pdq,md5,category,note."
            )
        }
        names = header
        let shared = ListColumn.isShared(names)
        columns = names.map { ListColumn($0, shared: shared) }
        for (index, column) in columns.enumerated() where column != .ignored {
            guard case .note = column else {
                guard columns[..<index].allSatisfy({ $0 != column }) else {
                    throw BankError(
                        .formatUnknown,
                        "\(name): two columns mean the same (column \(index + 1) repeats an earlier one)",
                        remedy: "Remove one of them from the list. Nothing was imported."
                    )
                }
                continue
            }
        }
        let usable = columns.contains { column in
            switch column {
            case .fingerprint, .value: true
            default: false
            }
        }
        guard usable, names.count <= ImportLimits.columns else {
            throw BankError(
                .formatUnknown, "\(name): no column of the first line is a fingerprint",
                remedy:
                    "Name at least one column pdq, md5, sha1 or sha256; for a plain list of hashes use --format hashes."
            )
        }
        ignoredColumns = zip(names, columns).filter { $0.1 == .ignored }.map { String($0.0.prefix(64)) }
    }

    /// A list without a header line, whose columns are known by their place.
    init(bare records: CSVRecordReader, columns: [(String, ListColumn)], kind: FingerprintKind?) {
        self.records = records
        self.kind = kind
        self.names = columns.map(\.0)
        self.columns = columns.map(\.1)
    }

    mutating func next() throws -> ReadStep {
        switch try records.next() {
        case .end: return .end
        case .problem(let problem): return .problem(problem)
        case .record(let fields, let line):
            guard fields.count == columns.count else {
                return .problem(
                    ImportProblem(
                        line: line, column: nil, reason: "\(fields.count) fields, \(columns.count) needed",
                        remedy: "Put fields that hold a comma in quotes, or complete the line."
                    ))
            }
            do throws(FieldProblem) {
                var builder = RecordBuilder()
                var index = 0
                for column in columns {
                    if column != .ignored, !fields[index].isEmpty {
                        try builder.take(fields[index][...], as: column, named: names[index])
                    }
                    index += 1
                }
                return try builder.step(line: line, kind: kind)
            } catch {
                return .problem(ImportProblem(line: line, error))
            }
        }
    }

    private static func header(_ records: inout CSVRecordReader) throws -> [String]? {
        while case .record(let fields, _) = try records.next() {
            // Comment lines above the header, as some exports write them.
            if fields[0].first == UInt8(ascii: "#") { continue }
            return fields.map { String(decoding: FieldParser.trimmed($0[...]), as: UTF8.self) }
        }
        return nil
    }
}
