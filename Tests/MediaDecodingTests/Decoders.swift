// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import MediaDecoding
import TestSupport

/// Decoders for tests.
enum Decoders {
    static func confined(_ limits: DecodingLimits = .standard) throws -> ConfinedDecoder {
        try ConfinedDecoder(
            ConfinedDecoder.Configuration(executable: Repository.program("tutela-decoder"), limits: limits))
    }

    /// A decoder that waits longer, for tests whose subject is pixels and not time, on machines that do many things at once.
    static func patient() throws -> ConfinedDecoder {
        var limits = DecodingLimits.standard
        limits.fastLane = .seconds(30)
        return try confined(limits)
    }

    /// The decoder that has a codec for attacks.
    static func evil(_ limits: DecodingLimits = .standard) throws -> ConfinedDecoder {
        try ConfinedDecoder(
            ConfinedDecoder.Configuration(executable: Repository.program("evil-decoder"), limits: limits))
    }
}

extension DecodingOutcome {
    var failure: DecodingFailure? {
        if case .failed(let failure) = self { return failure }
        return nil
    }

    var value: Value? {
        if case .decoded(let value) = self { return value }
        return nil
    }
}

extension ConfinedDecoder {
    /// Decodes and keeps the pixels of every frame.
    func pixels(of file: [UInt8]) throws -> DecodingOutcome<(picture: DecodedPicture, frames: [[UInt8]])> {
        try decode(file.span, hashing: .pixels) { picture, area in
            (picture, picture.frames.map { $0.bytes(in: area) })
        }
    }

    /// Decodes and hashes every frame.
    func fingerprints(
        of file: [UInt8], hashing: DecodedHashing = .exact
    ) throws -> DecodingOutcome<(picture: DecodedPicture, frames: [PDQFingerprint])> {
        try decode(file.span, hashing: hashing) { picture, area in
            (picture, picture.frames.map { $0.fingerprint(in: area) })
        }
    }
}

extension DecodedFrame {
    /// The grey picture, or all pixels.
    func bytes(in area: Span<UInt8>) -> [UInt8] {
        let count = raster.width * raster.height * raster.channels
        return (raster.offset..<(raster.offset + count)).map { area[$0] }
    }

    /// What a program that compares hashes makes of a frame.
    func fingerprint(in area: Span<UInt8>) -> PDQFingerprint {
        means(in: area).map { PDQ.fingerprint(means: $0) } ?? PDQ.fingerprint(of: grey(in: area))
    }
}
