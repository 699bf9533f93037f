// SPDX-License-Identifier: Apache-2.0

public import Fingerprints

/// Reads PDQ hashes, one at the start of each line: bare lists, and what `tutela hash` prints. Empty lines and those that
/// start with `#` are skipped.
///
/// Ten million lines are read in a few seconds, without a string for any of them.
public struct PDQLines {
    /// What stands on a line.
    public enum Line: Sendable {
        /// A hash at the start of the line; behind a blank or tab anything may follow.
        case hash(PDQHash)
        /// Something else; the bytes of the line without its end.
        case other([UInt8])
        /// More than ``ImportLimits/lineBytes`` bytes.
        case tooLong
    }

    private var lines: LineReader

    /// Reads from the start of a source.
    public init(_ source: any ByteSource) {
        lines = LineReader(ByteStream(source))
    }

    /// The next line that is neither empty nor a remark.
    ///
    /// - Returns: the number of the line, from 1, and what stands there; `nil` at the end.
    /// - Throws: ``BankError/Code/listUnreadable``.
    public mutating func next() throws -> (number: Int, line: Line)? {
        while true {
            switch try lines.next() {
            case .end: return nil
            case .tooLong: return (lines.number, .tooLong)
            case .line: break
            }
            let text = FieldParser.trimmed(lines.line[...])
            guard let first = text.first, first != UInt8(ascii: "#") else { continue }
            return (lines.number, HexField.pdq(text).map(Line.hash) ?? .other(Array(text)))
        }
    }
}
