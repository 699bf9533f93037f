// SPDX-License-Identifier: Apache-2.0

import Foundation
import Outbound
import TestSupport
import Testing

/// Requests that somebody wants the server to make in his place. A canary listens on every address of loopback; nobody
/// may ever reach it.
@Suite struct ForgeryTests {
    /// URLs that some program reads as an address of this machine or its network; `P` is the canary's port.
    static let spellings: [String] = [
        // Plain.
        "http://127.0.0.1:P/", "http://127.0.0.2:P/", "http://127.255.255.254:P/", "http://localhost:P/",
        "http://LOCALHOST:P/",
        "http://localhost.:P/", "http://localhost.localdomain:P/", "http://ip6-localhost:P/", "http://[::1]:P/",
        "http://0.0.0.0:P/",
        "http://[::]:P/", "https://127.0.0.1:P/", "https://localhost:P/", "https://[::1]:P/",
        // Short, decimal, octal, hexadecimal, mixed, overflowing, padded.
        "http://127.1:P/", "http://127.0.1:P/", "http://0:P/", "http://0.0:P/", "http://2130706433:P/",
        "http://3232235521:P/",
        "http://017700000001:P/", "http://0x7f000001:P/", "http://0x7F.0x0.0x0.0x1:P/", "http://0177.0.0.1:P/",
        "http://0177.0000.0000.0001:P/", "http://0x7f.1:P/", "http://127.0.0.0x1:P/", "http://127.0.0.01:P/",
        "http://0127.0.0.1:P/",
        "http://4294967297:P/", "http://425.510.425.510:P/", "http://127.0.0.1.:P/", "http://00000000000127.0.0.1:P/",
        "http://6425673729:P/", "http://0x17f000001:P/", "http://127.000.000.001:P/", "http://0xA9FEA9FE:P/",
        "http://2852039166:P/",
        // Version 6: wrapped, translated, tunnelled, zones.
        "http://[::ffff:127.0.0.1]:P/", "http://[::ffff:7f00:1]:P/", "http://[0:0:0:0:0:ffff:127.0.0.1]:P/",
        "http://[::127.0.0.1]:P/",
        "http://[::7f00:1]:P/", "http://[::ffff:0:127.0.0.1]:P/", "http://[64:ff9b::127.0.0.1]:P/",
        "http://[64:ff9b::7f00:1]:P/",
        "http://[64:ff9b:1::127.0.0.1]:P/", "http://[2002:7f00:1::]:P/", "http://[2001:0:7f00:1::]:P/",
        "http://[2001::80ff:fffe]:P/",
        "http://[fe80::1%25lo]:P/", "http://[::1%25lo]:P/", "http://[::1%lo]:P/", "http://[0000::1]:P/",
        "http://[::ffff:a9fe:a9fe]:P/",
        "http://[fd00:ec2::254]:P/", "http://[fe80::1]:P/", "http://[ff02::1]:P/", "http://[fec0::1]:P/",
        "http://[::1]P/",
        "http://::1:P/", "http://[0:0:0:0:0:0:0:1]:P/", "http://[::0001]:P/",
        // Networks around.
        "http://10.0.0.1:P/", "http://172.16.0.1:P/", "http://192.168.0.1:P/",
        "http://169.254.169.254:P/latest/meta-data/",
        "http://100.64.0.1:P/", "http://198.18.0.1:P/", "http://192.0.0.1:P/", "http://224.0.0.1:P/",
        "http://255.255.255.255:P/",
        "http://metadata.google.internal:P/",
        // User information, fragments, backslashes, control characters: readers disagree on where the host is.
        "http://img.example.com@127.0.0.1:P/", "http://img.example.com:80@127.0.0.1:P/",
        "http://127.0.0.1:P@img.example.com/",
        "http://img.example.com%40127.0.0.1:P/", "http://img.example.com#@127.0.0.1:P/",
        "http://127.0.0.1:P#img.example.com/",
        "http://127.0.0.1:P\\@img.example.com/", "http://img.example.com\\@127.0.0.1:P/", "http:\\\\127.0.0.1:P/",
        "http:/\\127.0.0.1:P/", "http:127.0.0.1:P/", "http:///127.0.0.1:P/", "//127.0.0.1:P/", "http://127.0.0.1:P\t/",
        "http://127.0.0.1\n:P/", "http://127.0.0.1%00:P/", "http://127.0.0.1 :P/",
        "http://127.0.0.1:P%2f@img.example.com/",
        "http://127.0.0.1&@img.example.com:P/", "http://img.example.com;@127.0.0.1:P/", "\u{0}http://127.0.0.1:P/",
        // Percent signs and other scripts in the host.
        "http://%31%32%37.0.0.1:P/", "http://127%2e0%2e0%2e1:P/", "http://loc%61lhost:P/", "http://１２７.０.０.１:P/",
        "http://①②⑦.⓪.⓪.①:P/", "http://127。0。0。1:P/", "http://127．0．0．1:P/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:P/",
        "http://lo\u{ad}calhost:P/",
        "http://loc\u{200d}alhost:P/", "http://xn--localhost:P/", "http://١٢٧.٠.٠.١:P/",
        // Names that lead inside.
        "http://127.0.0.1.nip.io:P/", "http://localtest.me:P/", "http://7f000001.rebind.example:P/",
        "http://inside.example.com:P/",
        "http://a.img.example.com:P/", "http://both.example.com:P/", "http://wrapped.example.com:P/",
        // Other schemes.
        "file:///etc/hostname", "gopher://127.0.0.1:P/_x", "dict://127.0.0.1:P/x", "ftp://127.0.0.1:P/",
        "ldap://127.0.0.1:P/",
        "unix:///run/x.sock", "http+unix://%2Frun%2Fx.sock/", "https+unix://%2Frun%2Fx.sock/",
        "jar:http://127.0.0.1:P/!/", "data:,x",
        "url:http://127.0.0.1:P/", "HTTP://127.0.0.1:P/", "h\tttp://127.0.0.1:P/", "http://127.0.0.1:P",
    ]

    private static let names = PlayedResolver(
        [
            "both.example.com": [["93.184.216.34", "127.0.0.1"]], "wrapped.example.com": [["::ffff:127.0.0.1"]],
            "metadata.google.internal": [["169.254.169.254"]],
        ], other: ["127.0.0.1", "::1"])

    private static func hasName(_ url: String) -> Bool {
        if case .name = WebAddress(url)?.host { true } else { false }
    }

    private func canary(_ work: (LoopbackServer) async throws -> Void) async throws {
        // Where there is version 6, this means the whole of 127/8 as well as ::1.
        let hasVersion6 = FileManager.default.fileExists(atPath: "/proc/net/if_inet6")
        try await LoopbackServer.with(
            address: hasVersion6 ? "::" : "0.0.0.0", answering: { _ in LoopbackServer.reply("200 OK") }, work)
    }

    @Test func moreThanEightySpellingsAreTried() {
        #expect(Set(Self.spellings).count == Self.spellings.count)
        #expect(Self.spellings.count >= 80)
    }

    @Test func noSpellingOfAnInnerAddressIsConnectedTo() async throws {
        try await canary { canary in
            for spelling in Self.spellings {
                let url = spelling.replacing("P", with: "\(canary.port)")
                // The worst operator: he allows the very host that is asked for, if it can be read at all.
                let allow = AllowList(
                    WebAddress(url).map {
                        [AllowedHost(scheme: $0.scheme, pattern: .exactly($0.host), port: $0.port, isPrivate: false)]
                    } ?? [])
                for resolver in [SystemResolver(), Self.names] as [any HostResolver] {
                    // Names that the played server does not know are not asked for in the real world.
                    if resolver is SystemResolver, !spelling.contains("localhost"), Self.hasName(url) { continue }
                    let fetch = GuardedFetch(allow: allow, resolver: resolver, logger: Loopback.quiet)
                    let refusal = await #expect(throws: FetchRefusal.self, "\(url)") { try await fetch.fetch(url) }
                    #expect([.malformed, .failed].contains(refusal?.code), "\(url)")
                }
            }
            #expect(canary.connections == 0)
        }
    }

    @Test func noSpellingPassesAnOrdinaryAllowList() async throws {
        try await canary { canary in
            let allow = try AllowList(reading: [
                "img.example.com", "*.example.com:\(canary.port)", "http://*.example.com:\(canary.port)",
            ])
            let fetch = GuardedFetch(allow: allow, resolver: Self.names, logger: Loopback.quiet)
            for spelling in Self.spellings {
                let url = spelling.replacing("P", with: "\(canary.port)")
                await #expect(throws: FetchRefusal.self, "\(url)") { try await fetch.fetch(url) }
            }
            #expect(canary.connections == 0)
        }
    }

    /// The canary sings: without the judgement of addresses the same URLs do reach it.
    @Test func withoutTheRulesTheCanaryIsHit() async throws {
        try await canary { canary in
            var arrived = 0
            for spelling in Self.spellings {
                let url = spelling.replacing("P", with: "\(canary.port)")
                guard let address = WebAddress(url), address.scheme == .http else { continue }
                if case .address = address.host, !["127", "[::"].contains(String("\(address.host)".prefix(3))) {
                    continue
                }
                let fetch = GuardedFetch(
                    allow: AllowList([try Loopback.entry("\(address.host)", address.port)]),
                    limits: OutboundLimits(connect: .milliseconds(300)), resolver: PlayedResolver(other: ["127.0.0.1"]),
                    logger: Loopback.quiet, reach: { _ in .public })
                if (try? await fetch.fetch(url)) != nil { arrived += 1 }
            }
            #expect(arrived >= 15)
            #expect(canary.connections >= arrived)
        }
    }

    @Test func aPrivateHostMayLieInside() async throws {
        try await canary { canary in
            let fetch = GuardedFetch(
                allow: AllowList([try Loopback.entry("media.internal", canary.port, isPrivate: true)]),
                resolver: PlayedResolver(other: ["127.0.0.1"]), logger: Loopback.quiet)
            _ = try await fetch.fetch("http://media.internal:\(canary.port)/")
            #expect(canary.connections == 1)
        }
    }

    @Test(arguments: ["169.254.169.254", "fd00:ec2::254", "fe80::1", "0.0.0.0", "::", "::ffff:127.0.0.1", "224.0.0.1"])
    func evenAPrivateHostIsNeverThere(_ address: String) async throws {
        try await canary { canary in
            let fetch = GuardedFetch(
                allow: AllowList([try Loopback.entry("media.internal", canary.port, isPrivate: true)]),
                resolver: PlayedResolver(other: [address]), logger: Loopback.quiet)
            let refusal = await #expect(throws: FetchRefusal.self) {
                try await fetch.fetch("http://media.internal:\(canary.port)/")
            }
            #expect(refusal?.cause?.revealed().contains("never connected to") == true)
            #expect(canary.connections == 0)
        }
    }

    /// A name server that says one thing to who checks and another to who connects.
    @Test func theConnectionGoesToTheAddressThatWasChecked() async throws {
        try await LoopbackServer.withOutsideAndCanary(
            answering: { _ in LoopbackServer.reply("200 OK", body: "outside") }
        ) { outside, canary in
            let names = PlayedResolver(["img.example.com": [["127.0.0.2"], ["127.0.0.1"]]])
            let fetch = GuardedFetch(
                allow: AllowList([try Loopback.entry("img.example.com", outside.port)]), limits: OutboundLimits(),
                resolver: names, logger: Loopback.quiet, reach: Loopback.secondIsPublic)
            let fetched = try await fetch.fetch("http://img.example.com:\(outside.port)/")
            #expect(String(decoding: fetched.bytes, as: UTF8.self) == "outside")
            #expect(names.questions == ["img.example.com"])
            // Later, when it points inside, it is refused.
            await #expect(throws: FetchRefusal.self) {
                try await fetch.fetch("http://img.example.com:\(outside.port)/")
            }
            #expect(canary.connections == 0)
        }
    }

    @Test func theProxiesOfTheEnvironmentAreNotUsed() async throws {
        try await canary { proxy in
            for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
                setenv(name, "http://127.0.0.1:\(proxy.port)", 1)
            }
            defer {
                for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
                    unsetenv(name)
                }
            }
            try await LoopbackServer.with(
                address: "127.0.0.2", answering: { _ in LoopbackServer.reply("200 OK", body: "direct") }
            ) { server in
                let fetch = GuardedFetch(
                    allow: AllowList([try Loopback.entry("img.example.com", server.port)]), limits: OutboundLimits(),
                    resolver: PlayedResolver(other: ["127.0.0.2"]), logger: Loopback.quiet,
                    reach: Loopback.secondIsPublic)
                _ = try await fetch.fetch("http://img.example.com:\(server.port)/")
                #expect(server.connections == 1)
                #expect(proxy.connections == 0)
            }
        }
    }
}
