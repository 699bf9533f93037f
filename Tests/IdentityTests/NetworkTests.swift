// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Identity

@Suite struct NetworkTests {
    /// Python's ipaddress decides whether random addresses lie in random networks; both must agree on every pair.
    @Test(.enabled(if: Repository.python != nil, "no .venv: run make setup"))
    func addressesLieWhereAnotherProgramSaysTheyDo() throws {
        var random = SplitMix(state: 4)
        func address(_ six: Bool) -> String {
            // Few distinct bytes, so that many pairs agree in their first bits.
            let bytes = (0..<(six ? 16 : 4)).map { _ in [0, 1, 10, 127, 128, 254, 255][Int(random.next() % 7)] }
            guard six else { return bytes.map(String.init).joined(separator: ".") }
            return stride(from: 0, to: 16, by: 2).map { String(bytes[$0] << 8 | bytes[$0 + 1], radix: 16) }
                .joined(separator: ":")
        }
        let cases = (0..<3_000).map { number in
            let six = number % 2 == 0
            let length = Int(random.next() % (six ? 129 : 33))
            return (network: "\(address(six))/\(length)", address: address(random.next() % 8 == 0 ? !six : six))
        }
        let folder = try TemporaryFolder()
        let input = try folder.write(cases.map { "\($0.network) \($0.address)" }.joined(separator: "\n"), to: "cases")
        let run = try Execution.run(
            try #require(Repository.python),
            [
                "-c",
                """
                import ipaddress, sys
                for line in open(sys.argv[1]):
                    network, address = line.split()
                    network = ipaddress.ip_network(network, strict=False)
                    address = ipaddress.ip_address(address)
                    mapped = getattr(address, "ipv4_mapped", None)
                    print(network, (mapped or address) in network)
                """, input,
            ])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.count == cases.count)
        var inside = 0
        for (pair, line) in zip(cases, run.lines) {
            let parts = line.split(separator: " ").map(String.init)
            let network = try #require(NetworkBlock(parts[0]), "\(parts[0])")
            let contains = network.contains(try #require(NetworkAddress(pair.address)))
            #expect(contains == (parts[1] == "True"), "\(pair)")
            if contains { inside += 1 }
            // With bits beyond its length it is a slip.
            if parts[0] != pair.network,
                NetworkAddress(String(pair.network.prefix { $0 != "/" }))
                    != NetworkAddress(String(parts[0].prefix { $0 != "/" }))
            {
                #expect(NetworkBlock(pair.network) == nil)
            }
        }
        #expect(inside > 50)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "0x7f.1", "1.2.3.4/33", "1.2.3.4/", "/8", "1.2.3.4/-1",
        "1.2.3.4/+8", "::1/129", "fe80::1%eth0/64", ":::", "10.0.0.1/8", "a.b.c.d", "1.2.3.4 ", "[::1]", "1.2.3.4/8/8",
        "1.2.3.4/0x8", "\u{0}", "1.2.3.4\u{0}", "2130706433",
    ])
    func whatIsNoNetworkIsNotRead(_ text: String) {
        #expect(NetworkBlock(text) == nil)
    }

    @Test func oneCustomerIsOneSource() throws {
        func prefix(_ text: String) throws -> AddressPrefix { try #require(NetworkAddress(text)).prefix }
        #expect(try prefix("192.0.2.1") != prefix("192.0.2.2"))
        #expect(try prefix("192.0.2.1") == prefix("::ffff:192.0.2.1"))
        #expect(try prefix("2001:db8:0:1::1") == prefix("2001:db8:0:1:ffff::9"))
        #expect(try prefix("2001:db8:0:1::1") != prefix("2001:db8:0:2::1"))
        #expect(try prefix("fe80::1%eth0") == prefix("fe80::2"))
    }

    @Test func onlyThisMachineIsLoopback() throws {
        let exception = try LoopbackException()
        for address in ["127.0.0.1", "127.255.0.3", "::1", "::ffff:127.0.0.1"] {
            #expect(exception.principal(from: address)?.roles == [.matcher], "\(address)")
        }
        for address in ["128.0.0.1", "0.0.0.0", "::", "::2", "10.0.0.1", "localhost", "127.1", "", nil] {
            #expect(exception.principal(from: address) == nil, "\(address ?? "nil")")
        }
        for roles: Set<Role> in [[.moderator], [.tenantAdmin], [.custodian], [.exchange, .listManager]] {
            #expect(throws: IdentityError.self) { try LoopbackException(roles: roles) }
        }
    }
}
