// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Store

extension Bank {
    static let columns =
        "id, name, purpose, tier, contributors, category, source, radius, restricted, state, created_at, changed_at, enabled_ratio"

    /// Reads a row of ``columns``. A word the program does not know is damage, not a default.
    init(_ row: SQLRow) throws {
        guard let purpose = BankPurpose(rawValue: row.text(2)), let tier = TrustTier(rawValue: row.text(3)),
            let state = ListingState(rawValue: row.text(9))
        else { throw Self.damaged(row: row.integer(0)) }
        self.init(
            id: row.integer(0), name: row.text(1), purpose: purpose, restricted: row.integer(8) != 0,
            settings: BankSettings(
                tier: tier, contributors: Int(row.integer(4)), category: row.optionalText(5),
                source: row.optionalText(6), radius: row.optionalInteger(7).map(Int.init), state: state,
                enabledRatio: Double(row.optionalInteger(12) ?? Self.wholeRatio) / Double(Self.wholeRatio)),
            created: Date(timeIntervalSince1970: Double(row.integer(10))),
            changed: Date(timeIntervalSince1970: Double(row.integer(11)))
        )
    }

    /// A ratio of one, as stored.
    static let wholeRatio: Int64 = 1_000_000

    /// The views in a column of an open bank's row.
    static func views(_ row: SQLRow, _ column: Int, of id: Int64) throws -> [KnownView] {
        guard let bytes = row.optionalBlob(column) else { return [] }
        guard let views = KnownView.read(bytes) else { throw damaged(row: id) }
        return views
    }

    static func damaged(row: Int64) -> StoreError {
        StoreError(
            code: .corrupt, message: "row \(row) of the banks holds a value that this program never writes",
            remedy: StoreError.restoring
        )
    }
}

extension BankRepository {
    static func allBanks(_ connection: SQLConnection) throws -> [Bank] {
        var banks: [Bank] = []
        try connection.forEachRow("SELECT \(Bank.columns) FROM bank ORDER BY name") { banks.append(try Bank($0)) }
        return banks
    }

    /// The bank of a name, or an error that suggests a similar one.
    ///
    /// - Parameter isChanging: whether the bank is going to be changed: then writers of one bank take turns.
    static func bank(_ name: String, _ connection: SQLConnection, isChanging: Bool = false) throws -> Bank {
        let found = try connection.firstRow(
            "SELECT \(Bank.columns) FROM bank WHERE name = $1" + (isChanging ? connection.dialect.forUpdate : ""),
            [.text(name)]
        ) { try Bank($0) }
        if let found { return found }
        let names = try allBanks(connection).map(\.name)
        let suggestion = BankName.similar(to: name, among: names)
        throw BankError(
            .unknownBank, "no bank \"\(name.prefix(80))\"" + (suggestion.map { ". Did you mean \"\($0)\"?" } ?? ""),
            remedy: names.isEmpty ? "Make one: tutela bank create NAME" : "All banks: tutela bank list"
        )
    }
}
