// SPDX-License-Identifier: Apache-2.0

public import Fingerprints
public import MediaDecoding
public import Provenance

/// How a scan screens.
public struct ScanSettings: Sendable {
    /// Longest file that is decoded, in bytes. Longer ones are compared by digest only and reported as over the limit.
    public var maxBytes: UInt64 = 128 << 20
    /// Pictures screened at once.
    public var lanes: Int
    /// Whether exact digests are made and compared. Only who compares with no list may leave them out.
    public var makesDigests = true
    /// PDQ hashes of lower quality are not compared.
    public var qualityFloor = PDQ.qualityFloor
    /// The program that decodes, and the limits of one picture.
    public var decoder: ConfinedDecoder.Configuration
    /// What of each picture is hashed.
    public var hashing = Hashing()
    /// Reads what items say of how they were made; `nil`: nobody wants to know.
    public var provenance: ProvenanceInspector?
    /// By which rules items are decided; `nil`: corroboration alone decides.
    public var policy: ScanPolicy?

    /// What of a picture is hashed, and how.
    public struct Hashing: Sendable {
        /// Which family of PDQ implementations the hashes must equal.
        public var variant = PDQ.Variant.full
        /// How hashes are made.
        public var method = Method.exact
        /// Whether parts of a picture that may be known by themselves are looked for and hashed, too.
        public var findsViews = true
        /// Whether the picture is hashed cropped and tilted, to be kept with a bank's entry.
        public var makesKnownViews = false
        /// Whether records carry the hashes of all eight orientations.
        public var recordsOrientations = false

        /// Makes what a scan uses: full PDQ, exact, with views.
        public init() {}

        /// How hashes are made.
        public enum Method: String, Sendable, CaseIterable {
            /// To the bit as the variant says.
            case exact
            /// From a reduced grey picture that costs as little decoding as possible: 99 of 100 hashes are within 4 bits of
            /// the exact ones.
            case fast
        }

        /// The decoder's part of it.
        var decoded: DecodedHashing {
            switch (method, variant) {
            case (.fast, _): .fast(shorterSide: Self.fastSide)
            case (.exact, .full): .exact
            case (.exact, .nearest512): .nearest512
            }
        }

        var needsGrey: Bool { findsViews || makesKnownViews }

        /// Least shorter side of the grey picture of the fast method, in pixels.
        private static let fastSide = 256
    }

    /// What is read of the pixels besides hashes. Fast hashing decodes too little of a JPEG for it.
    var pixelReading: PictureReading {
        provenance == nil || hashing.method == .fast ? [] : [.watermarkVotes, .stealthBits]
    }

    /// Makes settings; fewer than one lane counts as one.
    public init(decoder: ConfinedDecoder.Configuration, lanes: Int) {
        self.decoder = decoder
        self.lanes = max(1, lanes)
    }

    /// The most views in which one frame is compared: eight orientations of the whole picture and of each part.
    public static let views = (1 + PictureViews.cap) * Orientation.allCases.count
}
