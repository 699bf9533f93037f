// SPDX-License-Identifier: Apache-2.0

import CLibPQ

/// A statement that a server has prepared, and the types that it found for its parameters.
struct PostgresPlan {
    let name: String
    let parameters: [UInt32]
}

extension PostgresLink {
    /// Prepares a statement on the server, once per connection.
    func plan(_ sql: String) throws -> PostgresPlan {
        if let plan = prepared[sql] { return plan }
        try PostgresText.checkParameters(of: sql, place: place)
        let name = nextPlanName()
        try command(silence: patience, { PQsendPrepare($0, name, sql, 0, nil) }) { _ in }
        var parameters: [UInt32] = []
        var foreign: Int?
        try command(silence: patience, { PQsendDescribePrepared($0, name) }) { description in
            parameters = (0..<PQnparams(description)).map { PQparamtype(description, $0) }
            foreign = (0..<PQnfields(description)).first {
                PostgresType(rawValue: PQftype(description, $0)) == nil
            }.map(Int.init)
        }
        if let foreign {
            throw StoreError.misuse(
                "column \(foreign) of a query is neither a whole number, nor text, nor bytes", place: place)
        }
        let plan = PostgresPlan(name: name, parameters: parameters)
        remember(plan, for: sql)
        return plan
    }
}

/// What has to be known of the text of a statement.
enum PostgresText {
    /// Whether it is worth preparing: schema changes come once.
    static func isQuery(_ sql: String) -> Bool {
        let first = sql.drop { $0.isWhitespace || $0 == "(" }.prefix { $0.isLetter }.uppercased()
        return ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES"].contains(first)
    }

    /// SQLite numbers parameters by first appearance, so any other order is refused here too.
    static func checkParameters(of sql: String, place: String) throws {
        var seen = 0
        var bytes = Array(sql.utf8)[...]
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                // A doubled quote ends one string and begins the next, which comes to the same.
                while let next = bytes.popFirst(), next != byte {}
            case UInt8(ascii: "-") where bytes.first == byte:
                while let next = bytes.popFirst(), next != UInt8(ascii: "\n") {}
            case UInt8(ascii: "$"):
                var number = 0
                while let digit = bytes.first, (0x30...0x39).contains(digit), number < 100_000 {
                    number = number * 10 + Int(digit - 0x30)
                    bytes.removeFirst()
                }
                guard (1...seen + 1).contains(number) else {
                    throw StoreError.misuse("parameters must appear as $1, $2 …", place: place)
                }
                seen = max(seen, number)
            default: continue
            }
        }
    }
}
