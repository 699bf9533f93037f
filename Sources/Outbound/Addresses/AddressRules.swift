// SPDX-License-Identifier: Apache-2.0

/// Where an address leads, which decides whether a program that was handed a URL may connect to it.
public enum AddressReach: Hashable, Sendable {
    /// Into the public Internet.
    case `public`
    /// Into this machine or the operator's own networks; the value names the range.
    case inside(String)
    /// To no single machine, or to one that nobody should be able to name, such as a cloud's metadata service; the value
    /// names the range.
    case never(String)
}

/// Sorts addresses into public ones and all others.
///
/// Source: the IANA registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890 and its updates), and for IPv6
/// the allocation of global unicast, 2000::/3: what is not allocated is not public. Ranges that the registries call
/// globally reachable but that serve one protocol only (anycast relays, AS112) hold no pictures, and count as reserved.
public enum AddressRules {
    /// Where an address leads.
    ///
    /// An address of version 4 inside one of version 6 is judged where the system would really deliver to it, which is
    /// NAT64 with its well-known prefix. In the other wrappings (mapped, compatible, 6to4, Teredo) no public server is
    /// ever published, so they are refused whatever they hold.
    ///
    /// - Parameter address: the address.
    public static func reach(of address: IPAddress) -> AddressReach {
        switch address {
        case .v4(let value):
            return version4.first { $0.contains(value) }?.reach ?? .public
        case .v6(let high, let low):
            if high == 0x0064_ff9b_0000_0000, low >> 32 == 0, let wrapped = address.lastFourBytes {
                guard reach(of: wrapped) == .public else { return .never("NAT64 of an address that is not public") }
                return .public
            }
            if let range = version6.first(where: { $0.contains(high, low) }) { return range.reach }
            return high >> 61 == 0b001 ? .public : .never("not allocated")
        }
    }

    private struct Range4 {
        let first: UInt32
        let length: UInt32
        let reach: AddressReach

        func contains(_ value: UInt32) -> Bool { (value ^ first) >> (32 - length) == 0 }
    }

    private struct Range6 {
        let high: UInt64
        let low: UInt64
        let length: UInt64
        let reach: AddressReach

        func contains(_ high: UInt64, _ low: UInt64) -> Bool {
            let upper = min(length, 64)
            guard (high ^ self.high) >> (64 - upper) == 0 else { return false }
            return length <= 64 || (low ^ self.low) >> (128 - length) == 0
        }
    }

    private static let version4: [Range4] = [
        Range4(first: 0x0000_0000, length: 8, reach: .never("this network")),
        Range4(first: 0x0a00_0000, length: 8, reach: .inside("private network")),
        Range4(first: 0x6440_0000, length: 10, reach: .inside("shared address space of carriers")),
        Range4(first: 0x7f00_0000, length: 8, reach: .inside("loopback")),
        Range4(first: 0xa9fe_0000, length: 16, reach: .never("link-local")),
        Range4(first: 0xac10_0000, length: 12, reach: .inside("private network")),
        Range4(first: 0xc000_0000, length: 24, reach: .never("protocol assignments")),
        Range4(first: 0xc000_0200, length: 24, reach: .never("documentation")),
        Range4(first: 0xc01f_c400, length: 24, reach: .never("AS112")),
        Range4(first: 0xc034_c100, length: 24, reach: .never("multicast relays")),
        Range4(first: 0xc058_6300, length: 24, reach: .never("6to4 relays")),
        Range4(first: 0xc0a8_0000, length: 16, reach: .inside("private network")),
        Range4(first: 0xc0af_3000, length: 24, reach: .never("AS112")),
        Range4(first: 0xc612_0000, length: 15, reach: .inside("benchmarking")),
        Range4(first: 0xc633_6400, length: 24, reach: .never("documentation")),
        Range4(first: 0xcb00_7100, length: 24, reach: .never("documentation")),
        Range4(first: 0xe000_0000, length: 4, reach: .never("multicast")),
        Range4(first: 0xf000_0000, length: 4, reach: .never("reserved or broadcast")),
    ]

    private static let version6: [Range6] = [
        Range6(high: 0, low: 1, length: 128, reach: .inside("loopback")),
        Range6(high: 0, low: 0, length: 128, reach: .never("unspecified")),
        Range6(high: 0, low: 0x0000_ffff_0000_0000, length: 96, reach: .never("IPv4-mapped")),
        Range6(high: 0, low: 0xffff_0000_0000_0000, length: 96, reach: .never("IPv4-translated")),
        Range6(high: 0, low: 0, length: 96, reach: .never("IPv4-compatible")),
        Range6(high: 0x0064_ff9b_0001_0000, low: 0, length: 48, reach: .never("local-use NAT64")),
        Range6(high: 0x0100_0000_0000_0000, low: 0, length: 64, reach: .never("discard only")),
        Range6(high: 0x2001_0000_0000_0000, low: 0, length: 32, reach: .never("Teredo")),
        Range6(high: 0x2001_0002_0000_0000, low: 0, length: 48, reach: .inside("benchmarking")),
        Range6(high: 0x2001_0000_0000_0000, low: 0, length: 23, reach: .never("protocol assignments")),
        Range6(high: 0x2001_0db8_0000_0000, low: 0, length: 32, reach: .never("documentation")),
        Range6(high: 0x2002_0000_0000_0000, low: 0, length: 16, reach: .never("6to4")),
        Range6(high: 0x2620_004f_8000_0000, low: 0, length: 48, reach: .never("AS112")),
        Range6(high: 0x3fff_0000_0000_0000, low: 0, length: 20, reach: .never("documentation")),
        Range6(high: 0x5f00_0000_0000_0000, low: 0, length: 16, reach: .never("segment routing")),
        // The metadata service of one large cloud has an address in the private range; it is as secret as link-local.
        Range6(high: 0xfd00_0ec2_0000_0000, low: 0x254, length: 128, reach: .never("metadata service")),
        Range6(high: 0xfc00_0000_0000_0000, low: 0, length: 7, reach: .inside("unique local")),
        Range6(high: 0xfe80_0000_0000_0000, low: 0, length: 10, reach: .never("link-local")),
        Range6(high: 0xfec0_0000_0000_0000, low: 0, length: 10, reach: .never("site-local")),
        Range6(high: 0xff00_0000_0000_0000, low: 0, length: 8, reach: .never("multicast")),
    ]
}
