// SPDX-License-Identifier: Apache-2.0

internal import CSearchKernels

/// Numbers written one after the other, lowest byte first.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func pad(to count: Int) {
        bytes.append(contentsOf: repeatElement(0, count: max(0, count - bytes.count)))
    }

    /// Ends with the checksum of all that is there.
    mutating func seal() {
        put(checksum(of: bytes))
    }
}

/// Reads them again; past the end is an error, never a trap.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private let file: String

    init(_ bytes: UnsafeRawBufferPointer, file: String) {
        self.bytes = bytes
        self.file = file
    }

    mutating func get<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) throws(IndexError) -> Number {
        let size = MemoryLayout<Number>.size
        guard position + size <= bytes.count else {
            throw IndexError(.damaged, "\(file) ends in the middle of a number")
        }
        defer { position += size }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Number.self))
    }

    /// A number that counts or places something: never negative, never beyond `most`.
    mutating func count<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type, most: Int
    ) throws(IndexError) -> Int {
        let number = try get(type)
        guard let value = Int(exactly: number), (0...most).contains(value) else {
            throw IndexError(.damaged, "\(file) holds a number out of its range")
        }
        return value
    }
}

func checksum(of bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBytes { checksum(of: $0) }
}

func checksum(of bytes: UnsafeRawBufferPointer, from crc: UInt32 = 0) -> UInt32 {
    guard let start = bytes.baseAddress else { return crc }
    return sk_crc32c(crc, start, bytes.count)
}
