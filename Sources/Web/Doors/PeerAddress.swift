// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import NIOCore

/// The address of the other side: a number to count by, text only when somebody asks for it.
public struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address in 16 bytes of network order, IPv4 as `::ffff:a.b.c.d`; zero: not known.
    public let high: UInt64
    /// The low half.
    public let low: UInt64

    /// Not known: a socket of another kind, or a test.
    public static let unknown = PeerAddress(high: 0, low: 0)

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the address of a socket.
    ///
    /// - Parameter address: of the other side.
    public init(_ address: SocketAddress?) {
        switch address {
        case .v4(let address):
            self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(UInt32(bigEndian: address.address.sin_addr.s_addr)))
        case .v6(let address):
            let halves = withUnsafeBytes(of: address.address.sin6_addr) { bytes in
                (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            }
            self.init(high: UInt64(bigEndian: halves.0), low: UInt64(bigEndian: halves.1))
        default: self = .unknown
        }
    }

    /// Whether an IPv4 address lies in it.
    var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// Whether this machine talks to itself: 127.0.0.0/8 or ::1.
    public var isLoopback: Bool { isIPv4 ? (low >> 24) & 0xFF == 127 : high == 0 && low == 1 }

    /// What to count by: the address of IPv4, the /64 of IPv6, since one subscriber has a /64 at least.
    public var network: PeerAddress { isIPv4 ? self : PeerAddress(high: high, low: high == 0 ? low : 0) }

    /// The address as text.
    public var description: String {
        if self == .unknown { return "unknown" }
        if isIPv4 { return (0..<4).map { String((low >> (24 - 8 * UInt64($0))) & 0xFF) }.joined(separator: ".") }
        let groups = (0..<8).map { group in
            let half = group < 4 ? high : low
            return String((half >> (48 - 16 * UInt64(group % 4))) & 0xFFFF, radix: 16)
        }
        return groups.joined(separator: ":")
    }
}
