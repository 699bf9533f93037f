// SPDX-License-Identifier: Apache-2.0

import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// A server that answers with raw bytes, as badly as a test wants, and remembers who came.
final class LoopbackServer: Sendable {
    enum Step: Sendable {
        case send(String)
        case sendBytes([UInt8])
        case pause(milliseconds: Int64)
        /// The same bytes again and again until the client hangs up.
        case flood(String)
        /// The same bytes again and again, slowly.
        case trickle(String, everyMilliseconds: Int64)
        case close
    }

    let port: Int
    private let listener: any Channel
    private let state: NIOLockedValueBox<(connections: Int, requests: [String])>

    /// TCP connections that were made, whatever came after.
    var connections: Int { state.withLockedValue(\.connections) }
    /// Requests that came in completely: head and body.
    var requests: [String] { state.withLockedValue(\.requests) }

    private init(listener: any Channel, state: NIOLockedValueBox<(connections: Int, requests: [String])>) {
        self.listener = listener
        self.port = listener.localAddress?.port ?? 0
        self.state = state
    }

    /// Runs `work` while a server answers on loopback.
    static func with<Value>(
        address: String = "127.0.0.1", tls: NIOSSLContext? = nil,
        answering answer: @escaping @Sendable (String) -> [Step],
        _ work: (LoopbackServer) async throws -> Value
    ) async throws -> Value {
        let server = try await start(address, port: 0, tls: tls, answering: answer)
        return try await server.use { try await work(server) }
    }

    /// Runs `work` while 127.0.0.2, which plays a public host, and a canary on 127.0.0.1 listen on the same port.
    static func withOutsideAndCanary<Value>(
        answering answer: @escaping @Sendable (String) -> [Step],
        _ work: (_ outside: LoopbackServer, _ canary: LoopbackServer) async throws -> Value
    ) async throws -> Value {
        while true {
            let outside = try await start("127.0.0.2", port: 0, answering: answer)
            guard
                let canary = try? await start(
                    "127.0.0.1", port: outside.port, answering: { _ in reply("200 OK", body: "inside") })
            else {
                // Another test has the port there.
                try await outside.listener.close()
                continue
            }
            return try await outside.use { try await canary.use { try await work(outside, canary) } }
        }
    }

    private static func start(
        _ address: String, port: Int, tls: NIOSSLContext? = nil,
        answering answer: @escaping @Sendable (String) -> [Step]
    ) async throws -> LoopbackServer {
        let state = NIOLockedValueBox((connections: 0, requests: [String]()))
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    state.withLockedValue { $0.connections += 1 }
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        AnswerHandler(answer: answer) { request in
                            state.withLockedValue { $0.requests.append(request) }
                        })
                }
            }
            .bind(host: address, port: port).get()
        return LoopbackServer(listener: listener, state: state)
    }

    private func use<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            let value = try await work()
            try await listener.close()
            return value
        } catch {
            try? await listener.close()
            throw error
        }
    }

    /// A complete answer.
    static func reply(_ status: String, _ fields: [String] = [], body: String = "") -> [Step] {
        let head = ["HTTP/1.1 \(status)", "content-length: \(body.utf8.count)"] + fields
        return [.send(head.joined(separator: "\r\n") + "\r\n\r\n" + body), .close]
    }
}

private final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: @Sendable (String) -> [LoopbackServer.Step]
    private let record: @Sendable (String) -> Void
    private var received = ""
    private var hasAnswered = false

    init(answer: @escaping @Sendable (String) -> [LoopbackServer.Step], record: @escaping @Sendable (String) -> Void) {
        self.answer = answer
        self.record = record
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        guard !hasAnswered, let end = received.firstRange(of: "\r\n\r\n") else { return }
        let length = received[..<end.lowerBound].split(separator: "\r\n")
            .first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
        guard received[end.upperBound...].utf8.count >= length ?? 0 else { return }
        hasAnswered = true
        record(received)
        perform(answer(received)[...], context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func perform(_ steps: ArraySlice<LoopbackServer.Step>, _ context: ChannelHandlerContext) {
        guard let step = steps.first, context.channel.isActive else { return }
        let rest = steps.dropFirst()
        switch step {
        case .send(let text): send(Array(text.utf8), context) { self.perform(rest, $0) }
        case .sendBytes(let bytes): send(bytes, context) { self.perform(rest, $0) }
        case .pause(let milliseconds): wait(milliseconds, context) { self.perform(rest, $0) }
        case .flood(let text):
            // Large pieces and pauses: both sides share few event loops, and a writer that never waits would starve the reader.
            let piece = String(repeating: text, count: 1 + 32_768 / text.utf8.count)
            perform([.trickle(piece, everyMilliseconds: 1)], context)
        case .trickle(let text, let milliseconds):
            send(Array(text.utf8), context) { context in
                self.wait(milliseconds, context) { self.perform(steps, $0) }
            }
        case .close: context.close(promise: nil)
        }
    }

    private func send(
        _ bytes: [UInt8], _ context: ChannelHandlerContext, then: @escaping (ChannelHandlerContext) -> Void
    ) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes))).assumeIsolated().whenSuccess { then(context) }
    }

    private func wait(
        _ milliseconds: Int64, _ context: ChannelHandlerContext, then: @escaping (ChannelHandlerContext) -> Void
    ) {
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds)) { then(context) }
    }
}
