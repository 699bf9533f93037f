// SPDX-License-Identifier: Apache-2.0

public import Watermarks

/// What became of one picture in the confined decoder.
public enum DecodingOutcome<Value> {
    /// Pixels came back, and this was made of them.
    case decoded(Value)
    /// There is nothing to compare, and why.
    case failed(DecodingFailure)
}

extension DecodingOutcome: Sendable where Value: Sendable {}

/// Why a picture gave no pixels.
public struct DecodingFailure: Sendable, Hashable {
    /// Where decoding came to its end.
    public enum Kind: Sendable, Hashable {
        /// The codec gave up.
        case undecodable
        /// A limit of ``DecodingLimits`` was met.
        case overLimit
        /// The wall time ran out.
        case timeout
        /// The confined process died, broke its confinement's rules or answered nonsense.
        case crashed
        /// No codec reads this.
        case unsupported
    }

    /// Where decoding came to its end; it decides the status of the file.
    public var kind: Kind
    /// Stable word for programs: `pixels`, `memory`, `corrupt`, `forbidden-call`.
    public var code: String
    /// For a person, with figures.
    public var message: String
    /// As far as the header could be read.
    public var format: PictureFormat?
    /// Width in pixels as the header states it, as far as it could be read.
    public var width: Int?
    /// Height in pixels as the header states it, as far as it could be read.
    public var height: Int?

    /// Makes a failure; what the header said is left out where nothing could be read.
    public init(
        _ kind: Kind, code: String, message: String, format: PictureFormat? = nil, width: Int? = nil, height: Int? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.format = format
        self.width = width
        self.height = height
    }
}

/// A decoded picture: where its frames lie in the shared area.
public struct DecodedPicture: Sendable, Hashable {
    /// The format that the first bytes told, whatever the file is called.
    public var format: PictureFormat
    /// Width of the canvas in pixels as the header states it.
    public var width: Int
    /// Height of the canvas in pixels as the header states it.
    public var height: Int
    /// At least one, in the order in which a viewer shows them.
    public var frames: [DecodedFrame]
    /// Something was missing or damaged; the frames hold what a viewer would show.
    public var isPartial: Bool
    /// The codec's words for what was damaged.
    public var reason: String
    /// CPU time of the confined process.
    public var cpuTime: Duration
    /// What the first frame's blocks vote for an open watermark, if that was asked for: see
    /// ``PictureReading/watermarkVotes``.
    public var watermarkVotes: WatermarkVotes?
    /// Text hidden in the first frame, if that was asked for: see ``PictureReading/stealthBits``.
    public var stealthBits: StealthBits?
}

/// Formats that the confined decoder reads.
public enum PictureFormat: String, Sendable, CaseIterable {
    case jpeg, png, webp, gif, bmp, tiff, heic, avif
}
