// SPDX-License-Identifier: Apache-2.0

internal import Containers
internal import Glibc
internal import MediaDecoding
internal import Provenance

/// What the bytes and pixels of one item say of its making.
struct ItemProvenance {
    let inspector: ProvenanceInspector

    /// - Parameters:
    ///   - path: where the item lies; read again only when it is longer than what was kept of it.
    ///   - reading: its bytes.
    ///   - pixels: what the decoder read.
    func inspect(
        _ path: ItemPath, _ reading: FileReading, pixels: PixelFindings
    ) throws(ReadFailure) -> Inspection {
        guard UInt64(reading.contents.count) < reading.byteCount else {
            return try inspector.inspect(MemoryBytes(reading.contents), pixels: pixels)
        }
        let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) }
        guard descriptor >= 0 else {
            throw ReadFailure(code: "input-output", message: "it could not be opened once more")
        }
        defer { close(descriptor) }
        let bytes = try FileBytes(descriptor: descriptor)
        return try inspector.inspect(bytes, pixels: pixels)
    }
}

extension PixelFindings {
    init(_ picture: DecodedPicture, asked reading: PictureReading) {
        self.init(
            votes: picture.watermarkVotes, stealth: picture.stealthBits,
            examination: reading.contains(.watermarkVotes)
                ? .examined : .notExamined(because: "fast hashing decodes only as much of a picture as a hash needs"))
    }

    init(_ failure: DecodingFailure) {
        self.init(examination: .notExamined(because: failure.message))
    }
}
