// SPDX-License-Identifier: Apache-2.0

import Outbound
import Testing

@Suite struct RedirectTests {
    /// A public host that redirects every path `/to…` as told, beside a canary inside on the same port.
    private func follow(
        _ path: String, redirects: [String: String], status: Int = 302, hosts: [String: [String]] = [:],
        entries: [String] = []
    ) async throws -> (result: Result<Fetched, FetchRefusal>, requests: [String], canary: Int) {
        try await LoopbackServer.withOutsideAndCanary(
            answering: { request in
                let target = request.split(separator: " ")[1]
                guard let location = redirects[String(target)] else {
                    return LoopbackServer.reply("200 OK", body: "end of \(target)")
                }
                // `P` stands for the port, which both servers share; the client names it in the field `host`.
                let host = request.split(separator: "\r\n").first { $0.hasPrefix("host: ") } ?? ""
                let port = host.split(separator: ":").last ?? ""
                return LoopbackServer.reply(
                    "\(status) x", ["location: \(location.replacing(":P/", with: ":\(port)/"))"], body: "moved")
            }
        ) { server, canary in
            let port = server.port
            var allowed = [try Loopback.entry("img.example.com", port), try Loopback.entry("cdn.example.com", port)]
            for entry in entries {
                allowed.append(try Loopback.entry(entry, port, isPrivate: entry.hasSuffix("internal")))
            }
            let names = PlayedResolver(
                hosts.mapValues { [$0] }.merging(
                    ["img.example.com": [["127.0.0.2"]], "cdn.example.com": [["127.0.0.2"]]]) { first, _ in first })
            let fetch = GuardedFetch(
                allow: AllowList(allowed), limits: OutboundLimits(), resolver: names, logger: Loopback.quiet,
                reach: Loopback.secondIsPublic)
            let result: Result<Fetched, FetchRefusal>
            do throws(FetchRefusal) {
                result = .success(try await fetch.fetch("http://img.example.com:\(port)\(path)"))
            } catch {
                result = .failure(error)
            }
            return (result, server.requests, canary.connections)
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func aRedirectToAnAllowedHostIsFollowed(_ status: Int) async throws {
        let outcome = try await follow("/to", redirects: ["/to": "/there/x"], status: status)
        #expect(String(decoding: try outcome.result.get().bytes, as: UTF8.self) == "end of /there/x")
        #expect(outcome.requests.count == 2)
    }

    @Test(arguments: [300, 304, 305, 306, 399])
    func anotherStatusOfThreeHundredIsNoRedirect(_ status: Int) async throws {
        let outcome = try await follow("/to", redirects: ["/to": "/there"], status: status)
        #expect(throws: FetchRefusal.self) { try outcome.result.get() }
        #expect(outcome.requests.count == 1)
    }

    @Test func threeRedirectsAreFollowedAndFourAreNot() async throws {
        let chain = ["/1": "/2", "/2": "/3", "/3": "/4", "/4": "/5"]
        let three = try await follow("/2", redirects: chain)
        #expect(String(decoding: try three.result.get().bytes, as: UTF8.self) == "end of /5")
        let four = try await follow("/1", redirects: chain)
        #expect(throws: FetchRefusal.self) { try four.result.get() }
        #expect(four.requests.count == 4)
        let circle = try await follow("/1", redirects: ["/1": "/1"])
        #expect(throws: FetchRefusal.self) { try circle.result.get() }
        #expect(circle.requests.count == 4)
    }

    @Test(arguments: [
        "http://127.0.0.1:P/", "//127.0.0.1:P/", "http://127.1:P/", "http://2130706433:P/", "http://0x7f000001:P/",
        "http://[::1]:P/",
        "http://[::ffff:127.0.0.1]:P/", "http://localhost:P/", "http://inside.example.com:P/",
        "http://img.example.com@127.0.0.1:P/",
        "http://other.example.com:P/", "http://img.example.com:22/", "http://img.example.com/", "file:///etc/hostname",
        "gopher://127.0.0.1:P/", "http:\\\\127.0.0.1:P/", "\\\\127.0.0.1:P/", "http://rebound.example.com:P/",
        "http://media.internal:P/",
        "http://169.254.169.254/latest/meta-data/", "data:,x", "http://img.example.com:P\u{7f}/",
    ])
    func aRedirectInsideIsNotFollowed(_ location: String) async throws {
        for first in ["/to", "/far"] {
            let outcome = try await follow(
                first, redirects: ["/far": "http://cdn.example.com:P/to", "/to": location],
                hosts: [
                    "inside.example.com": ["127.0.0.1"], "rebound.example.com": ["127.0.0.2", "127.0.0.1"],
                    "other.example.com": ["127.0.0.1"], "media.internal": ["127.0.0.1"], "localhost": ["127.0.0.1"],
                ], entries: ["inside.example.com", "rebound.example.com", "media.internal", "localhost", "127.0.0.1"])
            #expect(throws: FetchRefusal.self, "\(location)") { try outcome.result.get() }
            #expect(outcome.canary == 0, "\(location)")
            #expect(outcome.requests.count == (first == "/far" ? 2 : 1), "\(location)")
        }
    }
}
