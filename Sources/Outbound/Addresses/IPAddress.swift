// SPDX-License-Identifier: Apache-2.0

/// An Internet address as a number, so that no spelling of it can make a difference.
public enum IPAddress: Hashable, Sendable {
    /// Version 4: the four bytes, the first one highest.
    case v4(UInt32)
    /// Version 6: the first and the last eight bytes.
    case v6(high: UInt64, low: UInt64)

    /// Reads the one canonical spelling of version 4 (four decimal numbers without leading zeros), or version 6 in any
    /// spelling of RFC 4291, without zone and without brackets.
    ///
    /// Octal, hexadecimal and shortened spellings, which `inet_aton` reads as addresses, are refused: two programs
    /// may read them differently.
    ///
    /// - Parameter text: the address and nothing else.
    /// - Returns: `nil` for any other text.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        if let value = Self.dottedQuad(bytes[...]) {
            self = .v4(value)
        } else if let groups = Self.groups(bytes) {
            func joined(_ half: ArraySlice<UInt16>) -> UInt64 { half.reduce(0) { $0 << 16 | UInt64($1) } }
            self = .v6(high: joined(groups[0..<4]), low: joined(groups[4..<8]))
        } else {
            return nil
        }
    }

    /// The address in four bytes, the first one highest, that stands in the last 32 bits of a version 6 address.
    var lastFourBytes: IPAddress? {
        guard case .v6(_, let low) = self else { return nil }
        return .v4(UInt32(truncatingIfNeeded: low))
    }

    private static func dottedQuad(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(isDigit),
                part.count == 1 || part.first != UInt8(ascii: "0")
            else { return nil }
            let number = part.reduce(0) { $0 * 10 + UInt32($1 - UInt8(ascii: "0")) }
            guard number <= 255 else { return nil }
            value = value << 8 | number
        }
        return value
    }

    /// The eight groups of a version 6 address: RFC 4291, section 2.2.
    private static func groups(_ text: [UInt8]) -> [UInt16]? {
        guard (2...45).contains(text.count) else { return nil }
        var before: [UInt16] = []
        var after: [UInt16] = []
        var isShortened = false
        var rest = text[...]
        func take(_ group: UInt16) {
            if isShortened { after.append(group) } else { before.append(group) }
        }
        if rest.starts(with: "::".utf8) {
            isShortened = true
            rest = rest.dropFirst(2)
        }
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
            let part = rest[..<end]
            if end == rest.endIndex, part.contains(UInt8(ascii: ".")) {
                guard let quad = dottedQuad(part) else { return nil }
                take(UInt16(quad >> 16))
                take(UInt16(quad & 0xffff))
                rest = []
                break
            }
            guard let group = hexadecimal(part) else { return nil }
            take(group)
            guard before.count + after.count <= 8 else { return nil }
            rest = rest[end...]
            if rest.starts(with: "::".utf8) {
                guard !isShortened else { return nil }
                isShortened = true
                rest = rest.dropFirst(2)
            } else if !rest.isEmpty {
                rest = rest.dropFirst()
                guard !rest.isEmpty else { return nil }
            }
        }
        let count = before.count + after.count
        // The two colons stand for at least one group.
        guard isShortened ? count <= 7 : count == 8 else { return nil }
        return before + [UInt16](repeating: 0, count: 8 - count) + after
    }

    private static func hexadecimal(_ text: ArraySlice<UInt8>) -> UInt16? {
        guard (1...4).contains(text.count) else { return nil }
        var value: UInt16 = 0
        for byte in text {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical spelling: four decimal numbers, or RFC 5952 without its mixed notation.
    public var description: String {
        switch self {
        case .v4(let value):
            return [24, 16, 8, 0].map { String(value >> UInt32($0) & 0xff) }.joined(separator: ".")
        case .v6(let high, let low):
            let groups = [high, low].flatMap { half in [48, 32, 16, 0].map { UInt16(half >> UInt64($0) & 0xffff) } }
            var longest = 0..<0
            var start = 0
            while start < 8 {
                var end = start
                while end < 8, groups[end] == 0 { end += 1 }
                if end - start > max(longest.count, 1) { longest = start..<end }
                start = max(end, start + 1)
            }
            func spelled(_ part: ArraySlice<UInt16>) -> String {
                part.map { String($0, radix: 16) }.joined(separator: ":")
            }
            if longest.isEmpty { return spelled(groups[...]) }
            return spelled(groups[..<longest.lowerBound]) + "::" + spelled(groups[longest.upperBound...])
        }
    }
}
