// SPDX-License-Identifier: Apache-2.0

public import Fingerprints
public import MediaDecoding

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

    /// What of a picture is hashed, and how.
    public struct Hashing: Sendable {
        /// Which family of PDQ implementations the hashes must equal.
        public var variant = PDQ.Variant.full
        /// Whether pictures with a border are hashed once more without it.
        public var trimsBorders = true
        /// Whether records carry the hashes of all eight orientations.
        public var recordsOrientations = false

        /// Makes what a scan uses: full PDQ, with and without borders.
        public init() {}
    }

    /// Makes settings; fewer than one lane counts as one.
    public init(decoder: ConfinedDecoder.Configuration, lanes: Int) {
        self.decoder = decoder
        self.lanes = max(1, lanes)
    }

    /// Eight orientations of the whole picture and of the picture without its border.
    public static let views = View.Region.allCases.count * Orientation.allCases.count
}
