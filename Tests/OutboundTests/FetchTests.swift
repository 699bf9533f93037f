// SPDX-License-Identifier: Apache-2.0

import Outbound
import Testing

@Suite struct FetchTests {
    private static let ok = "HTTP/1.1 200 OK\r\n"

    /// Fetches from a server that answers as given, which counts as public.
    private func fetch(
        limits: OutboundLimits = OutboundLimits(), most: Int? = nil, path: String = "/a.jpg", isPrivate: Bool = false,
        deadline: Duration? = nil, answering answer: @escaping @Sendable (String) -> [LoopbackServer.Step]
    ) async throws -> (result: Result<Fetched, FetchRefusal>, server: [String]) {
        try await LoopbackServer.with(address: "127.0.0.2", answering: answer) { server in
            let fetch = GuardedFetch(
                allow: AllowList([try Loopback.entry("img.example.com", server.port, isPrivate: isPrivate)]),
                limits: limits,
                resolver: PlayedResolver(other: ["127.0.0.2"]), logger: Loopback.quiet, reach: Loopback.secondIsPublic)
            do throws(FetchRefusal) {
                let fetched = try await fetch.fetch(
                    "http://img.example.com:\(server.port)\(path)", most: most, deadline: deadline.map { .now + $0 })
                return (.success(fetched), server.requests)
            } catch {
                return (.failure(error), server.requests)
            }
        }
    }

    private func refusal(
        limits: OutboundLimits = OutboundLimits(), most: Int? = nil, isPrivate: Bool = false, deadline: Duration? = nil,
        answering answer: @escaping @Sendable (String) -> [LoopbackServer.Step]
    ) async throws -> FetchRefusal {
        let outcome = try await fetch(
            limits: limits, most: most, isPrivate: isPrivate, deadline: deadline, answering: answer)
        guard case .failure(let refusal) = outcome.result else {
            throw ExpectedRefusal()
        }
        return refusal
    }

    private struct ExpectedRefusal: Error {}

    @Test func aFileArrivesAsItWasSent() async throws {
        let path = "/a%20b/%2e%2e/c.jpg?x=1&y=%41;z"
        let (result, requests) = try await fetch(path: path) { _ in
            LoopbackServer.reply("200 OK", ["content-type: image/jpeg"], body: "picture")
        }
        let fetched = try result.get()
        #expect(String(decoding: fetched.bytes, as: UTF8.self) == "picture")
        #expect(fetched.contentType == "image/jpeg")
        let request = try #require(requests.first).lowercased()
        #expect(request.hasPrefix("get \(path.lowercased()) http/1.1\r\n"))
        #expect(request.contains("\r\nhost: img.example.com:"))
        for field in ["authorization", "cookie", "referer", "x-forwarded-for"] { #expect(!request.contains(field)) }
        #expect(request.contains("accept-encoding: identity"))
    }

    @Test func aChunkedFileArrivesAsItWasSent() async throws {
        let (result, _) = try await fetch { _ in
            [.send(Self.ok + "transfer-encoding: chunked\r\n\r\n3\r\npic\r\n4\r\nture\r\n0\r\n\r\n"), .close]
        }
        #expect(try result.get().bytes == Array("picture".utf8))
    }

    @Test func aFileOfExactlyTheLimitArrives() async throws {
        let (result, _) = try await fetch(most: 7) { _ in LoopbackServer.reply("200 OK", body: "picture") }
        #expect(try result.get().bytes.count == 7)
    }

    @Test func aDeclaredSizeAboveTheLimitIsRefusedBeforeTheBody() async throws {
        let refusal = try await refusal(most: 6) { _ in
            [.send(Self.ok + "content-length: 7\r\n\r\n"), .pause(milliseconds: 60_000)]
        }
        #expect(refusal.code == .tooLarge)
    }

    @Test func anEndlessBodyIsCutOffAtTheLimit() async throws {
        let chunk = "400\r\n" + String(repeating: "x", count: 1_024) + "\r\n"
        let refusal = try await refusal(most: 100_000) { _ in
            [.send(Self.ok + "transfer-encoding: chunked\r\n\r\n"), .flood(chunk)]
        }
        #expect(refusal.code == .tooLarge)
    }

    @Test func aCallerCannotRaiseTheLimit() async throws {
        let refusal = try await refusal(limits: OutboundLimits(mostBytes: 6), most: 1_000) { _ in
            LoopbackServer.reply("200 OK", body: "picture")
        }
        #expect(refusal.code == .tooLarge)
    }

    @Test func aBodyThatEndsEarlyIsRefused() async throws {
        for end in ["content-length: 100\r\n\r\npicture", "transfer-encoding: chunked\r\n\r\n7\r\npicture\r\n"] {
            let refusal = try await refusal { _ in [.send(Self.ok + end), .close] }
            #expect(refusal.code == .failed, "\(end)")
        }
    }

    @Test func aTrickleOfBytesEndsAtTheDeadline() async throws {
        let refusal = try await refusal(limits: OutboundLimits(total: .milliseconds(400))) { _ in
            [.send(Self.ok + "content-length: 1000000\r\n\r\n"), .trickle("x", everyMilliseconds: 20)]
        }
        #expect(refusal.code == .failed)
        #expect(refusal.cause?.revealed() == "the time ran out")
    }

    @Test func aCallersEarlierDeadlineCounts() async throws {
        let refusal = try await refusal(deadline: .milliseconds(300)) { _ in [.pause(milliseconds: 60_000)] }
        #expect(refusal.cause?.revealed() == "the time ran out")
    }

    @Test func silenceEndsAtTheIdleLimit() async throws {
        for start in ["", Self.ok, Self.ok + "content-length: 100\r\n\r\npic"] {
            let refusal = try await refusal(limits: OutboundLimits(idle: .milliseconds(200))) { _ in
                [.send(start), .pause(milliseconds: 60_000)]
            }
            #expect(refusal.cause?.revealed() == "the time ran out", "\(start)")
        }
    }

    @Test func aFloodOfHeaderFieldsIsRefused() async throws {
        for field in [
            "x: y\r\n", "x: " + String(repeating: "y", count: 60_000) + "\r\n",
            "x: " + String(repeating: "y", count: 900),
        ] {
            let refusal = try await refusal { _ in [.send(Self.ok), .flood(field)] }
            #expect(refusal.code == .failed)
            #expect(refusal.cause?.revealed() != "the time ran out")
        }
    }

    @Test func interimAnswersWithoutEndEndAtTheDeadline() async throws {
        let refusal = try await refusal(limits: OutboundLimits(total: .milliseconds(400))) { _ in
            [.trickle("HTTP/1.1 103 Early Hints\r\n\r\n", everyMilliseconds: 5)]
        }
        #expect(refusal.code == .failed)
    }

    @Test(arguments: ["gzip", "deflate", "br", "zstd", "x"])
    func aPackedBodyIsRefusedNotUnpacked(_ coding: String) async throws {
        let refusal = try await refusal { _ in
            LoopbackServer.reply("200 OK", ["content-encoding: \(coding)"], body: "packed")
        }
        #expect(refusal.cause?.revealed() == "the answer is encoded: \(coding)")
    }

    @Test func aPackingBehindAnotherIsSeen() async throws {
        let refusal = try await refusal { _ in LoopbackServer.reply("200 OK", ["content-encoding: identity, gzip"]) }
        #expect(refusal.cause?.revealed() == "the answer is encoded: gzip")
    }

    @Test func aBombThatIsSentAsAFileStaysPacked() async throws {
        let packed: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 4, 0, 0x43, 0xbe, 0xb7, 0xe8, 1, 0, 0, 0]
        let (result, _) = try await fetch { _ in
            [.send(Self.ok + "content-length: \(packed.count)\r\n\r\n"), .sendBytes(packed), .close]
        }
        #expect(try result.get().bytes == packed)
    }

    @Test(arguments: [
        "", "x", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n", "HTTP/9.9 200 OK\r\n\r\n",
        "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}\u{28}",
    ])
    func anAnswerThatIsNoHTTPIsRefused(_ answer: String) async throws {
        let refusal = try await refusal(limits: OutboundLimits(total: .seconds(2))) { _ in [.send(answer), .close] }
        #expect(refusal.code == .failed)
    }

    /// Whoever asks learns nothing of what stands where: every failure reads the same.
    @Test func allFailuresReadAlike() async throws {
        var seen: Set<String> = []
        for status in [201, 204, 206, 304, 400, 401, 403, 404, 418, 500, 503] {
            let refusal = try await refusal { _ in LoopbackServer.reply("\(status) x", body: "secret words") }
            seen.insert("\(refusal) \(refusal.message) \(refusal.remedy) \(String(reflecting: refusal.cause))")
            #expect(refusal.cause?.revealed() == "the answer has status \(status)")
        }
        let silent = try await refusal(limits: OutboundLimits(idle: .milliseconds(100))) { _ in
            [.pause(milliseconds: 60_000)]
        }
        let closed = try await refusal { _ in [.close] }
        let inside = try await refusal(most: 3, isPrivate: true) { _ in
            LoopbackServer.reply("200 OK", body: "secret words")
        }
        let unknown = GuardedFetch(
            allow: try AllowList(reading: ["http://img.example.com"]), resolver: PlayedResolver(),
            logger: Loopback.quiet)
        let nameless = try #require(
            await #expect(throws: FetchRefusal.self) { try await unknown.fetch("http://img.example.com/") })
        let refused = GuardedFetch(
            allow: AllowList([try Loopback.entry("img.example.com", 1)]), limits: OutboundLimits(),
            resolver: PlayedResolver(other: ["127.0.0.2"]), logger: Loopback.quiet, reach: Loopback.secondIsPublic)
        let portless = try #require(
            await #expect(throws: FetchRefusal.self) { try await refused.fetch("http://img.example.com:1/") })
        for refusal in [silent, closed, inside, nameless, portless] {
            seen.insert("\(refusal) \(refusal.message) \(refusal.remedy) \(String(reflecting: refusal.cause))")
        }
        #expect(seen.count == 1, "\(seen)")
        #expect(!seen.contains { $0.contains("secret") || $0.contains("127.0") })
    }

    @Test func printingACauseShowsNothing() async throws {
        let refusal = try await refusal { _ in LoopbackServer.reply("404 Not Found") }
        var dumped = ""
        dump(refusal, to: &dumped)
        for text in ["\(refusal)", String(reflecting: refusal), dumped] { #expect(!text.contains("404"), "\(text)") }
    }

    @Test func theNextAddressIsTriedOnlyWhileNobodyAnswered() async throws {
        try await LoopbackServer.with(
            address: "127.0.0.2", answering: { _ in LoopbackServer.reply("200 OK", body: "picture") }
        ) { server in
            let everything: @Sendable (IPAddress) -> AddressReach = { _ in .public }
            func fetch(_ addresses: [String]) async throws -> Fetched {
                try await GuardedFetch(
                    allow: AllowList([try Loopback.entry("img.example.com", server.port)]), limits: OutboundLimits(),
                    resolver: PlayedResolver(other: addresses), logger: Loopback.quiet, reach: everything
                ).fetch("http://img.example.com:\(server.port)/")
            }
            let fetched = try await fetch(["127.0.0.3", "127.0.0.2"])
            #expect(fetched.bytes.count == 7)
            // A name with many addresses is no way to make the server knock at many doors.
            await #expect(throws: FetchRefusal.self) {
                try await fetch(["127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.2"])
            }
        }
    }

    @Test func oneRequestTooManyIsRefusedAtOnce() async throws {
        try await LoopbackServer.with(
            address: "127.0.0.2", answering: { _ in [.pause(milliseconds: 60_000)] }
        ) { server in
            let fetch = GuardedFetch(
                allow: AllowList([try Loopback.entry("img.example.com", server.port)]),
                limits: OutboundLimits(total: .milliseconds(1_500), atOnce: 2),
                resolver: PlayedResolver(other: ["127.0.0.2"]),
                logger: Loopback.quiet, reach: Loopback.secondIsPublic)
            let codes = await withTaskGroup(of: FetchRefusal.Code?.self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        do throws(FetchRefusal) {
                            _ = try await fetch.fetch("http://img.example.com:\(server.port)/")
                            return nil
                        } catch {
                            return error.code
                        }
                    }
                }
                return await group.reduce(into: [FetchRefusal.Code?]()) { $0.append($1) }
            }
            #expect(codes.count { $0 == .busy } == 3)
            #expect(codes.count { $0 == .failed } == 2)
            // Both places are free again.
            let again = await #expect(throws: FetchRefusal.self) {
                try await fetch.fetch("http://img.example.com:\(server.port)/")
            }
            #expect(again?.code == .failed)
        }
    }

    @Test func aCallerWhoGivesUpEndsTheFetch() async throws {
        try await LoopbackServer.with(
            address: "127.0.0.2", answering: { _ in [.pause(milliseconds: 60_000)] }
        ) { server in
            let fetch = GuardedFetch(
                allow: AllowList([try Loopback.entry("img.example.com", server.port)]),
                limits: OutboundLimits(total: .seconds(60), idle: .seconds(60)),
                resolver: PlayedResolver(other: ["127.0.0.2"]),
                logger: Loopback.quiet, reach: Loopback.secondIsPublic)
            let task = Task { try await fetch.fetch("http://img.example.com:\(server.port)/") }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            task.cancel()
            let refusal = await #expect(throws: FetchRefusal.self) { try await task.value }
            #expect(refusal?.code == .cancelled)
        }
    }
}
