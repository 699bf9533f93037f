// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes

/// Sees requests and answers of a connection or of a stream: keeps the time of its client, and answers what cannot be read.
final class ExchangeWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let settings: ListenerSettings
    private let meters: ServerMeters
    private var timer: PatienceTimer?
    private var open = 0
    private var isAnswering = false
    private var isRefused = false

    init(_ settings: ListenerSettings, meters: ServerMeters) {
        self.settings = settings
        self.meters = meters
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if let watch = try? context.pipeline.syncOperations.handler(type: ConnectionWatch.self) {
            timer = watch.timer
        } else {
            // A stream of HTTP/2: the connection's own clock is that of its manager.
            if let watch = try? context.channel.parent?.pipeline.syncOperations.handler(type: ConnectionWatch.self) {
                watch.timer.isMultiplexed = true
            }
            timer = PatienceTimer(settings, channel: context.channel, meters: meters)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isRefused { return }
        switch unwrapInboundIn(data) {
        case .head:
            open += 1
            timer?.note { $0.headEnded(now: $1) }
        case .body(let buffer): timer?.note { $0.bodyCame(buffer.readableBytes, now: $1) }
        case .end: timer?.note { $0.requestEnded(now: $1) }
        }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        if timer?.patience.phase == .body { timer?.note { $0.wanted(now: $1) } }
        context.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        let isWritable = context.channel.isWritable
        timer?.note { $0.writable(isWritable, now: $1) }
        context.fireChannelWritabilityChanged()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // What a handler still says after its request turned out to be unreadable has no place to go.
        if isRefused {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head): isAnswering = head.status.code >= 200
        case .body: break
        case .end:
            isAnswering = false
            open -= 1
            timer?.note { $0.answerEnded(now: $1) }
        }
        context.write(data, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, !isRefused else {
            context.fireErrorCaught(error)
            return
        }
        isRefused = true
        let status: HTTPResponse.Status = error == .headerOverflow ? .requestHeaderFieldsTooLarge : .badRequest
        meters.unreadable()
        // With an earlier answer under way nothing can be said any more.
        guard !isAnswering, open <= 1 else {
            context.close(promise: nil)
            return
        }
        var response = Problem(
            status, code: status == .badRequest ? "request-invalid" : "head-too-large",
            detail: status == .badRequest
                ? "The request cannot be read."
                : "A request may have \(settings.maxHeaderFields) fields and \(settings.maxHead) bytes of head."
        ).head()
        SecurityHeaders.add(to: &response.fields, isSecure: false)
        response.fields[.requestID] = RequestIdentifier.next()
        response.fields[.connection] = "close"
        let head = HTTPResponse(status: status, headerFields: response.fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(response.body)), promise: nil)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}
