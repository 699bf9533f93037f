// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// The fields of EXIF, or of a TIFF file, in which a marker can stand.
enum EXIFFields {
    /// Adds the fields of a TIFF structure.
    ///
    /// - Parameters:
    ///   - walk: its directories.
    ///   - source: that was walked; another than the file when the structure was put together from pieces.
    ///   - origin: offset in the file of the source's first byte.
    ///   - draft: gets the blocks.
    static func add(
        _ walk: TIFFDirectoryWalk, of source: ByteReader, origin: Int, to draft: inout ReadingDraft
    ) throws(ReadFailure) {
        for directory in walk.directories {
            switch directory.role {
            case .image, .sub, .exif: break
            case .gps, .interoperability: continue
            }
            for entry in directory.entries {
                guard let value = entry.value, !value.isEmpty, isOfInterest(entry, in: directory.role) else { continue }
                guard let bytes = try draft.take(value, of: source) else { return }
                let offset = origin + value.lowerBound
                switch entry.tag {
                case 0x02bc: draft.add(.xmp, bytes, at: offset)
                case 0x83bb: draft.add(.iptcIIM, bytes, at: offset)
                case 0x8649: PhotoshopResources.add(bytes, at: offset, to: &draft)
                default: draft.add(.exif(tag: entry.tag), bytes, at: offset)
                }
            }
        }
    }

    /// Reads EXIF that lies inside another format. What is malformed in it leaves the file itself readable.
    ///
    /// - Parameters:
    ///   - source: that holds it.
    ///   - range: where it lies in the source, beginning with the TIFF header.
    ///   - origin: offset in the file of the source's first byte.
    ///   - draft: gets blocks and faults.
    static func addEmbedded(
        _ source: ByteReader, in range: Range<Int>, origin: Int = 0, to draft: inout ReadingDraft
    ) throws(ReadFailure) {
        let walk = try TIFFDirectoryWalk(source, in: range, entryLimit: draft.entryRoom)
        for directory in walk.directories { draft.entryRoom -= directory.entries.count }
        for fault in walk.faults {
            let gravity = fault.gravity == .malformed ? .oddity : fault.gravity
            draft.faults.add(gravity, "exif." + fault.code, "EXIF at \(origin + range.lowerBound): \(fault.message)")
        }
        try add(walk, of: source, origin: origin, to: &draft)
    }

    private static func isOfInterest(_ entry: TIFFEntry, in role: TIFFDirectory.Role) -> Bool {
        switch entry.tag {
        case 0x02bc, 0x83bb, 0x8649: return role != .exif
        // UserComment, MakerNote, XPTitle … XPSubject.
        case 0x9286, 0x927c, 0x9c9b...0x9c9f: return true
        // Text, also where a program wrote it as bytes.
        case 0x010e, 0x010f, 0x0110, 0x0131, 0x013b, 0x8298: return [1, 2, 7, 129].contains(entry.type)
        default: return entry.type == 2 || entry.type == 129
        }
    }
}
