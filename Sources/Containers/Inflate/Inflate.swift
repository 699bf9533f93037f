// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// Decompresses texts in files: zlib (PNG), gzip and bare DEFLATE.
///
/// Both what comes out and the work are bounded, so that a small hostile stream cannot become a large one. Written for
/// texts, not for image data. Source: RFC 1950, 1951 and 1952.
public enum Inflate {
    /// What wraps the compressed data.
    public enum Format: Sendable, Hashable {
        /// Nothing.
        case raw
        /// Two bytes before, Adler-32 behind it.
        case zlib
        /// Header of ten bytes or more before, CRC-32 and length behind it. One member is read.
        case gzip
    }

    /// Decompresses one stream.
    ///
    /// - Parameters:
    ///   - input: the stream; bytes behind its end are left alone.
    ///   - format: what wraps it.
    ///   - limit: most bytes that may come out.
    ///   - blockLimit: most blocks that are read.
    /// - Returns: what came out before the end or the first fault.
    public static func inflate(
        _ input: [UInt8], as format: Format, limit: Int = ProvenanceLimits.inflatedBytes,
        blockLimit: Int = ProvenanceLimits.inflateBlocks
    ) -> Inflated {
        var decoder = InflateDecoder(limit: limit, blockLimit: blockLimit)
        return decoder.run(input.span, format)
    }
}

/// What came out of a compressed stream.
public struct Inflated: Sendable, Hashable {
    /// Everything up to the end, or up to the first fault.
    public var bytes: [UInt8]
    /// Bytes of the input that belong to the stream, wrapper included.
    public var consumed: Int
    /// Blocks that were read.
    public var blocks: Int
    /// Why it ended early, or why its checksum is wrong; `nil`: all is well.
    public var failure: InflateFailure?
}

/// Why a compressed stream could not be read to its end.
public struct InflateFailure: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Reason: String, Sendable, Hashable {
        /// The input ends inside the stream.
        case cut
        /// The stream contradicts itself, or is of no known kind.
        case malformed
        /// All came out, but the checksum or the length says otherwise.
        case checksum
        /// More bytes, or more blocks, than allowed.
        case overLimit = "over-limit"
    }

    /// What is wrong.
    public var reason: Reason
    /// For a person.
    public var message: String
}
