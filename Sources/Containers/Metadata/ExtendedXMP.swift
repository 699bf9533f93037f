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
        let digest = try draft.reader.bytes(start..<start + 32)
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
        var rest = pieces[...]
        while let first = rest.first {
            let own = rest.filter { $0.digest == first.digest }.sorted { $0.offset < $1.offset }
            rest.removeAll { $0.digest == first.digest }
            guard let packet, Self.contains(first.digest, in: packet) else {
                draft.faults.add(
                    .oddity, "xmp.extension-unclaimed",
                    "the XMP packet of the file does not name the extended XMP at \(first.range.lowerBound)")
                continue
            }
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
                continue
            }
            guard draft.charge(end, at: first.range.lowerBound) else { return }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(end)
            for piece in own { bytes += try draft.reader.bytes(piece.range) }
            draft.add(.xmp, bytes, at: first.range.lowerBound)
        }
    }

    /// Whether a digest stands anywhere in a packet, in digits of either case.
    private static func contains(_ digest: [UInt8], in packet: [UInt8]) -> Bool {
        guard let first = digest.first, packet.count >= digest.count else { return false }
        let lowered = digest.map { $0 | 0x20 }
        for start in 0...packet.count - digest.count where packet[start] | 0x20 == first | 0x20 {
            if lowered.indices.allSatisfy({ packet[start + $0] | 0x20 == lowered[$0] }) { return true }
        }
        return false
    }
}
