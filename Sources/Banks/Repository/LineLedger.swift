// SPDX-License-Identifier: Apache-2.0

/// Remembers on which line of a list each new row stood, in a few bytes per gap instead of per row.
struct LineLedger {
    /// Enough gaps for any list worth reading; after that, the line of a row is not known any more.
    private static let most = 1_000_000

    private var starts: [(row: Int64, line: Int)] = []
    private var full = false
    private var next: (row: Int64, line: Int)?

    mutating func record(row: Int64, line: Int) {
        if let next, next.row == row, next.line == line {
            self.next = (row + 1, line + 1)
            return
        }
        guard starts.count < Self.most else {
            full = true
            return
        }
        starts.append((row, line))
        next = (row + 1, line + 1)
    }

    /// The line of a row, or nil when the row was not written by this import.
    func line(of row: Int64) -> Int? {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle].row <= row { low = middle + 1 } else { high = middle }
        }
        guard low > 0, !(full && low == starts.count) else { return nil }
        return starts[low - 1].line + Int(row - starts[low - 1].row)
    }
}
