// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// What follows the end of an image.
enum Trailer {
    /// Adds what follows `end`, at most the last bytes of it.
    static func add(from end: Int, to draft: inout ReadingDraft) throws(ReadFailure) {
        let count = draft.reader.count
        guard end < count else { return }
        try draft.add(.trailer, max(end, count - ProvenanceLimits.trailerBytes)..<count)
    }

    /// How a JPEG file ends, told from its last bytes: image data is never walked over.
    enum JPEGEnd: Equatable {
        /// With FF D9.
        case image
        /// With something behind the image.
        case trailer(Range<Int>)
        /// With image data: FF D9 is missing.
        case missing
    }

    /// Looks at the end of a JPEG file, at first at little of it.
    ///
    /// - Parameters:
    ///   - reader: the file.
    ///   - start: where image data begins; nothing before is looked at.
    static func ofJPEG(_ reader: ByteReader, from start: Int) throws(ReadFailure) -> JPEGEnd {
        let count = reader.count
        guard count - start >= 2 else { return .missing }
        if try reader.uint16(at: count - 2) == 0xffd9 { return .image }
        if let samsung = try samsungTrailer(reader, from: start) { return .trailer(samsung) }
        let limit = max(start, count - ProvenanceLimits.trailerBytes)
        var low = count
        var size = 4096
        var tail: [UInt8] = []
        while low > limit {
            // The byte behind the piece belongs to it: the two of FF D9 may lie on either side.
            let high = min(count, low + 1)
            low = max(limit, count - size)
            let piece = try reader.bytes(low..<high)
            if tail.isEmpty { tail = piece }
            var index = piece.count - 2
            while index >= 0 {
                if piece[index] == 0xff, piece[index + 1] == 0xd9 { return .trailer(low + index + 2..<count) }
                index -= 1
            }
            size *= 16
        }
        // No end in reach: either the image is cut, or what follows it is longer.
        return limit == start || isImageData(tail) ? .missing : .trailer(limit..<count)
    }

    /// Whether bytes can be entropy-coded data: after FF comes zero or a marker that stands between or in scans.
    private static func isImageData(_ bytes: [UInt8]) -> Bool {
        for index in 0..<max(0, bytes.count - 1) where bytes[index] == 0xff {
            switch bytes[index + 1] {
            case 0x00, 0xc4, 0xd0...0xd7, 0xda...0xdd, 0xff: continue
            default: return false
            }
        }
        return true
    }

    /// Samsung's trailer: `SEFH` directory, its length, `SEFT` at the very end. The data that it names lies before it, and
    /// may hold pictures with an end of their own.
    ///
    /// Source: ExifTool, Samsung.pm.
    private static func samsungTrailer(_ reader: ByteReader, from start: Int) throws(ReadFailure) -> Range<Int>? {
        let count = reader.count
        guard count - start >= 24, try reader.fourCC(at: count - 4) == "SEFT" else { return nil }
        let length = Int(try reader.uint32(at: count - 8, .little))
        guard length >= 12, length <= count - 8 - start else { return nil }
        let directory = count - 8 - length
        guard try reader.fourCC(at: directory) == "SEFH" else { return nil }
        let entries = min(Int(try reader.uint32(at: directory + 8, .little)), (length - 12) / 12, 4096)
        var first = directory
        for number in 0..<entries {
            let back = Int(try reader.uint32(at: directory + 12 + number * 12 + 4, .little))
            if back <= directory - start { first = min(first, directory - back) }
        }
        return max(first, count - ProvenanceLimits.trailerBytes)..<count
    }
}
