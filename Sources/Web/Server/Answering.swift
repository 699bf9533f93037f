// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Synchronization

/// Answers the requests of connections: what the router decides, with what only the connection knows.
struct Answering: Sendable {
    let router: DoorRouter
    let logger: Logger
    let clock: HTTPDate
    let farewell: Farewell

    /// Bodies up to this length are read to their end when they are refused, so that the connection can go on.
    private static let worthReading = 64 << 10

    /// The client's body was refused, or only in part read: the connection cannot go on.
    private struct UnreadBody: Error {}

    @concurrent func answer(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws
    {
        var request = request
        var context = WebContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
        var response: Response
        var isUnread = false
        // A request of HTTP/1.1 names one host: two readers of two names might send it to two places.
        let isHosted = request.head.authority?.isEmpty == false && !request.headers.contains(.secondHost)
        switch await router.admit(&request, &context, isHosted: isHosted) {
        case .refused(let refusal):
            response = refusal
            let length = request.declaredLength
            isUnread =
                (length ?? 0) > Self.worthReading || request.headers.contains(.expect)
                || (length == nil && request.mayHaveBody)
        case .admitted(let route):
            if request.headers.contains(.expect) {
                do { try await writer.writeInformationalHead(HTTPResponse(status: .continue)) } catch {
                    // The client has gone. Its place must not stay taken.
                    router.abandon(route)
                    throw error
                }
            }
            response = await router.serve(route, request, context)
            if let meter = context.bodyMeter {
                isUnread = !meter.hasEnded
            } else if response.status == .contentTooLarge {
                isUnread = true
            }
        }
        let isStream = channel.parent?.parent != nil
        // Asked once: an answer that invites another request must not be followed by a closed connection.
        let isLast = farewell.isSaid
        isUnread = isUnread || !isHosted
        response.headers.append(HTTPField(name: .date, value: clock.text()))
        if (isUnread || isLast), !isStream { response.headers[.connection] = "close" }
        try await writer.write(response: response.head, body: response.body)
        if isUnread { try await part(channel) }
        if isLast, !isStream {
            channel.close(promise: nil)
        }
    }

    /// Leaves the client a moment to read the answer before the rest of its body is thrown away with the connection.
    private func part(_ channel: any Channel) async throws {
        channel.eventLoop.scheduleTask(in: .milliseconds(500)) { channel.close(promise: nil) }
        try await channel.closeFuture.get()
        throw UnreadBody()
    }
}

/// Whether the server is about to stop: answers then ask clients to come back on another connection.
final class Farewell: Sendable {
    private let said = Atomic<Bool>(false)
    var isSaid: Bool { said.load(ordering: .relaxed) }
    func say() { said.store(true, ordering: .relaxed) }
}
