// SPDX-License-Identifier: Apache-2.0

internal import Certificates
import Containers

/// Feeds ranges of a source to digests through one buffer, so that a file of any length is hashed in little memory.
struct RangeHasher {
    private let source: any ByteSource
    private var buffer: [UInt8] = []

    /// Large enough that reading costs little beside hashing, small enough for the second-level cache.
    private static let bufferBytes = 128 << 10

    init(_ source: any ByteSource) {
        self.source = source
    }

    /// Adds the bytes of a range to a digest.
    ///
    /// - Throws: `ReadFailure` when the range is not inside the source, or the source cannot be read.
    mutating func add(_ range: Range<Int>, to digest: inout RunningDigest) throws(ReadFailure) {
        guard range.lowerBound >= 0, range.upperBound <= source.count else {
            throw ReadFailure(code: "beyond-end", message: "bytes \(range) of \(source.count)")
        }
        guard !range.isEmpty else { return }
        if buffer.count < min(range.count, Self.bufferBytes) {
            buffer = [UInt8](repeating: 0, count: min(source.count, Self.bufferBytes))
        }
        let source = source
        var offset = range.lowerBound
        while offset < range.upperBound {
            let length = min(buffer.count, range.upperBound - offset)
            do {
                try buffer.withUnsafeMutableBytes { bytes in
                    let piece = UnsafeMutableRawBufferPointer(rebasing: bytes[..<length])
                    try source.read(into: piece, at: offset)
                    digest.update(UnsafeRawBufferPointer(piece))
                }
            } catch let failure as ReadFailure {
                throw failure
            } catch {
                throw ReadFailure(code: "system", message: "\(error)")
            }
            offset += length
        }
    }

    /// The digest of one range.
    mutating func digest(of range: Range<Int>, _ algorithm: HashAlgorithm) throws(ReadFailure) -> [UInt8] {
        var digest = RunningDigest(algorithm)
        try add(range, to: &digest)
        return digest.digest()
    }
}
