// SPDX-License-Identifier: Apache-2.0

/// Cuts lines into CSV records (RFC 4180): quoted fields, doubled quotes, line ends inside quotes.
struct CSVRecordReader {
    enum Step {
        case record([[UInt8]], line: Int)
        case problem(ImportProblem)
        case end
    }

    private static let quote = UInt8(ascii: "\"")

    private(set) var lines: LineReader
    let delimiter: UInt8
    private let name: String

    init(_ lines: LineReader, delimiter: UInt8, name: String) {
        self.lines = lines
        self.delimiter = delimiter
        self.name = name
    }

    /// Reads the next record; empty lines are skipped.
    ///
    /// - Throws: ``BankError/Code/listBroken`` when a quote is never closed: where the next record starts is then
    ///   anybody's guess, so nothing after it may be believed.
    mutating func next() throws -> Step {
        repeat {
            switch try lines.next() {
            case .end: return .end
            case .tooLong: return .problem(.tooLong(line: lines.number))
            case .line: break
            }
        } while lines.line.isEmpty

        let firstLine = lines.number
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var quoted = false
        var closed = false
        var size = 0
        var fault: FieldProblem?
        while true {
            let line = lines.line
            var index = 0
            while index < line.count {
                let byte = line[index]
                index += 1
                if quoted {
                    if byte != Self.quote {
                        field.append(byte)
                    } else if index < line.count, line[index] == Self.quote {
                        field.append(byte)
                        index += 1
                    } else {
                        quoted = false
                        closed = true
                    }
                } else if byte == delimiter {
                    fields.append(field)
                    field.removeAll()
                    closed = false
                } else if byte == Self.quote, field.isEmpty, !closed {
                    quoted = true
                } else if closed || byte == Self.quote {
                    fault = FieldProblem(
                        reason: closed ? "text behind a closing quote" : "a quote inside a field without quotes",
                        remedy: "Put the whole field in quotes and double the quotes inside it.",
                        column: "field \(fields.count + 1)"
                    )
                } else {
                    field.append(byte)
                }
            }
            guard quoted else { break }
            field += lines.terminator
            size += line.count
            guard size <= ImportLimits.lineBytes, try lines.next() == .line else {
                throw BankError(
                    .listBroken,
                    "\(name), line \(firstLine): a quote is opened and not closed within "
                        + "\(ImportLimits.lineBytes) bytes; what follows cannot be read",
                    remedy: "Close the quote. Nothing was imported."
                )
            }
        }
        if let fault { return .problem(ImportProblem(line: firstLine, fault)) }
        fields.append(field)
        return .record(fields, line: firstLine)
    }
}
