// SPDX-License-Identifier: Apache-2.0

internal import NIOCore

/// First in the pipeline: sees every byte, so that a head which comes letter by letter has a deadline too.
final class ConnectionWatch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let timer: PatienceTimer

    init(_ timer: PatienceTimer) { self.timer = timer }

    func handlerAdded(context: ChannelHandlerContext) { timer.arm() }

    func handlerRemoved(context: ChannelHandlerContext) { timer.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .idle = timer.patience.phase { timer.note { $0.bytes(now: $1) } }
        context.fireChannelRead(data)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        let isWritable = context.channel.isWritable
        timer.note { $0.writable(isWritable, now: $1) }
        context.fireChannelWritabilityChanged()
    }
}
