// SPDX-License-Identifier: Apache-2.0

/// Reads the entries of a JSON document: VICS hash sets, HMA bank contents, ThreatExchange updates.
struct JSONListReader: ListReader {
    private var objects: JSONObjectSplitter
    private var record: JSONRecord

    init(_ objects: JSONObjectSplitter, record: JSONRecord) {
        self.objects = objects
        self.record = record
    }

    var bytesRead: Int { objects.stream.consumed }
    var ignoredColumns: [String] { record.ignored }

    mutating func next() throws -> ReadStep {
        switch try objects.next() {
        case .end: return .end
        case .problem(let problem): return .problem(problem)
        case .object(let bytes, let line):
            do throws(FieldProblem) {
                return try record.step(JSONNode.object(bytes), line: line)
            } catch {
                return .problem(ImportProblem(line: line, error))
            }
        }
    }
}
