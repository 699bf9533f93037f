// SPDX-License-Identifier: Apache-2.0

/// Cuts a stream into lines. A line longer than the limit is skipped whole, never kept.
struct LineReader {
    enum Step {
        case line
        case tooLong
        case end
    }

    private(set) var stream: ByteStream
    /// The current line without its end.
    private(set) var line: [UInt8] = []
    /// How the current line ended in the file: a CSV field over several lines gets it back.
    private(set) var terminator: [UInt8] = []
    /// The number of the current line, from 1.
    private(set) var number = 0

    init(_ stream: ByteStream) {
        self.stream = stream
    }

    /// Moves to the next line.
    mutating func next() throws -> Step {
        var scanned = 0
        while true {
            let start = stream.position
            // A plain loop over the array: this is the innermost loop of a million-line import.
            if let newline = Self.newline(in: stream.buffer, from: start + scanned) {
                number += 1
                let tooLong = newline - start > ImportLimits.lineBytes
                if !tooLong { take(start..<newline, terminated: true) }
                stream.skip(newline + 1 - start)
                return tooLong ? .tooLong : .line
            }
            scanned = stream.available
            if scanned > ImportLimits.lineBytes + 1 {
                number += 1
                try skipToNewline()
                return .tooLong
            }
            guard try stream.grow() else {
                guard stream.available > 0 else { return .end }
                number += 1
                let end = stream.buffer.count
                take(stream.position..<end, terminated: false)
                stream.skip(end - stream.position)
                return .line
            }
        }
    }

    private mutating func take(_ range: Range<Int>, terminated: Bool) {
        let carriage = UInt8(ascii: "\r")
        let hasCarriage = !range.isEmpty && stream.buffer[range.upperBound - 1] == carriage
        line.removeAll(keepingCapacity: true)
        line.append(contentsOf: stream.buffer[range.lowerBound..<range.upperBound - (hasCarriage ? 1 : 0)])
        terminator = (hasCarriage ? [carriage] : []) + (terminated ? [UInt8(ascii: "\n")] : [])
    }

    private mutating func skipToNewline() throws {
        while true {
            if let newline = Self.newline(in: stream.buffer, from: stream.position) {
                stream.skip(newline + 1 - stream.position)
                return
            }
            stream.skip(stream.available)
            guard try stream.grow() else { return }
        }
    }

    private static func newline(in buffer: [UInt8], from start: Int) -> Int? {
        guard start < buffer.count else { return nil }
        return buffer[start...].firstIndex(of: UInt8(ascii: "\n"))
    }
}
