// SPDX-License-Identifier: Apache-2.0

/// Character references and the five entities that XML itself defines. There are no others.
enum XMLReferences {
    /// The characters that a piece of text stands for.
    ///
    /// - Returns: `nil` when it holds a reference to anything else.
    static func resolve(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var text: [UInt8] = []
        return append(bytes, to: &text) ? text : nil
    }

    /// Appends the characters that a piece of text stands for.
    ///
    /// - Returns: `false` when it holds a reference to anything else; then part of it has been appended.
    static func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) -> Bool {
        guard var ampersand = bytes.firstIndex(of: UInt8(ascii: "&")) else {
            text.append(contentsOf: bytes)
            return true
        }
        var index = bytes.startIndex
        while true {
            text.append(contentsOf: bytes[index..<ampersand])
            // The longest reference is `&#x10FFFF;`; leading zeros are given some room.
            let end = min(bytes.endIndex, ampersand + 20)
            guard let semicolon = bytes[ampersand..<end].firstIndex(of: UInt8(ascii: ";")) else { return false }
            let name = bytes[ampersand + 1..<semicolon]
            if name.first == UInt8(ascii: "#") {
                guard let scalar = scalar(name.dropFirst()) else { return false }
                TextEncoding.append(scalar, to: &text)
            } else {
                guard let character = entity(name) else { return false }
                text.append(character)
            }
            index = semicolon + 1
            guard let next = bytes[index...].firstIndex(of: UInt8(ascii: "&")) else { break }
            ampersand = next
        }
        text.append(contentsOf: bytes[index...])
        return true
    }

    private static func entity(_ name: ArraySlice<UInt8>) -> UInt8? {
        let entities: [(StaticString, UInt8)] = [
            ("lt", UInt8(ascii: "<")), ("gt", UInt8(ascii: ">")), ("amp", UInt8(ascii: "&")),
            ("quot", UInt8(ascii: "\"")), ("apos", UInt8(ascii: "'")),
        ]
        return entities.first { name.count == $0.0.utf8CodeUnitCount && name.starts(with: $0.0) }?.1
    }

    private static func scalar(_ digits: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let isHexadecimal = digits.first == UInt8(ascii: "x")
        let digits = isHexadecimal ? digits.dropFirst() : digits
        guard !digits.isEmpty else { return nil }
        var value: UInt32 = 0
        for digit in digits {
            guard let figure = digit.hexadecimalValue, isHexadecimal || figure < 10 else { return nil }
            value = value * (isHexadecimal ? 16 : 10) + figure
            guard value <= 0x10FFFF else { return nil }
        }
        guard value != 0 else { return nil }
        return Unicode.Scalar(value)
    }
}
