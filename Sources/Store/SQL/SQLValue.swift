// SPDX-License-Identifier: Apache-2.0

/// One value on its way into a statement, in the types that SQLite and PostgreSQL share.
public enum SQLValue: Hashable, Sendable {
    /// No value.
    case null
    /// A 64-bit whole number.
    case integer(Int64)
    /// UTF-8 text.
    case text(String)
    /// Bytes.
    case blob([UInt8])
}

extension SQLValue {
    /// A whole number, or null.
    public static func optional(_ value: Int64?) -> SQLValue {
        value.map(SQLValue.integer) ?? .null
    }

    /// Text, or null.
    public static func optional(_ value: String?) -> SQLValue {
        value.map(SQLValue.text) ?? .null
    }

    /// Bytes, or null.
    public static func optional(_ value: [UInt8]?) -> SQLValue {
        value.map(SQLValue.blob) ?? .null
    }
}

extension SQLValue: ExpressibleByIntegerLiteral {
    /// A whole number.
    public init(integerLiteral value: Int64) {
        self = .integer(value)
    }
}

extension SQLValue: ExpressibleByStringLiteral {
    /// Text.
    public init(stringLiteral value: String) {
        self = .text(value)
    }
}
