// SPDX-License-Identifier: Apache-2.0

/// One value of CBOR.
///
/// Source: RFC 8949, section 3.
public enum CBORValue: Sendable, Hashable {
    /// Major type 0.
    case unsigned(UInt64)
    /// Major type 1: the value is `-1 - payload`, which reaches below `Int64.min`.
    case negative(UInt64)
    /// Major type 2; the parts of an indefinite string are joined.
    case bytes([UInt8])
    /// Major type 3; the parts of an indefinite string are joined.
    case text(String)
    /// Major type 4.
    case array([CBORValue])
    /// Major type 5, in the order of the file. No key comes twice.
    case map([CBOREntry])
    /// Major type 6.
    indirect case tagged(UInt64, CBORValue)
    /// Simple values 20 and 21.
    case boolean(Bool)
    /// Simple value 22.
    case null
    /// Simple value 23.
    case undefined
    /// Any other simple value.
    case simple(UInt8)
    /// Half, single and double precision.
    case floating(Double)
}

/// A key and its value in a map.
public struct CBOREntry: Sendable, Hashable {
    /// Text, a byte string, an integer or a simple value.
    public var key: CBORValue
    /// What stands at the key.
    public var value: CBORValue

    /// Makes an entry.
    public init(key: CBORValue, value: CBORValue) {
        self.key = key
        self.value = value
    }
}

extension CBORValue {
    /// The value at a text key of a map; `nil` when this is no map or has no such key.
    public subscript(key: String) -> CBORValue? {
        guard case .map(let entries) = self else { return nil }
        for entry in entries {
            if case .text(let text) = entry.key, text == key { return entry.value }
        }
        return nil
    }

    /// The value at an integer key of a map, as COSE headers have it.
    public subscript(label: Int) -> CBORValue? {
        guard case .map(let entries) = self else { return nil }
        return entries.first { $0.key.integer == label }?.value
    }

    /// The text, when this is text.
    public var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The bytes, when this is a byte string.
    public var bytes: [UInt8]? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }

    /// The elements, when this is an array.
    public var array: [CBORValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The entries, when this is a map.
    public var map: [CBOREntry]? {
        if case .map(let entries) = self { entries } else { nil }
    }

    /// The truth value, when this is one.
    public var boolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// The integer, when this is one that `Int` can hold.
    public var integer: Int? {
        switch self {
        case .unsigned(let value): Int(exactly: value)
        case .negative(let value): Int(exactly: value).map { -1 - $0 }
        default: nil
        }
    }

    /// Neither `null` nor `undefined`.
    public var isPresent: Bool { self != .null && self != .undefined }

    /// The value below any tags.
    public var untagged: CBORValue {
        var value = self
        while case .tagged(_, let inner) = value { value = inner }
        return value
    }
}
