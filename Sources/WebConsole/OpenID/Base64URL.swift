// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Base64 for addresses, without padding (RFC 4648 §5). Reading accepts one spelling of each value and no other.
enum Base64URL {
    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for character in Data(bytes).base64EncodedString() where character != "=" {
            switch character {
            case "+": text.append("-")
            case "/": text.append("_")
            default: text.append(character)
            }
        }
        return text
    }

    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var padded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                padded.unicodeScalars.append(UnicodeScalar(byte))
            case UInt8(ascii: "-"): padded.append("+")
            case UInt8(ascii: "_"): padded.append("/")
            default: return nil
            }
        }
        padded += String(repeating: "=", count: (4 - padded.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), encode(data) == String(text) else { return nil }
        return Array(data)
    }
}
