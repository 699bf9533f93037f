// SPDX-License-Identifier: Apache-2.0

/// Which byte of a number comes first.
public enum ByteOrder: Sendable, Hashable {
    /// The most significant byte.
    case big
    /// The least significant byte.
    case little
}

/// Numbers out of a source, cheap enough to be read one at a time.
///
/// Walkers compare offsets with ``count`` before they read; an offset beyond the end is a ``ReadFailure``, never a trap.
public struct ByteReader: Sendable {
    /// Where the bytes come from.
    public let source: any ByteSource
    /// Length of the source in bytes.
    public let count: Int
    /// The bytes themselves where they are in memory: saves a call through the protocol for every number.
    private let memory: [UInt8]?

    /// Reads from a source of any kind.
    ///
    /// - Parameter source: the bytes; from memory, numbers are read without a call through the protocol.
    public init(_ source: any ByteSource) {
        self.source = source
        memory = (source as? MemoryBytes)?.contents
        count = source.count
    }

    /// One byte.
    ///
    /// - Parameter offset: of the byte.
    /// - Throws: ``ReadFailure`` when the source ends before, or cannot be read.
    @inline(__always)
    public func byte(at offset: Int) throws(ReadFailure) -> UInt8 {
        if let memory, offset >= 0, offset < memory.count { return memory[offset] }
        return UInt8(truncatingIfNeeded: try number(of: 1, at: offset, .big))
    }

    /// Two bytes as a number.
    ///
    /// - Parameters:
    ///   - offset: of its first byte.
    ///   - order: which byte comes first.
    /// - Throws: ``ReadFailure`` when the source ends before, or cannot be read.
    @inline(__always)
    public func uint16(at offset: Int, _ order: ByteOrder = .big) throws(ReadFailure) -> UInt16 {
        UInt16(truncatingIfNeeded: try number(of: 2, at: offset, order))
    }

    /// Four bytes as a number.
    ///
    /// - Parameters:
    ///   - offset: of its first byte.
    ///   - order: which byte comes first.
    /// - Throws: ``ReadFailure`` when the source ends before, or cannot be read.
    @inline(__always)
    public func uint32(at offset: Int, _ order: ByteOrder = .big) throws(ReadFailure) -> UInt32 {
        UInt32(truncatingIfNeeded: try number(of: 4, at: offset, order))
    }

    /// Eight bytes as a number.
    ///
    /// - Parameters:
    ///   - offset: of its first byte.
    ///   - order: which byte comes first.
    /// - Throws: ``ReadFailure`` when the source ends before, or cannot be read.
    @inline(__always)
    public func uint64(at offset: Int, _ order: ByteOrder = .big) throws(ReadFailure) -> UInt64 {
        try number(of: 8, at: offset, order)
    }

    /// Four bytes as a code, always in the order of the file.
    ///
    /// - Parameter offset: of its first byte.
    /// - Throws: ``ReadFailure`` when the source ends before, or cannot be read.
    @inline(__always)
    public func fourCC(at offset: Int) throws(ReadFailure) -> FourCC {
        FourCC(rawValue: try uint32(at: offset))
    }

    /// A number of up to eight bytes.
    ///
    /// - Parameters:
    ///   - width: bytes of the number, 1…8.
    ///   - offset: of its first byte.
    ///   - order: which byte comes first.
    /// - Throws: ``ReadFailure`` when the source ends before, or cannot be read.
    public func number(of width: Int, at offset: Int, _ order: ByteOrder) throws(ReadFailure) -> UInt64 {
        if let memory {
            guard offset >= 0, offset <= memory.count, width <= memory.count - offset else {
                throw ReadFailure(code: "beyond-end", message: "\(width) bytes at \(offset) of \(memory.count)")
            }
            var value: UInt64 = 0
            for index in offset..<offset + width { value = value << 8 | UInt64(memory[index]) }
            return order == .big ? value : value.byteSwapped >> UInt64(64 - 8 * width)
        }
        var stored: UInt64 = 0
        let source = source
        try withUnsafeMutableBytes(of: &stored) { (buffer) throws(ReadFailure) in
            try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<width]), at: offset)
        }
        let little = UInt64(littleEndian: stored)
        return order == .little ? little : little.byteSwapped >> UInt64(64 - 8 * width)
    }

    /// The bytes of a range, copied. Compare lengths that come from the file with a limit first.
    ///
    /// - Parameter range: of offsets in the source.
    /// - Throws: ``ReadFailure`` when the range is not inside the source, or cannot be read.
    public func bytes(_ range: Range<Int>) throws(ReadFailure) -> [UInt8] {
        if let memory, range.lowerBound >= 0, range.upperBound <= memory.count { return [UInt8](memory[range]) }
        return try source.bytes(range)
    }

    /// Whether these bytes stand at an offset; `false` where the source, or the part that is looked at, ends before.
    ///
    /// - Parameters:
    ///   - text: the bytes, as a literal.
    ///   - offset: of their first one.
    ///   - end: of the part that is looked at; the end of the source when left out.
    /// - Throws: ``ReadFailure`` when bytes cannot be read.
    public func has(_ text: StaticString, at offset: Int, before end: Int? = nil) throws(ReadFailure) -> Bool {
        let length = text.utf8CodeUnitCount
        let end = min(end ?? count, count)
        guard offset >= 0, offset <= end, length <= end - offset else { return false }
        // Eight bytes at a time: a source that is no memory costs a call for each.
        var index = 0
        while index < length {
            let width = min(8, length - index)
            var wanted: UInt64 = 0
            // Reads inside the literal: the index is below its length.
            for next in index..<index + width { wanted = wanted << 8 | UInt64(text.utf8Start[next]) }
            guard try number(of: width, at: offset + index, .big) == wanted else { return false }
            index += width
        }
        return true
    }
}
