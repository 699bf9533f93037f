// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Fingerprints
internal import MediaDecoding

/// What is compared of one decoded picture: every frame as it is, and the parts of it that may be known by themselves.
struct ItemFingerprints: Sendable {
    /// One region of one frame.
    struct Part: Sendable {
        var frame: Int
        var region: Region
        var fingerprint: PDQFingerprint
        /// Made of the whole picture only, for filling a bank.
        var knownViews: [KnownView] = []
    }

    var parts: [Part] = []

    /// Hashes the frames of a picture.
    ///
    /// Frames that look the same to PDQ are kept once: an animation of 500 frames often shows few pictures.
    init(of picture: DecodedPicture, area: Span<UInt8>, hashing: ScanSettings.Hashing, hasher: inout GreyHasher) {
        var seen: Set<PDQHash> = []
        for (index, frame) in picture.frames.enumerated() {
            let fingerprint: PDQFingerprint
            let grey: GreyPicture?
            if let means = frame.means(in: area) {
                fingerprint = PDQ.fingerprint(means: means)
                grey = hashing.needsGrey ? frame.grey(in: area) : nil
            } else {
                let reduced = frame.grey(in: area)
                fingerprint = hasher.fingerprint(of: reduced)
                grey = reduced
            }
            guard seen.insert(fingerprint.hash).inserted else { continue }
            var whole = Part(frame: index, region: .whole, fingerprint: fingerprint)
            if hashing.makesKnownViews, let grey {
                whole.knownViews = EntryViews.fingerprints(of: grey).compactMap {
                    KnownView(name: $0.name, pdq: $0.fingerprint.hash)
                }
            }
            parts.append(whole)
            guard hashing.findsViews, let grey else { continue }
            for view in hasher.views(of: grey) {
                parts.append(Part(frame: index, region: view.region, fingerprint: view.fingerprint))
            }
        }
    }

    /// For the record.
    func recorded(withOrientations: Bool) -> [ScanRecord.Fingerprint] {
        parts.map { part in
            var recorded = ScanRecord.Fingerprint(
                frame: part.frame, region: part.region, pdq: part.fingerprint.hash.hex,
                quality: part.fingerprint.quality)
            if withOrientations {
                recorded.orientations = part.fingerprint.orientations.map(\.hex)
            }
            recorded.knownViews = part.knownViews
            return recorded
        }
    }
}
