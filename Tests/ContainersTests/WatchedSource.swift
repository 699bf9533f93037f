// SPDX-License-Identifier: Apache-2.0

import Containers
import Synchronization

/// A source that notes what is read of it: work is measured in bytes and reads, not in time.
final class WatchedSource: ByteSource {
    private let contents: [UInt8]
    private let forbidden: Range<Int>
    private let state = Mutex((bytes: 0, reads: 0, touched: 0))

    /// - Parameters:
    ///   - contents: what is read.
    ///   - forbidden: a range of which bytes read are counted in ``touched``.
    init(_ contents: [UInt8], forbidden: Range<Int> = 0..<0) {
        self.contents = contents
        self.forbidden = forbidden
    }

    var count: Int { contents.count }
    var bytesRead: Int { state.withLock { $0.bytes } }
    var reads: Int { state.withLock { $0.reads } }
    /// Bytes of the forbidden range that were read.
    var touched: Int { state.withLock { $0.touched } }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ReadFailure) {
        guard offset >= 0, offset <= count, buffer.count <= count - offset else {
            throw ReadFailure(code: "beyond-end", message: "\(buffer.count) at \(offset) of \(count)")
        }
        let range = offset..<offset + buffer.count
        let overlap = range.clamped(to: forbidden).count
        state.withLock { state in
            state.bytes += range.count
            state.reads += 1
            state.touched += overlap
        }
        contents.withUnsafeBytes { bytes in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
    }
}
