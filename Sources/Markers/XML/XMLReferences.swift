// SPDX-License-Identifier: Apache-2.0

/// Character references and the five entities that XML itself defines. There are no others.
enum XMLReferences {
    /// The characters that a piece of text stands for.
    ///
    /// - Returns: `nil` when it holds a reference to anything else.
    static func resolve(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        guard bytes.contains(UInt8(ascii: "&")) else { return Array(bytes) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            guard bytes[index] == UInt8(ascii: "&") else {
                text.append(bytes[index])
                index += 1
                continue
            }
            // The longest reference is `&#x10FFFF;`; leading zeros are given some room.
            let end = min(bytes.endIndex, index + 20)
            guard let semicolon = bytes[index..<end].firstIndex(of: UInt8(ascii: ";")) else { return nil }
            let name = bytes[index + 1..<semicolon]
            if name.first == UInt8(ascii: "#") {
                guard let scalar = scalar(name.dropFirst()) else { return nil }
                text.append(contentsOf: String(Character(scalar)).utf8)
            } else {
                guard let character = entity(name) else { return nil }
                text.append(character)
            }
            index = semicolon + 1
        }
        return text
    }

    private static func entity(_ name: ArraySlice<UInt8>) -> UInt8? {
        switch String(decoding: name, as: UTF8.self) {
        case "lt": UInt8(ascii: "<")
        case "gt": UInt8(ascii: ">")
        case "amp": UInt8(ascii: "&")
        case "quot": UInt8(ascii: "\"")
        case "apos": UInt8(ascii: "'")
        default: nil
        }
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
