// SPDX-License-Identifier: Apache-2.0

internal import Containers
public import MediaDecoding
public import Provenance

/// Looks at one file after the other for what it says of its making, without comparing it with any list.
public final class ItemInspector {
    private let provenance: ItemProvenance
    private let decoder: ConfinedDecoder?
    private let maxBytes: UInt64

    /// - Parameters:
    ///   - inspector: reads the bytes.
    ///   - decoder: reads the pixels; `nil` leaves them out.
    ///   - maxBytes: longest file whose pixels are looked at, in bytes.
    public init(_ inspector: ProvenanceInspector, decoder: ConfinedDecoder?, maxBytes: UInt64 = 128 << 20) {
        provenance = ItemProvenance(inspector: inspector)
        self.decoder = decoder
        self.maxBytes = maxBytes
    }

    /// One file, and what was found in it.
    public struct Item: Sendable {
        /// The findings.
        public var inspection: Inspection
        /// SHA-256 of the file, 64 lower-case hex digits.
        public var sha256: String
        /// Length in bytes.
        public var byteCount: UInt64
    }

    /// Why a file could not be read.
    public struct Failure: Error, Sendable {
        /// What happened.
        public var reason: StatusReason

        init(_ code: String, _ message: String) {
            reason = StatusReason(code: code, message: message)
        }
    }

    /// Looks at one file.
    ///
    /// - Throws: ``Failure`` when it cannot be read.
    public func inspect(_ path: ItemPath) throws(Failure) -> Item {
        let reading: FileReading
        do throws(FileReading.Failure) {
            reading = try FileReading.read(path, keeping: maxBytes, isCancelled: { false })
        } catch {
            throw Failure(error.code, error.message)
        }
        let inspection: Inspection
        do throws(ReadFailure) {
            inspection = try provenance.inspect(path, reading, pixels: pixels(of: reading, path))
        } catch {
            throw Failure(error.code, error.message)
        }
        return Item(
            inspection: inspection, sha256: reading.digests?.sha256 ?? "", byteCount: reading.byteCount)
    }

    private func pixels(of reading: FileReading, _ path: ItemPath) -> PixelFindings {
        switch MediaKind(prefix: reading.contents, name: path.name) {
        case .picture, .pictureByName: break
        case .foreignPicture(let format):
            return PixelFindings(examination: .notExamined(because: "\(format) pictures are not decoded"))
        case .video, .other: return PixelFindings(examination: .notApplicable)
        }
        guard let decoder else {
            return PixelFindings(examination: .notExamined(because: "--no-pixels"))
        }
        guard !reading.isTruncated else {
            return PixelFindings(
                examination: .notExamined(because: "the file has more than \(maxBytes >> 20) MiB"))
        }
        let wish: PictureReading = [.watermarkVotes, .stealthBits]
        do throws(DecoderError) {
            // The slow lane at once: nobody waits behind a single file.
            let outcome = try decoder.decode(reading.contents.span, lane: .slow, reading: wish) { picture, _ in picture
            }
            switch outcome {
            case .decoded(let picture): return PixelFindings(picture, asked: wish)
            case .failed(let failure): return PixelFindings(failure)
            }
        } catch {
            return PixelFindings(examination: .notExamined(because: error.message))
        }
    }
}
