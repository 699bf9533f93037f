// SPDX-License-Identifier: Apache-2.0

/// The numbers of the file formats.
///
/// A segment: one header page; sections, each at a multiple of `alignment` with at least `spare` bytes behind it; one CRC-32C
/// for every `checksumBlock` bytes of all that; the CRC-32C of that table. So every byte of the file lies under a checksum.
enum SegmentFormat {
    static let codeBytes = 32
    static let ownerBytes = 12
    /// Changes whenever an older program could misread a file.
    static let version: UInt32 = 1
    static let magic: UInt64 = 0x5848_414C_4554_5554  // "TUTELAHX"
    static let manifestMagic: UInt64 = 0x4D48_414C_4554_5554  // "TUTELAHM"
    /// Reads differently on a machine with another byte order.
    static let byteOrder: UInt32 = 0x0102_0304
    static let headerBytes = 8192
    static let alignment = 4096
    /// Inner loops read sixteen entries at once, beyond the last one.
    static let spare = 64
    static let checksumBlock = 256 << 10
    static let mostChunks = 40

    static func padded(_ count: Int) -> Int {
        (count + spare + alignment - 1) & ~(alignment - 1)
    }
}
