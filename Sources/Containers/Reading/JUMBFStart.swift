// SPDX-License-Identifier: Apache-2.0

/// The beginning of a JUMBF superbox: enough to tell a C2PA manifest store from others.
///
/// Source: ISO/IEC 19566-5, B.2 and B.3; C2PA specification, 11.1.
enum JUMBFStart {
    /// The length that the superbox at an offset states; `nil` when this is not the beginning of a C2PA manifest store.
    ///
    /// - Parameters:
    ///   - reader: the bytes.
    ///   - range: where the superbox would lie.
    static func length(_ reader: ByteReader, in range: Range<Int>) throws(ReadFailure) -> Int? {
        let start = range.lowerBound
        guard range.count >= 8, try reader.fourCC(at: start + 4) == "jumb" else { return nil }
        var length = UInt64(try reader.uint32(at: start))
        var description = 8
        if length == 1 {
            guard range.count >= 16 else { return nil }
            length = try reader.uint64(at: start + 8)
            description = 16
        } else if length == 0 {
            length = UInt64(range.count)
        }
        // Box header, UUID, toggles, label "c2pa" and its zero.
        guard range.count >= description + 30, length >= UInt64(description + 30) else { return nil }
        let box = start + description
        guard try reader.fourCC(at: box + 4) == "jumd" else { return nil }
        let uuid = UUIDBytes(try reader.uint64(at: box + 8), try reader.uint64(at: box + 16))
        guard uuid == .c2paStore, try reader.byte(at: box + 24) & 2 != 0, try reader.has("c2pa\0", at: box + 25)
        else { return nil }
        return Int(clamping: length)
    }
}
