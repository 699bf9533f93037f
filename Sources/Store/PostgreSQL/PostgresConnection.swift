// SPDX-License-Identifier: Apache-2.0

/// A connection of the pool inside one transaction.
final class PostgresConnection: DriverConnection {
    let link: PostgresLink
    private let blocks: SequenceBlocks

    init(_ link: PostgresLink, blocks: SequenceBlocks) {
        self.link = link
        self.blocks = blocks
    }

    var isBroken: Bool { link.isBroken || link.isTransactionFailed }

    func prepare(_ sql: String) throws -> any DriverStatement {
        try PostgresStatement(sql, on: link)
    }

    func reserve(_ count: Int, of sequence: String) throws -> Int64 {
        if let first = blocks.take(count, of: sequence) { return first }
        var first: Int64 = 0
        try prepare("SELECT nextval(CAST($1 AS TEXT)::regclass)").query([.text(sequence)], firstOnly: true) {
            first = $0.integer(0)
        }
        return blocks.take(count, of: sequence, from: first)
    }
}
