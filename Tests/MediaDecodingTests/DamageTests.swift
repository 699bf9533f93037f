// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import MediaDecoding
import TestSupport
import Testing

/// A picture that lost something must never come back as whole: what is missing was not compared.
@Suite("Damage")
struct DamageTests {
    /// What is wrong with a file, from a whole one.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let file: [UInt8]
    }

    static func golden(_ name: String) -> [UInt8] {
        GoldenFiles.all.first { $0.name == name }?.bytes ?? []
    }

    static let damages: [Damage] = {
        let bitmap = Pictures.bitmap(seed: 1, width: 60, height: 40)
        var png = golden("png")
        // The length of IDAT stays, a byte of its compressed data changes: the check sum no longer fits.
        if let data = png.indices.first(where: { png[$0...].starts(with: "IDAT".utf8) }) { png[data + 12] ^= 0x55 }
        return [
            Damage(testDescription: "a bitmap short of rows", file: Array(bitmap.dropLast(60 * 3 * 7))),
            Damage(testDescription: "a JPEG without its end", file: Array(golden("jpeg").dropLast(2))),
            Damage(
                testDescription: "a JPEG cut and closed again", file: Array(golden("jpeg").dropLast(20)) + [0xff, 0xd9]),
            Damage(testDescription: "a GIF without its trailer", file: Array(golden("gif").dropLast(1))),
            Damage(testDescription: "a GIF cut in its data", file: Array(golden("gif").dropLast(30))),
            Damage(testDescription: "a PNG with a wrong byte", file: png),
            Damage(testDescription: "a PNG cut in its data", file: Array(golden("png").dropLast(30))),
            Damage(testDescription: "a WebP cut in its data", file: Array(golden("webp").dropLast(20))),
            Damage(testDescription: "a TIFF cut in its data", file: Array(golden("tiff").prefix(300))),
            Damage(testDescription: "a HEIC cut in its data", file: Array(golden("heic").dropLast(12))),
            Damage(testDescription: "an AVIF cut in its data", file: Array(golden("avif").dropLast(12))),
        ]
    }()

    @Test("is said, whether a part can be shown or nothing", arguments: damages)
    func isSaid(_ damage: Damage) throws {
        let decoder = try Decoders.confined()
        let outcome = try decoder.decode(damage.file.span) { picture, _ in picture.isPartial }
        if let isPartial = outcome.value {
            #expect(isPartial, "it passes for a whole picture")
        } else {
            #expect(outcome.failure?.kind == .undecodable)
        }
    }

    @Test(
        "of every cut of a golden picture: what passes for whole has every pixel of the whole",
        arguments: GoldenFiles.all)
    func everyCut(_ golden: GoldenFiles.File) throws {
        let decoder = try Decoders.confined()
        func fingerprint(
            _ file: ArraySlice<UInt8>
        ) throws -> DecodingOutcome<(isPartial: Bool, hashes: [PDQFingerprint])> {
            try decoder.decode(Array(file).span) { picture, area in
                (picture.isPartial, picture.frames.map { $0.fingerprint(in: area) })
            }
        }
        let outcome = try fingerprint(golden.bytes[...])
        let whole = try #require(outcome.value)
        #expect(!whole.isPartial)
        for length in 0..<golden.bytes.count {
            guard let cut = try fingerprint(golden.bytes.prefix(length)).value, !cut.isPartial else { continue }
            // Only what stands behind the last pixel was cut off: a check sum, an end mark.
            #expect(cut.hashes == whole.hashes, "\(golden.name), \(length) of \(golden.bytes.count) bytes")
        }
    }
}
