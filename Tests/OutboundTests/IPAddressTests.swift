// SPDX-License-Identifier: Apache-2.0

import Foundation
import Outbound
import TestSupport
import Testing

@Suite struct IPAddressTests {
    @Test(arguments: [
        "0.0.0.0", "127.0.0.1", "255.255.255.255", "8.8.4.4", "::", "::1", "1::", "2001:db8::1", "fe80::1:0:0:1",
        "1:2:3:4:5:6:7:8", "64:ff9b::808:808", "1:0:0:2::3",
    ])
    func aCanonicalSpellingReadsAndWritesTheSame(_ text: String) {
        #expect(IPAddress(text)?.description == text)
    }

    @Test func differentSpellingsOfVersion6AreTheSameNumber() {
        #expect(IPAddress("0:0:0:0:0:ffff:7f00:1") == IPAddress("::FFFF:127.0.0.1"))
        #expect(IPAddress("2001:0DB8:0000:0000:0000:0000:0000:0001") == IPAddress("2001:db8::1"))
        #expect(IPAddress("1:2:3:4:5:6:7::") == IPAddress("1:2:3:4:5:6:7:0"))
        #expect(IPAddress("::2:3:4:5:6:7:8") == IPAddress("0:2:3:4:5:6:7:8"))
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.04", "256.1.1.1", "1.2.3.", ".1.2.3", "1..2.3", "0x7f.0.0.1",
        "2130706433", "127.1", "1.2.3.4 ", " 1.2.3.4", "+1.2.3.4", "1.2.3.-4", "١.2.3.4", ":", ":::", "1:", ":1", "1:2",
        "::1::",
        "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "12345::", "g::",
        "fe80::1%eth0",
        "[::1]", "::1.2.3", "::1.2.3.4.5", "::1.2.3.4:5", "1.2.3.4::", "::01.2.3.4", "1:2:3:4:5:6:7:1.2.3.4",
        "::ffff:0x7f.0.0.1",
    ])
    func anotherSpellingIsNoAddress(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    /// Python's ipaddress reads the same registries; where it is stricter or more lenient is listed by name.
    @Test(.enabled(if: Repository.python != nil, "needs .venv: scripts/install-peers"))
    func onlyAddressesThatPythonCallsGlobalArePublic() throws {
        var random = SplitMix(state: 20)
        var addresses: [IPAddress] = []
        // The edges of every range that either side knows, and random addresses around them.
        for prefix in 0...255 as ClosedRange<UInt32> {
            for inner in [0, 1, 0x00ff_ffff, 0x0040_0000, 0x0010_0000] as [UInt32] {
                addresses.append(.v4(prefix << 24 | inner))
            }
            for _ in 0..<40 { addresses.append(.v4(prefix << 24 | UInt32.random(in: 0...0xff_ffff, using: &random))) }
        }
        let starts: [UInt64] = [
            0, 0x0064_ff9b_0000_0000, 0x0064_ff9b_0001_0000, 0x0100_0000_0000_0000, 0x2001_0000_0000_0000,
            0x2001_0db8_0000_0000,
            0x2002_0000_0000_0000, 0x2600_0000_0000_0000, 0x2a00_1450_4001_0800, 0x3fff_0000_0000_0000,
            0x4000_0000_0000_0000,
            0x5f00_0000_0000_0000, 0xfc00_0000_0000_0000, 0xfd00_0ec2_0000_0000, 0xfe80_0000_0000_0000,
            0xfec0_0000_0000_0000,
            0xff02_0000_0000_0000,
        ]
        for start in starts {
            for _ in 0..<100 {
                let width = UInt64.random(in: 0...63, using: &random)
                let high = start ^ UInt64.random(in: 0...UInt64.max, using: &random) >> width
                let low = UInt64.random(in: 0...UInt64.max, using: &random)
                addresses += [.v6(high: start, low: low), .v6(high: high, low: low), .v6(high: start, low: low >> 32)]
            }
        }
        let scratch = try TemporaryFolder()
        let path = try scratch.write(Data(addresses.map(\.description).joined(separator: "\n").utf8), to: "addresses")
        let peer = try Execution.peer("address_reach.py", [path])
        #expect(peer.status == 0, "\(peer.errors)")
        #expect(peer.lines.count == addresses.count)
        var publicOnes = 0
        for (address, line) in zip(addresses, peer.lines) {
            let columns = line.split(separator: " ")
            // The peer's canonical spelling of what it read.
            #expect(columns[0] == address.description)
            if AddressRules.reach(of: address) == .public {
                publicOnes += 1
                #expect(columns[1] == "global", "\(address)")
            } else if columns[1] == "global" {
                // Stricter on purpose: outside the allocated space, wrappings of version 4, protocol addresses.
                #expect(columns[2] == "stricter", "\(address)")
            }
        }
        #expect(publicOnes > 1_000)
    }

    @Test(arguments: [
        ("8.8.8.8", AddressReach.public), ("2606:4700::1", .public), ("64:ff9b::808:808", .public),
        ("127.0.0.1", .inside("loopback")), ("10.1.2.3", .inside("private network")),
        ("172.16.0.1", .inside("private network")),
        ("172.31.255.255", .inside("private network")), ("172.32.0.0", .public),
        ("192.168.0.1", .inside("private network")),
        ("100.64.0.1", .inside("shared address space of carriers")), ("100.128.0.0", .public),
        ("::1", .inside("loopback")),
        ("fd12::1", .inside("unique local")), ("169.254.169.254", .never("link-local")),
        ("fd00:ec2::254", .never("metadata service")), ("0.0.0.0", .never("this network")),
        ("0.1.2.3", .never("this network")),
        ("255.255.255.255", .never("reserved or broadcast")), ("224.0.0.1", .never("multicast")),
        ("198.18.0.1", .inside("benchmarking")),
        ("192.0.2.1", .never("documentation")), ("::ffff:8.8.8.8", .never("IPv4-mapped")),
        ("::8.8.8.8", .never("IPv4-compatible")),
        ("::ffff:0:8.8.8.8", .never("IPv4-translated")),
        ("64:ff9b::7f00:1", .never("NAT64 of an address that is not public")),
        ("64:ff9b:1::808:808", .never("local-use NAT64")), ("2002:808:808::1", .never("6to4")),
        ("2001::1", .never("Teredo")),
        ("2001:db8::1", .never("documentation")), ("3fff::1", .never("documentation")),
        ("fe80::1", .never("link-local")),
        ("ff02::1", .never("multicast")), ("4000::1", .never("not allocated")), ("::", .never("unspecified")),
    ])
    func aKnownAddressLeadsWhereTheRegistrySays(_ text: String, _ reach: AddressReach) throws {
        #expect(AddressRules.reach(of: try #require(IPAddress(text))) == reach)
    }
}
