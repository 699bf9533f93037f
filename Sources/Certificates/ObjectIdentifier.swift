// SPDX-License-Identifier: Apache-2.0

/// The name of an algorithm, extension, usage or policy: a path of numbers such as `1.3.6.1.5.5.7.3.8`.
///
/// Numbers of any size are kept. Some authorities derive theirs from 128-bit UUIDs, which no machine word holds; one
/// such policy must not make a certificate unreadable.
public struct ObjectIdentifier: Sendable, Hashable, CustomStringConvertible {
    /// The contents of the DER encoding, without tag and length.
    let contents: [UInt8]

    /// Takes the contents of a DER encoding if they are one: no empty path, no leading zeros, at most 256 bytes.
    init?(contents: ArraySlice<UInt8>) {
        guard !contents.isEmpty, contents.count <= 256, let last = contents.last, last < 0x80 else { return nil }
        var isFirst = true
        for byte in contents {
            if isFirst, byte == 0x80 { return nil }
            isFirst = byte < 0x80
        }
        self.contents = Array(contents)
    }

    /// Reads the usual text, numbers with points between.
    ///
    /// - Parameter text: for example `1.3.6.1.5.5.7.3.8`.
    /// - Returns: `nil` for any other text, a first number above 2, a second above 39 below 2, or numbers beyond 63 bits.
    public init?(_ text: String) {
        guard text.utf8.count <= 256 else { return nil }
        var arcs: [UInt64] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard !part.isEmpty, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let arc = UInt64(part),
                arc < 1 << 63
            else { return nil }
            arcs.append(arc)
        }
        guard arcs.count >= 2, arcs[0] <= 2, arcs[0] == 2 || arcs[1] < 40, arcs[1] <= UInt64(Int64.max) - 80 else {
            return nil
        }
        self.init(arcs: arcs)
    }

    /// For the names that this room knows. The first two arcs must be an existing pair.
    init(_ arcs: UInt64...) {
        self.init(arcs: arcs)
    }

    private init(arcs: [UInt64]) {
        var contents: [UInt8] = []
        for (index, arc) in arcs.enumerated() where index != 0 {
            let value = index == 1 ? arcs[0] * 40 + arc : arc
            var groups = [UInt8(truncatingIfNeeded: value & 0x7f)]
            var rest = value >> 7
            while rest > 0 {
                groups.append(UInt8(truncatingIfNeeded: rest & 0x7f) | 0x80)
                rest >>= 7
            }
            contents += groups.reversed()
        }
        self.contents = contents
    }

    /// The numbers with points between.
    public var description: String {
        var parts: [String] = []
        var group: [UInt8] = []
        for byte in contents {
            group.append(byte & 0x7f)
            guard byte < 0x80 else { continue }
            if parts.isEmpty {
                let small = group.count == 1 ? Int(group[0]) : 80
                let first = min(small / 40, 2)
                parts.append(String(first))
                parts.append(Self.decimal(group, minus: first * 40))
            } else {
                parts.append(Self.decimal(group, minus: 0))
            }
            group.removeAll()
        }
        return parts.joined(separator: ".")
    }

    /// A number of base-128 digits, less a small one, in decimal. Quadratic in its length, which is why that is limited.
    private static func decimal(_ groups: [UInt8], minus: Int) -> String {
        var digits = [0]
        for group in groups {
            var carry = Int(group)
            for index in digits.indices {
                let value = digits[index] * 128 + carry
                digits[index] = value % 1_000_000_000
                carry = value / 1_000_000_000
            }
            if carry > 0 { digits.append(carry) }
        }
        var borrow = minus
        for index in digits.indices where borrow > 0 {
            digits[index] -= borrow
            borrow = 0
            if digits[index] < 0 {
                digits[index] += 1_000_000_000
                borrow = 1
            }
        }
        while digits.count > 1, digits.last == 0 { digits.removeLast() }
        var text = String(digits[digits.count - 1])
        for part in digits.dropLast().reversed() {
            let next = String(part)
            text += String(repeating: "0", count: 9 - next.count) + next
        }
        return text
    }
}
