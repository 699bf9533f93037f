// SPDX-License-Identifier: Apache-2.0

/// Bytes of an item, reached by offset: a file of any length is read without being held in memory.
public protocol ByteSource: Sendable {
    /// Length in bytes.
    var count: Int { get }

    /// Copies bytes from `offset` on until `buffer` is full.
    ///
    /// - Throws: ``ReadFailure`` when the range is not inside the source, or the file cannot be read or has become shorter.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ReadFailure)
}

extension ByteSource {
    /// The bytes of a range, copied.
    ///
    /// - Throws: ``ReadFailure`` as ``read(into:at:)`` does. Check lengths that come from the file against the limits first.
    public func bytes(_ range: Range<Int>) throws(ReadFailure) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw ReadFailure(code: "beyond-end", message: "bytes \(range) of \(count)")
        }
        do {
            return try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, initializedCount in
                try read(into: UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound)
                initializedCount = range.count
            }
        } catch let failure as ReadFailure {
            throw failure
        } catch {
            throw ReadFailure(code: "system", message: "\(error)")
        }
    }
}

/// Why bytes could not be had.
public struct ReadFailure: Error, Sendable, Hashable {
    /// `beyond-end`, `input-output`, `system`.
    public var code: String
    /// For a person.
    public var message: String

    /// Makes a failure.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

/// Bytes that are in memory already.
public struct MemoryBytes: ByteSource {
    let contents: [UInt8]

    /// Shares the array, without a copy.
    public init(_ contents: [UInt8]) {
        self.contents = contents
    }

    /// Length in bytes.
    public var count: Int { contents.count }

    /// Copies bytes from `offset` on until `buffer` is full.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ReadFailure) {
        guard offset >= 0, offset <= contents.count, buffer.count <= contents.count - offset else {
            throw ReadFailure(
                code: "beyond-end", message: "\(buffer.count) bytes at \(offset) of \(contents.count)")
        }
        contents.withUnsafeBytes { bytes in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + buffer.count]))
        }
    }
}
