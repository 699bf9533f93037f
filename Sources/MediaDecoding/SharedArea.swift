// SPDX-License-Identifier: Apache-2.0

internal import CDecoderWire
internal import Fingerprints
internal import Glibc
internal import Watermarks

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

    /// What the child says, checked against what was asked for.
    func read(_ hashing: DecodedHashing, _ reading: PictureReading, cpuTime: Duration) -> Reading {
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
                let frames = frames(of: header, hashing),
                case .some(let votes) = votes(of: header, reading),
                case .some(let bits) = stealthBits(of: header, reading)
            else { return .forged }
            return .decoded(
                DecodedPicture(
                    format: format, width: width, height: height, frames: frames,
                    isPartial: decoder_outcome(header.outcome) == DECODER_PARTIAL, reason: reason, cpuTime: cpuTime,
                    watermarkVotes: votes, stealthBits: bits))
        case DECODER_UNDECODABLE:
            return failure(.undecodable, "corrupt", reason.isEmpty ? "the file is damaged" : reason)
        case DECODER_OVER_LIMIT:
            let (code, message) = limitWords(decoder_limit(header.limit), header.limit_value)
            return failure(.overLimit, code, message)
        case DECODER_UNSUPPORTED:
            return failure(.unsupported, "format", reason.isEmpty ? "no decoder for this kind of file" : reason)
        case DECODER_OUT_OF_MEMORY:
            return failure(.overLimit, "memory", "decoding needs more than \(limits.maxMemory >> 20) MiB")
        case DECODER_UNPREPARED:
            return .unprepared
        case DECODER_NOTHING_YET:
            return .silent
        default:
            return .forged
        }
    }

    enum Reading {
        case decoded(DecodedPicture)
        case failed(DecodingFailure)
        /// The child had not the libraries for what it saw.
        case unprepared
        /// The child said nothing before it ended.
        case silent
        /// The child said something that no honest decoder says.
        case forged
    }

    /// The whole area for reading; frames point into it.
    func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        let bytes = UnsafeRawBufferPointer(start: base, count: byteCount)
        return body(Span(_unsafeBytes: bytes))
    }

    /// Makes the area zero, so that no child finds what another wrote, declared or not.
    ///
    /// The first part is overwritten and keeps its pages: most pictures need no more, and getting new pages costs more
    /// than clearing old ones. All others are given back.
    func wipe() {
        memset(base, 0, Self.keptBytes)
        if decoder_memory_wipe(descriptor, UInt64(Self.keptBytes), UInt64(byteCount)) != 0 {
            memset(base, 0, byteCount)
        }
    }

    /// Room for the header, the means and the grey picture of a photograph; below the size of the smallest area.
    private static let keptBytes = 384 << 10

    private func frames(of header: decoder_result, _ hashing: DecodedHashing) -> [DecodedFrame]? {
        let count = Int(header.frame_count)
        guard count >= 1, count <= Int(limits.maxFrames), count <= Int(DECODER_MAX_FRAMES) else { return nil }
        var frames: [DecodedFrame] = []
        frames.reserveCapacity(count)
        var pixels: UInt64 = 0
        let valid = withUnsafeBytes(of: header.frames) { raw in
            for frame in raw.bindMemory(to: decoder_frame.self).prefix(count) {
                guard let checked = checked(frame, hashing) else { return false }
                pixels += UInt64(frame.width) * UInt64(frame.height)
                guard pixels <= limits.maxPixels else { return false }
                frames.append(checked)
            }
            return true
        }
        return valid ? frames : nil
    }

    /// One frame, when its figures agree with each other, with what was asked for, and with the area.
    private func checked(_ frame: decoder_frame, _ hashing: DecodedHashing) -> DecodedFrame? {
        guard frame.width > 0, frame.height > 0, frame.width <= limits.maxSide, frame.height <= limits.maxSide,
            frame.block > 0, frame.channels == 1 || (hashing == .pixels && frame.channels == 3),
            hashing != .pixels || frame.block == 1
        else { return nil }
        let columns = (UInt64(frame.width) + UInt64(frame.block) - 1) / UInt64(frame.block)
        let rows = (UInt64(frame.height) + UInt64(frame.block) - 1) / UInt64(frame.block)
        guard holds(frame.offset, columns * rows * UInt64(frame.channels)) else { return nil }
        let hasMeans = frame.means_offset != 0
        if let demanded = hashing.demandsMeans(width: frame.width, height: frame.height), demanded != hasMeans {
            return nil
        }
        guard !hasMeans || (holds(frame.means_offset, decoder_means_bytes()) && areMeans(at: Int(frame.means_offset)))
        else { return nil }
        return DecodedFrame(
            width: Int(frame.width), height: Int(frame.height), block: Int(frame.block),
            raster: Raster(
                width: Int(columns), height: Int(rows), channels: Int(frame.channels), offset: Int(frame.offset)),
            meansOffset: hasMeans ? Int(frame.means_offset) : nil)
    }

    /// The votes, `.some(nil)` when there are none. The child may keep them back; it may not give more than was asked for,
    /// nor others than a picture of this size has.
    ///
    /// - Returns: `nil` when no honest decoder gives this.
    private func votes(of header: decoder_result, _ reading: PictureReading) -> WatermarkVotes?? {
        guard header.votes_offset != 0 else { return header.vote_count == 0 ? .some(nil) : nil }
        let (width, height) = (UInt64(header.frames.0.width), UInt64(header.frames.0.height))
        let count = UInt64(header.vote_count)
        guard reading.contains(.watermarkVotes), count > 0, count == (width / 8) * (height / 8),
            width * height >= UInt64(DECODER_MIN_VOTED_PIXELS)
        else { return nil }
        let words = WatermarkVotes.wordCount(Int(count)) * Int(DECODER_VOTE_PLANES)
        guard holds(header.votes_offset, UInt64(words) * 8) else { return nil }
        let start = base + Int(header.votes_offset)
        let copy = [UInt64](unsafeUninitializedCapacity: words) { target, initialized in
            UnsafeMutableRawBufferPointer(target).copyMemory(
                from: UnsafeRawBufferPointer(start: start, count: words * 8))
            initialized = words
        }
        return WatermarkVotes(count: Int(count), words: copy).map { .some($0) }
    }

    /// The hidden text, `.some(nil)` when there is none.
    ///
    /// - Returns: `nil` when no honest decoder gives this.
    private func stealthBits(of header: decoder_result, _ reading: PictureReading) -> StealthBits?? {
        if header.stealth_scheme == DECODER_STEALTH_NONE.rawValue {
            let nothing = header.stealth_offset == 0 && header.stealth_bits == 0 && header.stealth_bytes == 0
            return nothing ? .some(nil) : nil
        }
        guard reading.contains(.stealthBits), let scheme = StealthBits.Scheme(wire: header.stealth_scheme),
            header.stealth_bytes <= DECODER_MAX_STEALTH_BYTES,
            (header.stealth_bytes == 0) == (header.stealth_offset == 0)
        else { return nil }
        var payload: [UInt8] = []
        if header.stealth_bytes > 0 {
            guard holds(header.stealth_offset, UInt64(header.stealth_bytes)) else { return nil }
            payload = Array(
                UnsafeRawBufferPointer(start: base + Int(header.stealth_offset), count: Int(header.stealth_bytes)))
        }
        return StealthBits(scheme: scheme, declaredBits: header.stealth_bits, payload: payload).map { .some($0) }
    }

    /// Whether so many bytes lie behind the header and inside the area.
    private func holds(_ offset: UInt64, _ bytes: UInt64) -> Bool {
        offset >= decoder_pixels_offset() && offset <= UInt64(byteCount) && bytes <= UInt64(byteCount) - offset
    }

    /// Means of bytes are between 0 and 255, but for what rounding in running sums leaves over; anything else was made up,
    /// and could make the arithmetic behind it fail.
    private func areMeans(at offset: Int) -> Bool {
        (0..<DecodedFrame.meansCount).allSatisfy { index in
            let mean = base.loadUnaligned(fromByteOffset: offset + index * MemoryLayout<Float>.size, as: Float.self)
            return mean >= -0.5 && mean <= 255.5  // false for not-a-number
        }
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
    private static let numbers: [(PictureFormat, decoder_format)] = [
        (.jpeg, DECODER_JPEG), (.png, DECODER_PNG), (.webp, DECODER_WEBP), (.gif, DECODER_GIF), (.bmp, DECODER_BMP),
        (.tiff, DECODER_TIFF), (.heic, DECODER_HEIC), (.avif, DECODER_AVIF),
    ]

    init?(wire: UInt32) {
        guard let row = Self.numbers.first(where: { $0.1.rawValue == wire }) else { return nil }
        self = row.0
    }

    var wire: UInt32? {
        Self.numbers.first { $0.0 == self }?.1.rawValue
    }
}

extension StealthBits.Scheme {
    init?(wire: UInt32) {
        switch decoder_stealth_scheme(wire) {
        case DECODER_STEALTH_PNGINFO: self = .pngInfo
        case DECODER_STEALTH_PNGCOMP: self = .pngCompressed
        case DECODER_STEALTH_RGBINFO: self = .rgbInfo
        case DECODER_STEALTH_RGBCOMP: self = .rgbCompressed
        default: return nil
        }
    }
}
