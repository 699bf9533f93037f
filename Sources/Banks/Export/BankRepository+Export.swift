// SPDX-License-Identifier: Apache-2.0

import Store

/// The forms in which a bank is exported. Both are read back by an import without loss, but for the operator's metadata, for
/// who added an entry, and for pauses: an entry that is switched off for a time is active in the copy.
public enum ExportFormat: String, Sendable, CaseIterable {
    /// CSV (RFC 4180) with a header line.
    case csv
    /// One JSON object a line.
    case jsonl
}

extension BankRepository {
    /// Writes all entries of a bank, in the order in which they were added, as a stream.
    ///
    /// What comes out are fingerprints in the clear, also of a restricted bank: treat it as the pictures themselves.
    ///
    /// - Parameters:
    ///   - name: the bank.
    ///   - format: the form.
    ///   - write: takes the next bytes, at most about 64 KiB at a time.
    /// - Returns: how many entries were written.
    /// - Throws: ``BankError`` with `unknownBank`, key or seal errors, what `write` throws, or `StoreError`.
    @discardableResult
    public func export(_ name: String, as format: ExportFormat, to write: ([UInt8]) throws -> Void) throws -> Int {
        try store.read { connection in
            let bank = try Self.bank(name, connection)
            let columns = try columns(bank, connection)
            let lines = EntryLines(format: format)
            var pending = lines.header
            var count = 0
            try connection.forEachRow(
                "SELECT \(EntryColumns.list) FROM bank_entry WHERE bank_id = $1 ORDER BY id", [.integer(bank.id)]
            ) { row in
                lines.append(try columns.entry(row), to: &pending)
                count += 1
                if pending.count >= 49_152 {
                    try write(pending)
                    pending.removeAll(keepingCapacity: true)
                }
            }
            if !pending.isEmpty { try write(pending) }
            return count
        }
    }
}
