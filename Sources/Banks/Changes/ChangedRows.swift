// SPDX-License-Identifier: Apache-2.0

/// Where entries of a bank changed: which rows to read again, not what happened to them.
enum ChangedRows {
    /// Nothing but the bank itself.
    case none
    /// Rows from one to another; most of them may have stayed as they were.
    case rows(ClosedRange<Int64>)
    /// Every row of the bank.
    case all

    /// As kept in the log. Rows count from 1.
    var range: ClosedRange<Int64> {
        switch self {
        case .none: 0...0
        case .rows(let range): range
        case .all: 0...Int64.max
        }
    }
}
