// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// An address of the internet protocol, version 4 or 6.
public struct NetworkAddress: Hashable, Sendable {
    /// 4 or 16 bytes, the first the most significant.
    let bytes: [UInt8]

    /// Reads an address. IPv4 in the clothes of IPv6 (`::ffff:192.0.2.1`) is IPv4; a zone (`%eth0`) is left out.
    ///
    /// - Returns: `nil` for anything that is not one address in its usual form.
    public init?(_ text: String) {
        let text = text.prefix { $0 != "%" }
        guard (2...45).contains(text.utf8.count), !text.utf8.contains(0) else { return nil }
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, String(text), &four) == 1 {
            bytes = withUnsafeBytes(of: four.s_addr) { Array($0) }
        } else if inet_pton(AF_INET6, String(text), &six) == 1 {
            let all = withUnsafeBytes(of: six) { Array($0) }
            let isMapped = all[..<10].allSatisfy { $0 == 0 } && all[10] == 0xFF && all[11] == 0xFF
            bytes = isMapped ? Array(all[12...]) : all
        } else {
            return nil
        }
    }

    /// Whether it is this machine itself: 127.0.0.0/8 or ::1.
    public var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes[..<15].allSatisfy { $0 == 0 } && bytes[15] == 1
    }

    /// The part that one customer of a network usually has: all of an IPv4 address, the first 64 bits of an IPv6 one.
    ///
    /// A /24 of IPv4 would make strangers pay for each other; whoever has more addresses than one is held by the limits of
    /// accounts and of the whole.
    public var prefix: AddressPrefix { AddressPrefix(bytes: Array(bytes.prefix(8))) }
}

/// Addresses that are counted as one source: one IPv4 address, or 64 bits of IPv6.
public struct AddressPrefix: Hashable, Sendable {
    let bytes: [UInt8]
}

/// A range of addresses: `192.0.2.0/24`, `2001:db8::/32`, or one address.
public struct NetworkBlock: Hashable, Sendable, CustomStringConvertible {
    /// As it was written.
    public let description: String
    private let address: [UInt8]
    private let length: Int

    /// Reads a range.
    ///
    /// - Returns: `nil` when it is none, or when bits are set beyond its length (which is usually a slip).
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = NetworkAddress(String(parts[0])), !text.contains("%") else { return nil }
        let bits = address.bytes.count * 8
        var length = bits
        if parts.count == 2 {
            guard parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(parts[1]), number <= bits
            else { return nil }
            length = number
        }
        guard (length..<bits).allSatisfy({ address.bytes[$0 / 8] & (0x80 >> UInt8($0 % 8)) == 0 }) else { return nil }
        description = text
        self.address = address.bytes
        self.length = length
    }

    /// Whether an address lies in it.
    public func contains(_ other: NetworkAddress) -> Bool {
        guard other.bytes.count == address.count else { return false }
        let whole = length / 8
        guard other.bytes[..<whole] == address[..<whole] else { return false }
        guard length % 8 != 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (length % 8))
        return other.bytes[whole] & mask == address[whole] & mask
    }
}
