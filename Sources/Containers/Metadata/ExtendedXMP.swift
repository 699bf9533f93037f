// SPDX-License-Identifier: Apache-2.0

/// XMP that is too long for one JPEG segment: pieces that name the whole by its digest and their place in it.
///
/// The whole is a packet of its own. Its MD5 digest is not computed: what matters is that the main packet names it, and
/// that every byte is there once. Source: Adobe, XMP specification, part 3, 1.1.3.1.
struct ExtendedXMP {
    private struct Piece {
        var digest: [UInt8]
        var fullLength: Int
        var offset: Int
        var range: Range<Int>
    }

    private var pieces: [Piece] = []

    /// Enough for all the metadata that a file may have, in full segments.
    private static let mostPieces = 512

    /// Bytes before the data of a piece: digest of 32 digits, full length, offset.
    private static let headerLength = 40

    /// Notes a segment.
    ///
    /// - Parameters:
    ///   - range: what follows the segment's name.
    ///   - draft: gets a fault when it is too short.
    mutating func note(_ range: Range<Int>, in draft: inout ReadingDraft) throws(ReadFailure) {
        guard range.count > Self.headerLength else {
            draft.faults.add(
                .oddity, "xmp.extension-cut", "extended XMP at \(range.lowerBound) is shorter than its header")
            return
        }
        let start = range.lowerBound
        guard pieces.count < Self.mostPieces else {
            draft.faults.add(
                .overLimit, "xmp.extension-pieces", "more than \(Self.mostPieces) pieces of extended XMP at \(start)")
            return
        }
        let digest = try draft.reader.bytes(start..<start + 32).map { $0 >= 0x61 ? $0 & 0xdf : $0 }
        let fullLength = Int(try draft.reader.uint32(at: start + 32))
        let offset = Int(try draft.reader.uint32(at: start + 36))
        let data = start + Self.headerLength..<range.upperBound
        pieces.append(Piece(digest: digest, fullLength: fullLength, offset: offset, range: data))
    }

    /// Puts the pieces together that the main packet names.
    ///
    /// - Parameters:
    ///   - packet: main packet of the file; `nil`: there is none.
    ///   - draft: gets blocks and faults.
    func add(namedBy packet: [UInt8]?, to draft: inout ReadingDraft) throws(ReadFailure) {
        guard !pieces.isEmpty else { return }
        let digest = packet.flatMap(Self.digest)
        let own = pieces.filter { $0.digest == digest }.sorted { $0.offset < $1.offset }
        if let other = pieces.first(where: { $0.digest != digest }) {
            draft.faults.add(
                .oddity, "xmp.extension-unclaimed",
                "the XMP packet of the file does not name the extended XMP at \(other.range.lowerBound)")
        }
        guard let first = own.first else { return }
        var end = 0
        var fits = true
        for piece in own {
            fits = fits && piece.offset == end && piece.fullLength == first.fullLength
            end += piece.range.count
        }
        guard fits, end == first.fullLength else {
            draft.faults.add(
                .oddity, "xmp.extension-incomplete",
                "the pieces of the extended XMP at \(first.range.lowerBound) do not make up its "
                    + "\(first.fullLength) bytes")
            return
        }
        guard let bytes = try draft.take(own.map(\.range)) else { return }
        draft.add(.xmp, bytes, at: first.range.lowerBound)
    }

    /// The digest that a packet names: `xmpNote:HasExtendedXMP="…"`, as attribute or element.
    private static func digest(in packet: [UInt8]) -> [UInt8]? {
        let name = [UInt8]("HasExtendedXMP".utf8)
        var start = 0
        while packet.count - start >= name.count + 34 {
            guard packet[start] == name[0], packet[start..<start + name.count].elementsEqual(name) else {
                start += 1
                continue
            }
            // Between name and value stand `=`, `>`, quotes or blanks.
            let value = packet[(start + name.count)...].prefix(48).drop { !isDigit($0) }
            return [UInt8](value.prefix(32).map { $0 >= 0x61 ? $0 & 0xdf : $0 })
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
