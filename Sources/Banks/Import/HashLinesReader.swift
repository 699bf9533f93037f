// SPDX-License-Identifier: Apache-2.0

/// Lists with one fingerprint a line: `hash`, `type hash`, the output of `md5sum` and of `tutela hash`.
struct HashLinesReader: ListReader {
    private var lines: LineReader
    private let kind: FingerprintKind?
    private(set) var ignoredColumns: [String] = []

    init(_ lines: LineReader, kind: FingerprintKind?) {
        self.lines = lines
        self.kind = kind
    }

    var bytesRead: Int { lines.stream.consumed }

    mutating func next() throws -> ReadStep {
        while true {
            switch try lines.next() {
            case .end: return .end
            case .tooLong: return .problem(.tooLong(line: lines.number))
            case .line: break
            }
            let text = FieldParser.trimmed(lines.line[...])
            guard let first = text.first, first != UInt8(ascii: "#") else { continue }
            do throws(FieldProblem) {
                return .record(try record(text), line: lines.number)
            } catch {
                return .problem(ImportProblem(line: lines.number, error))
            }
        }
    }

    private mutating func record(_ text: ArraySlice<UInt8>) throws(FieldProblem) -> ListRecord {
        let isBlank: (UInt8) -> Bool = { $0 == 32 || $0 == 9 }
        var record = ListRecord()
        guard let end = text.firstIndex(where: isBlank) else {
            try store(text, bareKind(text), &record)
            return record
        }
        let first = text[..<end]
        let rest = text[end...].drop(while: isBlank)
        if first.count >= 32, first.allSatisfy(HexField.isDigit) {
            // Behind the hash: a file name (md5sum), or quality and path (tutela hash). Names of files are not kept.
            let quality = text[end] == 9 ? Self.quality(rest) : nil
            if let quality, quality < ImportLimits.pdqQuality {
                throw FieldProblem(
                    reason:
                        "PDQ quality \(quality) is below \(ImportLimits.pdqQuality): it would match unrelated pictures",
                    remedy: "Use a digest for this picture instead, or remove the line.", column: "quality"
                )
            }
            if ignoredColumns.isEmpty { ignoredColumns = ["file name"] }
            try store(first, quality != nil ? .pdq : bareKind(first), &record)
            return record
        }
        switch SignalNames.meaning(String(decoding: first, as: UTF8.self)) {
        case .kind(let named): try store(rest, named, &record)
        case .unusable, .unknown: throw SignalNames.problem("type")
        }
        return record
    }

    private func bareKind(_ digits: ArraySlice<UInt8>) throws(FieldProblem) -> FingerprintKind {
        if let kind { return kind }
        return try Self.kind(digits)
    }

    private func store(
        _ text: ArraySlice<UInt8>, _ kind: FingerprintKind, _ record: inout ListRecord
    ) throws(FieldProblem) {
        record.fingerprints[kind] = try FieldParser.fingerprint(kind, text)
    }

    /// What a bare fingerprint is by its length, where the length says it.
    static func kind(_ digits: ArraySlice<UInt8>) throws(FieldProblem) -> FingerprintKind {
        if let wrong = digits.firstIndex(where: { !HexField.isDigit($0) }) {
            throw FieldProblem(
                reason: "character \(wrong - digits.startIndex + 1) is not a hex digit (0-9, a-f)",
                remedy: "Correct or remove the line."
            )
        }
        switch digits.count {
        case 32: return .md5
        case 40: return .sha1
        case 64:
            throw FieldProblem(
                reason: "64 hex digits are PDQ or SHA-256, and nothing says which",
                remedy: "Add --kind pdq or --kind sha256."
            )
        default:
            throw FieldProblem(
                reason: "\(digits.count) hex digits; 32 (MD5), 40 (SHA-1) or 64 (PDQ, SHA-256) needed",
                remedy: "Correct or remove the line."
            )
        }
    }

    /// The quality column of `tutela hash`: digits up to the next tab.
    private static func quality(_ rest: ArraySlice<UInt8>) -> Int? {
        let digits = rest.prefix { $0 >= 48 && $0 <= 57 }
        guard !digits.isEmpty, digits.count <= 3, rest.dropFirst(digits.count).first.map({ $0 == 9 }) ?? true else {
            return nil
        }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
