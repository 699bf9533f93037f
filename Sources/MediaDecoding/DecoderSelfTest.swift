// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Fingerprints

/// What must hold before the first picture is trusted to a decoder: every codec decodes its golden picture to the known
/// pixels under the filter, and a forbidden call kills the process that makes it.
///
/// Lists of allowed system calls rot as libraries change. So they are tried on every machine that uses them, with its own
/// libraries and kernel, and not only where the program was built.
public enum DecoderSelfTest {
    /// Starts a decoder and tries it.
    ///
    /// - Returns: how it is confined.
    /// - Throws: ``DecoderError`` that says what failed.
    @discardableResult
    public static func run(_ configuration: ConfinedDecoder.Configuration) throws(DecoderError) -> Confinement {
        let decoder = try ConfinedDecoder(configuration)
        if !configuration.isInsecure && !decoder.provesItsFilter() {
            throw DecoderError(
                code: .unconfined,
                message: "a forbidden system call was tried in the decoder and did not kill it: the filter is not in "
                    + "force. Nothing will be decoded.")
        }
        for golden in GoldenPicture.all {
            try decode(golden, decoder)
        }
        return decoder.confinement
    }

    private static func decode(_ golden: GoldenPicture, _ decoder: ConfinedDecoder) throws(DecoderError) {
        let outcome = try decoder.decode(golden.bytes.span, hashing: .pixels) { picture, pixels in
            picture.frames.first.map {
                digest(of: pixels, $0.raster.offset, $0.width * $0.height * $0.raster.channels)
            }
        }
        switch outcome {
        case .decoded(golden.pixelDigest): return
        case .decoded:
            throw failed(golden, "other pixels than known")
        case .failed(let failure):
            throw failed(golden, failure.message)
        }
    }

    private static func failed(_ golden: GoldenPicture, _ why: String) -> DecoderError {
        DecoderError(
            code: .selfTest,
            message: "the \(golden.format.rawValue) decoder fails on its golden picture: \(why). A library was updated "
                + "to a version that behaves otherwise, or is missing. Nothing will be decoded; run `tutela doctor`.")
    }

    private static func digest(of pixels: Span<UInt8>, _ offset: Int, _ count: Int) -> String {
        var digest = SHA256()
        pixels.withUnsafeBytes { bytes in
            digest.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)]))
        }
        return Hexadecimal.encode(digest.finalize())
    }
}
