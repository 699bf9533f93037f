// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Store

/// Reads whole entries, opening sealed ones.
struct EntryColumns {
    static let list =
        "id, external_id, kinds, state, confirmed, expires_at, pdq, md5, sha1, sha256, sealed, category, source, note, views"

    let bank: Bank
    /// The seal, for a restricted bank.
    let seal: EntrySeal?

    func entry(_ row: SQLRow) throws -> BankEntry {
        guard let state = ListingState(number: row.integer(3)) else { throw Bank.damaged(row: row.integer(0)) }
        var fingerprints = FingerprintSet()
        var note = row.optionalText(13)
        if let seal {
            (fingerprints, note) = try seal.open(row.blob(10), bank: bank.id, row: row.integer(0))
        } else {
            fingerprints[.pdq] = row.optionalBlob(6)
            fingerprints[.md5] = row.optionalBlob(7)
            fingerprints[.sha1] = row.optionalBlob(8)
            fingerprints[.sha256] = row.optionalBlob(9)
            fingerprints.views = try Bank.views(row, 14, of: row.integer(0))
        }
        return BankEntry(
            id: row.text(1), fingerprints: fingerprints, category: row.optionalText(11), source: row.optionalText(12),
            note: note, confirmed: row.integer(4) != 0, state: state,
            expires: row.optionalInteger(5).map { Date(timeIntervalSince1970: Double($0)) }
        )
    }
}

extension BankRepository {
    func columns(_ bank: Bank, _ connection: SQLConnection) throws -> EntryColumns {
        EntryColumns(bank: bank, seal: bank.restricted ? try keyring.seal(connection) : nil)
    }
}
