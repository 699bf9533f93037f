// SPDX-License-Identifier: Apache-2.0

/// Looks at the start of a list and decides how to read it.
struct FormatDetector {
    let name: String
    let head: ArraySlice<UInt8>

    /// Enough for a header line and a few entries.
    static let headBytes = 65_536

    /// The UTF-8 byte order mark, which is skipped.
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(_ head: ArraySlice<UInt8>, name: String) throws {
        self.name = name
        self.head = head.starts(with: Self.mark) ? head.dropFirst(3) : head
        try refuseOtherFiles()
    }

    /// The form of the list.
    func format() throws -> ImportFormat {
        guard let first = self.head.first(where: { !Self.isSpace($0) }) else { throw Self.empty(name) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return jsonFormat(first) }
        let line = FieldParser.trimmed(firstLine)
        guard !line.isEmpty else { return .hashes }
        let delimiter = Self.delimiter(line)
        let fields = line.split(separator: delimiter, omittingEmptySubsequences: false)
        // With tabs it is the output of `tutela hash`, which is a plain list.
        if fields.count > 1, delimiter != UInt8(ascii: "\t"), Self.bareColumns(fields) != nil { return .hma }
        let names = fields.map(Self.columnName)
        if ListColumn.isShared(names) { return .threatexchange }
        let isHeader = names.contains { if case .fingerprint = ListColumn($0, shared: false) { true } else { false } }
        if isHeader, fields.count > 1 || !line.contains(32) { return .csv }
        let words = line.split(whereSeparator: Self.isSpace)
        if let word = words.first, word.count >= 32, word.allSatisfy(HexField.isDigit) { return .hashes }
        if words.count == 2, words[1].count >= 32, words[1].allSatisfy(HexField.isDigit) { return .tx }
        if fields.count == 1, words.count == 1, words[0].count >= 24, words[0].contains(where: HexField.isDigit) {
            // Looks like a damaged hash: read as a list, so that the line is named.
            return .hashes
        }
        throw BankError(
            .formatUnknown, "\(name): the form of the list is not known",
            remedy: "Name it with --format \(ImportFormat.allCases.map(\.rawValue).joined(separator: "|"))."
        )
    }

    /// The first line that is neither empty nor a comment.
    var firstLine: ArraySlice<UInt8> {
        for line in head.split(separator: UInt8(ascii: "\n")) {
            let text = FieldParser.trimmed(line.last == 13 ? line.dropLast() : line)
            if let first = text.first, first != UInt8(ascii: "#") { return text }
        }
        return []
    }

    /// Comma, semicolon or tab: whichever the line has most of.
    static func delimiter(_ line: ArraySlice<UInt8>) -> UInt8 {
        var best = UInt8(ascii: ",")
        var count = line.count { $0 == best }
        for candidate in [UInt8(ascii: ";"), UInt8(ascii: "\t")] {
            let times = line.count { $0 == candidate }
            if times > count { (best, count) = (candidate, times) }
        }
        return best
    }

    /// The columns of a CSV without header, by what stands in the first line: HMA's `hash,id,added,tags`, or the
    /// older `id,hash,type,…` of ThreatExchange.
    static func bareColumns(_ fields: [ArraySlice<UInt8>]) -> [(String, ListColumn)]? {
        func isHash(_ index: Int) -> Bool {
            let field = FieldParser.trimmed(fields[index])
            return [32, 40, 64].contains(field.count) && field.allSatisfy(HexField.isDigit)
        }
        var columns = [(String, ListColumn)](repeating: ("", .ignored), count: fields.count)
        for index in columns.indices { columns[index].0 = "field \(index + 1)" }
        if isHash(0) {
            columns[0].1 = .value
            if fields.count > 1 { columns[1].1 = .id }
            if fields.count > 3 { columns[3].1 = .note }
            return columns
        }
        guard fields.count >= 3, isHash(1),
            case .kind = SignalNames.meaning(String(decoding: fields[2], as: UTF8.self))
        else { return nil }
        columns[0].1 = .id
        columns[1].1 = .value
        columns[2].1 = .kind
        if fields.count > 5 { columns[5].1 = .opinion }
        return columns
    }

    static func empty(_ name: String) -> BankError {
        BankError(
            .listEmpty, "\(name): the list is empty, it has no entries",
            remedy: "Check that it was written completely. Nothing was imported."
        )
    }

    private func jsonFormat(_ first: UInt8) -> ImportFormat {
        let text = String(decoding: head.prefix(4_096), as: UTF8.self)
        if text.contains("odata.metadata\"") || text.contains("@odata.context\"") { return .vics }
        if text.contains("\"signals\"") { return .hma }
        if text.contains("\"indicator\"") { return .threatexchange }
        return first == UInt8(ascii: "[") ? .hma : .jsonl
    }

    private func refuseOtherFiles() throws {
        let kinds: [([UInt8], String)] = [
            ([0xFF, 0xFE], "UTF-16 text; save it as UTF-8"), ([0xFE, 0xFF], "UTF-16 text; save it as UTF-8"),
            ([0x1F, 0x8B], "compressed with gzip; unpack it first (gunzip)"),
            ([0x50, 0x4B, 3, 4], "a ZIP archive; unpack it first (unzip)"),
            ([0x37, 0x7A, 0xBC, 0xAF], "a 7-Zip archive; unpack it first"),
            ([0xFD, 0x37, 0x7A, 0x58], "compressed with xz; unpack it first (unxz)"),
            ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd; unpack it first (unzstd)"),
            (Array("SQLite format 3".utf8), "an SQLite database; export a list from it"),
            (Array("%PDF-".utf8), "a PDF"),
        ]
        let found = kinds.first { head.starts(with: $0.0) }?.1 ?? (head.contains(0) ? "binary, not text" : nil)
        guard let found else { return }
        throw BankError(
            .listNotText, "\(name): this is \(found)",
            remedy: "A list is text in UTF-8: CSV, JSON, or one hash a line. Nothing was imported."
        )
    }

    private static func columnName(_ field: ArraySlice<UInt8>) -> String {
        let text = FieldParser.trimmed(field)
        let bare = text.count >= 2 && text.first == 34 && text.last == 34 ? text.dropFirst().dropLast() : text
        return String(decoding: bare, as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 32 || (9...13).contains(byte)
    }
}
