// SPDX-License-Identifier: Apache-2.0

internal import CDecoderWire
internal import Fingerprints
internal import Glibc

/// The memory that a confined child writes its answer into, as its reader sees it: hostile.
///
/// The header is copied once, before anything of it is believed, and every length is checked against the area. By then the
/// child has been reaped, so nothing changes under the reader's hands.
final class SharedArea {
    let descriptor: Int32
    private let base: UnsafeMutableRawPointer
    private let byteCount: Int
    private let limits: DecodingLimits

    init(limits: DecodingLimits) throws(DecoderError) {
        self.limits = limits
        byteCount = Int(decoder_result_bytes(limits.maxPixels))
        let file = decoder_memory_create("tutela-result")
        guard file >= 0 else { throw .system("memfd_create", errno) }
        guard ftruncate(file, byteCount) == 0 else {
            let number = errno
            close(file)
            throw .system("ftruncate", number)
        }
        // The child may not shrink the file under the reader: that would be a bus error here.
        guard decoder_memory_seal_size(file) == 0,
            let mapping = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file, 0),
            mapping != MAP_FAILED
        else {
            let number = errno
            close(file)
            throw .system("mmap", number)
        }
        // Above the numbers that the decoder gets its ends on, so that no duplication overwrites another.
        descriptor = fcntl(file, F_DUPFD_CLOEXEC, 10)
        close(file)
        base = mapping
    }

    deinit {
        munmap(base, byteCount)
        close(descriptor)
    }

    /// What the child says, checked.
    func read(cpuTime: Duration) -> Reading {
        let header = base.load(as: decoder_result.self)
        guard header.magic == DECODER_RESULT_MAGIC else { return .silent }
        let format = PictureFormat(wire: header.format)
        let width = header.width > 0 ? Int(header.width) : nil
        let height = header.height > 0 ? Int(header.height) : nil
        let reason = Self.text(header.reason)
        func failure(_ kind: DecodingFailure.Kind, _ code: String, _ message: String) -> Reading {
            .failed(
                DecodingFailure(kind, code: code, message: message, format: format, width: width, height: height))
        }
        switch decoder_outcome(header.outcome) {
        case DECODER_COMPLETE, DECODER_PARTIAL:
            guard let format, let width, let height, max(width, height) <= Int(limits.maxSide),
                let frames = frames(of: header)
            else { return .forged }
            return .decoded(
                DecodedPicture(
                    format: format, width: width, height: height, frames: frames,
                    isPartial: decoder_outcome(header.outcome) == DECODER_PARTIAL, reason: reason, cpuTime: cpuTime))
        case DECODER_UNDECODABLE:
            return failure(.undecodable, "corrupt", reason.isEmpty ? "the file is damaged" : reason)
        case DECODER_OVER_LIMIT:
            let (code, message) = limitWords(decoder_limit(header.limit), header.limit_value)
            return failure(.overLimit, code, message)
        case DECODER_UNSUPPORTED:
            return failure(.unsupported, "format", reason.isEmpty ? "no decoder for this kind of file" : reason)
        case DECODER_OUT_OF_MEMORY:
            return failure(.overLimit, "memory", "decoding needs more than \(limits.maxMemory >> 20) MiB")
        case DECODER_NOTHING_YET:
            return .silent
        default:
            return .forged
        }
    }

    enum Reading {
        case decoded(DecodedPicture)
        case failed(DecodingFailure)
        /// The child said nothing before it ended.
        case silent
        /// The child said something that no honest decoder says.
        case forged
    }

    /// The whole area for reading; frames give offsets into it.
    func withPixels<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        let bytes = UnsafeRawBufferPointer(start: base, count: byteCount)
        return body(Span(_unsafeBytes: bytes))
    }

    /// Gives every page of the area back, so that no child finds what another wrote, declared or not.
    func wipe() {
        if decoder_memory_wipe(descriptor, UInt64(byteCount)) != 0 {
            memset(base, 0, byteCount)
        }
    }

    private func frames(of header: decoder_result) -> [Raster]? {
        let count = Int(header.frame_count)
        guard count >= 1, count <= Int(limits.maxFrames), count <= Int(DECODER_MAX_FRAMES) else { return nil }
        var frames: [Raster] = []
        frames.reserveCapacity(count)
        var pixels: UInt64 = 0
        let valid = withUnsafeBytes(of: header.frames) { raw in
            for frame in raw.bindMemory(to: decoder_frame.self).prefix(count) {
                let (width, height) = (UInt64(frame.width), UInt64(frame.height))
                guard width > 0, height > 0, width <= limits.maxSide, height <= limits.maxSide,
                    frame.channels == 1 || frame.channels == 3
                else { return false }
                pixels += width * height
                let bytes = width * height * UInt64(frame.channels)
                guard pixels <= limits.maxPixels, frame.offset >= decoder_pixels_offset(),
                    frame.offset <= UInt64(byteCount), bytes <= UInt64(byteCount) - frame.offset
                else { return false }
                frames.append(
                    Raster(
                        width: Int(width), height: Int(height), channels: Int(frame.channels),
                        offset: Int(frame.offset)))
            }
            return true
        }
        return valid ? frames : nil
    }

    private func limitWords(_ limit: decoder_limit, _ value: UInt64) -> (code: String, message: String) {
        switch limit {
        case DECODER_LIMIT_PIXELS:
            ("pixels", "\(Self.megapixels(value)) MP > \(Self.megapixels(limits.maxPixels)) MP")
        case DECODER_LIMIT_SIDE: ("side", "a side of \(value) pixels > \(limits.maxSide)")
        case DECODER_LIMIT_FRAMES: ("frames", "\(value) frames > \(limits.maxFrames)")
        case DECODER_LIMIT_JPEG_SCANS: ("jpeg-scans", "more than \(limits.maxJPEGScans) progressive scans")
        default: ("memory", "decoding needs more than \(limits.maxMemory >> 20) MiB")
        }
    }

    /// Rounded up, so that 100.2 MP does not read "100 MP > 100 MP".
    private static func megapixels(_ pixels: UInt64) -> UInt64 {
        pixels / 1_000_000 + (pixels.isMultiple(of: 1_000_000) ? 0 : 1)
    }

    /// The codec's reason: cut at the first NUL, printable ASCII only, since a taken-over child may write anything.
    private static func text(_ reason: some Any) -> String {
        withUnsafeBytes(of: reason) { raw in
            let printable = raw.prefix { $0 != 0 }.map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") }
            return String(decoding: printable, as: UTF8.self)
        }
    }
}

extension PictureFormat {
    init?(wire: UInt32) {
        switch decoder_format(wire) {
        case DECODER_JPEG: self = .jpeg
        case DECODER_PNG: self = .png
        case DECODER_WEBP: self = .webp
        case DECODER_GIF: self = .gif
        case DECODER_BMP: self = .bmp
        case DECODER_TIFF: self = .tiff
        case DECODER_HEIC: self = .heic
        case DECODER_AVIF: self = .avif
        default: return nil
        }
    }
}
