// SPDX-License-Identifier: Apache-2.0

/// Photoshop's image resources, in which IPTC IIM and sometimes XMP lie.
///
/// Source: Adobe, Photoshop File Formats Specification, "Image Resource Blocks".
enum PhotoshopResources {
    /// Adds what is of interest.
    ///
    /// - Parameters:
    ///   - bytes: the resources, put together when they came in several segments.
    ///   - offset: of their first byte in the file.
    ///   - draft: gets blocks and faults; the bytes were charged for already.
    static func add(_ bytes: [UInt8], at offset: Int, to draft: inout ReadingDraft) {
        var index = 0
        while bytes.count - index >= 12, draft.step(at: offset + index) {
            let signature = bytes[index..<index + 4]
            guard known.contains(where: { signature.elementsEqual($0) }) else {
                draft.faults.add(
                    .oddity, "photoshop.resource", "no Photoshop resource at \(offset + index), where one was expected")
                return
            }
            let kind = UInt16(bytes[index + 4]) << 8 | UInt16(bytes[index + 5])
            // A name with its length before it, padded to even.
            let nameLength = (Int(bytes[index + 6]) + 2) & ~1
            let header = index + 6 + nameLength
            guard bytes.count - header >= 4 else { break }
            var length = 0
            for byte in bytes[header..<header + 4] { length = length << 8 | Int(byte) }
            let start = header + 4
            let end = start + min(length, bytes.count - start)
            if end - start < length {
                draft.faults.add(
                    .oddity, "photoshop.resource-beyond-end",
                    "resource \(kind) at \(offset + index) of \(length) bytes; there are \(bytes.count - start)")
            }
            if end > start {
                if kind == 0x0404 { draft.add(.iptcIIM, [UInt8](bytes[start..<end]), at: offset + start) }
                if kind == 0x0424 { draft.add(.xmp, [UInt8](bytes[start..<end]), at: offset + start) }
            }
            guard end - start == length else { return }
            index = end + (length & 1)
        }
    }

    private static let known: [[UInt8]] = ["8BIM", "PHUT", "AgHg", "DCSR", "MeSa"].map { [UInt8]($0.utf8) }
}
