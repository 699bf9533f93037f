// SPDX-License-Identifier: Apache-2.0

/// Reads one JSON object a line.
struct JSONLinesReader: ListReader {
    private var lines: LineReader
    private var record: JSONRecord

    init(_ lines: LineReader, record: JSONRecord) {
        self.lines = lines
        self.record = record
    }

    var bytesRead: Int { lines.stream.consumed }
    var ignoredColumns: [String] { record.ignored }

    mutating func next() throws -> ReadStep {
        while true {
            switch try lines.next() {
            case .end: return .end
            case .tooLong: return .problem(.tooLong(line: lines.number))
            case .line: break
            }
            guard !FieldParser.trimmed(lines.line[...]).isEmpty else { continue }
            do throws(FieldProblem) {
                return try record.step(JSONNode.object(lines.line), line: lines.number)
            } catch {
                return .problem(ImportProblem(line: lines.number, error))
            }
        }
    }
}
