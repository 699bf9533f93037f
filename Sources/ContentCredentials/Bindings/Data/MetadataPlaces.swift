// SPDX-License-Identifier: Apache-2.0

import Containers

/// Where the metadata of a file lies that a hard binding may leave out: EXIF, XMP, IPTC, texts.
///
/// Source: C2PA specification 2.4, 9.2.6 and 18.5.1.
enum MetadataPlaces {
    /// In ascending order. Whole segments and chunks with their headers: their extent is read out of the file as it is now,
    /// so a changed length cannot bring anything else into the range unseen.
    static func ranges(_ format: ContainerFormat, _ source: any ByteSource) throws(ReadFailure) -> [Range<Int>] {
        []
    }
}
