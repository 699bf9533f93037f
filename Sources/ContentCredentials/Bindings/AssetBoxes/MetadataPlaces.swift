// SPDX-License-Identifier: Apache-2.0

import Containers

/// Where the metadata of a file lies that a data hash may leave out: EXIF, XMP, IPTC, texts, and space that is free.
///
/// Whole segments and chunks with their headers: their extent is read out of the file as it is now, so a changed length
/// cannot bring anything else into an exclusion unseen. Image data is not searched; nothing behind it counts.
/// Source: C2PA specification 2.4, 9.2.6, 18.5.1 and 18.5.5.
enum MetadataPlaces {
    /// In ascending order.
    static func ranges(_ format: ContainerFormat, _ source: any ByteSource) throws(ReadFailure) -> [Range<Int>] {
        switch format {
        case .jpeg:
            return places(try AssetBoxes.jpegHeader(source))
        case .isoBMFF:
            return try BMFFBoxWalk(source, descending: { _ in false }).boxes
                .filter { $0.type == "free" || $0.type == "skip" || $0.userType == .xmpBox }
                .map(\.range)
        case .tiff:
            return try tiff(source)
        default:
            return places(try AssetBoxes.of(format, store: nil, source) ?? AssetBoxes())
        }
    }

    private static func places(_ found: AssetBoxes) -> [Range<Int>] {
        found.boxes.filter { $0.role == .metadata || $0.role == .padding }.map(\.range)
    }

    /// Values of descriptive tags, and where the entry of the manifest store says how long it is and where it lies: an
    /// update manifest makes it longer.
    private static func tiff(_ source: any ByteSource) throws(ReadFailure) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        let walk = try TIFFDirectoryWalk(source)
        // A value elsewhere that lies on a directory is a trick: what is written there changes what the file shows.
        let structure = RangeSet(walk.directories.map(\.range))
        for entry in walk.directories.lazy.filter({ $0.role == .image }).flatMap(\.entries) {
            switch entry.tag {
            case 0xcd41: ranges.append(entry.range.lowerBound + 4..<entry.range.upperBound)
            // ImageDescription, Make, Model, Software, DateTime, Artist, HostComputer, XMP, Copyright, IPTC, Photoshop.
            case 0x010e, 0x010f, 0x0110, 0x0131, 0x0132, 0x013b, 0x013c, 0x02bc, 0x8298, 0x83bb, 0x8649:
                guard let value = entry.value else { break }
                if entry.range.contains(value) || !structure.intersects(value) { ranges.append(value) }
            default: break
            }
        }
        return ranges.sorted { $0.lowerBound < $1.lowerBound }
    }
}
