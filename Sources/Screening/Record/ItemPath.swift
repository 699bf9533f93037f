// SPDX-License-Identifier: Apache-2.0

/// Where an item lies: the bytes of a file name as the kernel has them, which need not be UTF-8.
///
/// File names are attacker text. ``display`` is safe to print; ``bytes`` open the file.
public struct ItemPath: Hashable, Sendable {
    /// The name without a terminating NUL.
    public let bytes: [UInt8]

    /// Makes a path of the bytes of a file name, without a terminating NUL.
    public init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// Makes a path of text, in UTF-8.
    public init(_ string: String) {
        bytes = Array(string.utf8)
    }

    /// The name as text, or `nil` when it is not UTF-8.
    public var exactString: String? {
        String(validating: bytes, as: UTF8.self)
    }

    /// The name for a person: control characters, direction marks and bytes that are not UTF-8 are shown as visible
    /// escapes (`\u{202E}`, `\xFF`), so that a name can neither move the cursor nor pretend to be another.
    public var display: String {
        var text = ""
        var rest = bytes[...]
        while !rest.isEmpty {
            if let (scalar, width) = Self.firstScalar(of: rest) {
                if Self.isDeceptive(scalar) {
                    text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
                } else {
                    text.unicodeScalars.append(scalar)
                }
                rest = rest.dropFirst(width)
            } else {
                let byte = rest.removeFirst()
                text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }

    /// Appends one component with a slash between.
    public func appending(_ component: some Sequence<UInt8>) -> ItemPath {
        var joined = bytes
        if joined.last != UInt8(ascii: "/") {
            joined.append(UInt8(ascii: "/"))
        }
        joined.append(contentsOf: component)
        return ItemPath(bytes: joined)
    }

    private static func firstScalar(of bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, width: Int)? {
        for width in 1...4 where width <= bytes.count {
            let text = String(validating: bytes.prefix(width), as: UTF8.self)
            if let scalar = text?.unicodeScalars.first { return (scalar, width) }
        }
        return nil
    }

    /// Controls, line separators, and the direction marks that make "gpj.exe" read "exe.jpg".
    private static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
        default: false
        }
    }
}

extension ItemPath: Comparable {
    /// Orders by bytes, the same in every language and place.
    public static func < (left: ItemPath, right: ItemPath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
