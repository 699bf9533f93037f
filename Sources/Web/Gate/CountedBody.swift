// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// How much of a body came that did not say its length.
final class BodyMeter: Sendable {
    let limit: Int
    private let received = Atomic<Int>(0)
    private let ended = Atomic<Bool>(false)

    init(limit: Int) { self.limit = limit }

    /// Whether all of it was read.
    var hasEnded: Bool { ended.load(ordering: .relaxed) }

    func count(_ bytes: Int) throws(Problem) {
        guard received.wrappingAdd(bytes, ordering: .relaxed).newValue <= limit else { throw Problem.tooLarge(limit) }
    }

    func end() { ended.store(true, ordering: .relaxed) }
}

/// A body that did not say its length, held to the limit of its door whoever reads it.
struct CountedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    let body: RequestBody
    let meter: BodyMeter

    struct AsyncIterator: AsyncIteratorProtocol {
        var base: RequestBody.AsyncIterator
        let meter: BodyMeter

        @concurrent mutating func next() async throws -> ByteBuffer? {
            guard let part = try await base.next() else {
                meter.end()
                return nil
            }
            try meter.count(part.readableBytes)
            return part
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: body.makeAsyncIterator(), meter: meter) }
}
