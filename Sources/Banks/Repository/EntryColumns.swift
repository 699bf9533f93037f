// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Store

/// Reads whole entries, opening sealed ones.
struct EntryColumns {
    static let list =
        "id, external_id, kinds, state, confirmed, expires_at, pdq, md5, sha1, sha256, sealed, category, source, note, views, "
        + "disabled_until, metadata, added_at, added_by, changed_at"

    let bank: Bank
    /// The seal, for a restricted bank.
    let seal: EntrySeal?

    func entry(_ row: SQLRow) throws -> BankEntry {
        guard let state = ListingState(number: row.integer(3)) else { throw Bank.damaged(row: row.integer(0)) }
        var content = SealedContent(FingerprintSet(), note: row.optionalText(13))
        if let seal {
            content = try seal.open(row.blob(10), bank: bank.id, row: row.integer(0))
        } else {
            content.fingerprints[.pdq] = row.optionalBlob(6)
            content.fingerprints[.md5] = row.optionalBlob(7)
            content.fingerprints[.sha1] = row.optionalBlob(8)
            content.fingerprints[.sha256] = row.optionalBlob(9)
            content.fingerprints.views = try Bank.views(row, 14, of: row.integer(0))
            if let stored = row.optionalBlob(16) {
                guard let metadata = EntryMetadata(stored: stored) else { throw Bank.damaged(row: row.integer(0)) }
                content.metadata = metadata
            }
        }
        return BankEntry(
            id: row.text(1), fingerprints: content.fingerprints, category: row.optionalText(11),
            source: row.optionalText(12), note: content.note, confirmed: row.integer(4) != 0, state: state,
            expires: Self.time(row, 5), disabledUntil: Self.time(row, 15), metadata: content.metadata)
    }

    func stored(_ row: SQLRow) throws -> StoredEntry {
        StoredEntry(
            row: row.integer(0), bankID: bank.id, entry: try entry(row),
            provenance: EntryProvenance(
                added: Self.time(row, 17), addedBy: row.optionalText(18), changed: Self.time(row, 19)))
    }

    private static func time(_ row: SQLRow, _ column: Int) -> Date? {
        row.optionalInteger(column).map { Date(timeIntervalSince1970: Double($0)) }
    }
}

extension BankRepository {
    func columns(_ bank: Bank, _ connection: SQLConnection) throws -> EntryColumns {
        EntryColumns(bank: bank, seal: bank.restricted ? try keyring.seal(connection) : nil)
    }
}
