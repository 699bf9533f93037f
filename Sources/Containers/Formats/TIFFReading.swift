// SPDX-License-Identifier: Apache-2.0

/// Stores and metadata of a TIFF file: TIFF, DNG, and raw formats that keep its structure.
enum TIFFReading {
    /// The tag of a C2PA manifest store (C2PA specification, A.3.5).
    private static let storeTag: UInt16 = 0xcd41

    static func read(into draft: inout ReadingDraft) throws(ReadFailure) {
        let walk = try TIFFDirectoryWalk(draft.reader, in: 0..<draft.reader.count)
        draft.faults.add(walk.faults)
        try EXIFFields.add(walk, of: draft.reader, origin: 0, to: &draft)
        for directory in walk.directories where directory.role == .image {
            for entry in directory.entries where entry.tag == storeTag {
                guard let value = entry.value, entry.type == 7 || entry.type == 1 else {
                    draft.faults.add(
                        .malformed, "c2pa.store-cut",
                        "the entry at \(entry.range.lowerBound) names a C2PA manifest store that is not there")
                    continue
                }
                try draft.addStore(pieces: [value], ranges: [value])
            }
        }
    }
}
