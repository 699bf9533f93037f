// SPDX-License-Identifier: Apache-2.0

/// A window of bytes that moves over a source; memory stays at a few chunks whatever the size of the list.
struct ByteStream {
    private static let chunk = 262_144

    private var source: any ByteSource
    /// The window; `position` is the next unread byte in it.
    private(set) var buffer: [UInt8] = []
    private(set) var position = 0
    private var ended = false
    /// Bytes taken out of the stream so far.
    private(set) var consumed = 0

    init(_ source: any ByteSource) {
        self.source = source
    }

    var size: Int? { source.size }

    /// Bytes available without reading.
    var available: Int { buffer.count - position }

    /// Reads one more chunk behind the window. False at the end of the source.
    mutating func grow() throws -> Bool {
        guard !ended else { return false }
        let more = try source.read(upTo: Self.chunk)
        guard !more.isEmpty else {
            ended = true
            return false
        }
        if position == buffer.count {
            buffer = more
        } else {
            buffer.removeFirst(position)
            buffer += more
        }
        position = 0
        return true
    }

    /// The first bytes, without taking them.
    mutating func head(_ count: Int) throws -> ArraySlice<UInt8> {
        while available < count, try grow() {}
        return buffer[position...].prefix(count)
    }

    mutating func skip(_ count: Int) {
        position += count
        consumed += count
    }
}
