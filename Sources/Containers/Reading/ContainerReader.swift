// SPDX-License-Identifier: Apache-2.0

/// Tells what a file is made of: format, C2PA manifest stores, metadata.
///
/// Image, film and sound data is not read: what a picture costs does not depend on its size. Whatever comes out of a file
/// is bounded by `ProvenanceLimits`.
public enum ContainerReader {
    /// Reads a file.
    ///
    /// - Parameter source: of any length.
    /// - Returns: what was found. Whatever is malformed or beyond a limit is among its faults; what was readable before
    ///   stays. A file of no known format gives an empty reading without faults.
    /// - Throws: ``ReadFailure`` when bytes cannot be had. Content never throws.
    public static func read(_ source: any ByteSource) throws(ReadFailure) -> ContainerReading {
        let reader = ByteReader(source)
        var draft = ReadingDraft(reader, try FormatSignature.format(of: reader))
        switch draft.format {
        case .jpeg: try JPEGReading.read(into: &draft)
        case .png: try PNGReading.read(into: &draft)
        case .webp, .avi, .wav: try RIFFReading.read(into: &draft)
        case .gif: try GIFReading.read(into: &draft)
        case .tiff: try TIFFReading.read(into: &draft)
        case .isoBMFF: try BMFFReading.read(into: &draft)
        case .matroska: try MatroskaReading.read(into: &draft)
        case .flv: try FLVReading.read(into: &draft)
        case .manifestStore: try ManifestStoreReading.read(into: &draft)
        case .unknown: break
        }
        return draft.reading
    }
}
