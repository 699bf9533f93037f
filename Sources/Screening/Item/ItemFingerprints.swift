// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints
internal import MediaDecoding

/// What is compared of one decoded picture: every frame, whole and once more with its border trimmed.
struct ItemFingerprints: Sendable {
    /// One region of one frame.
    struct Region: Sendable {
        var frame: Int
        var region: View.Region
        var fingerprint: PDQFingerprint
    }

    var regions: [Region] = []

    /// Hashes the frames of a picture.
    ///
    /// Frames that look the same to PDQ are kept once: an animation of 500 frames often shows few pictures.
    init(of picture: DecodedPicture, pixels: Span<UInt8>, hashing: ScanSettings.Hashing) {
        var seen: Set<PDQHash> = []
        for (index, raster) in picture.frames.enumerated() {
            let whole = PDQ.fingerprint(of: pixels, raster: raster, variant: hashing.variant)
            if index == 0 || seen.insert(whole.hash).inserted {
                seen.insert(whole.hash)
                regions.append(Region(frame: index, region: .whole, fingerprint: whole))
            } else {
                continue
            }
            guard hashing.trimsBorders, let window = BorderTrim.window(in: pixels, raster: raster) else { continue }
            let trimmed = PDQ.fingerprint(of: pixels, raster: raster.cropped(to: window), variant: hashing.variant)
            regions.append(Region(frame: index, region: .borderTrimmed, fingerprint: trimmed))
        }
    }

    /// For the record.
    func recorded(withOrientations: Bool) -> [ScanRecord.Fingerprint] {
        regions.map { region in
            var recorded = ScanRecord.Fingerprint(
                frame: region.frame, region: region.region, pdq: region.fingerprint.hash.hex,
                quality: region.fingerprint.quality)
            if withOrientations {
                recorded.orientations = region.fingerprint.orientations.map(\.hex)
            }
            return recorded
        }
    }
}
