// SPDX-License-Identifier: Apache-2.0

/// What a file is, told by its first bytes and, where these say nothing, by its name.
///
/// Deliberately wide: whatever a viewer might show as a picture must be accounted for as one. The decoder decides again, on
/// its own, whether it can read it.
public enum MediaKind: Sendable, Hashable {
    /// One of the formats that the confined decoder reads.
    case picture(PictureFormat)
    /// A picture that is not decoded here: `jxl`, `jp2`, `psd`, `ico`, `svg`, camera raw.
    case foreignPicture(String)
    /// `mp4`, `matroska`, `avi`, `mpeg`, `asf`, `flv`.
    case video(String)
    /// A picture by its name only; its content is empty or destroyed.
    case pictureByName
    case other

    /// Bytes that ``init(prefix:name:)`` looks at.
    public static let prefixLength = 64

    /// - Parameters:
    ///   - prefix: the first ``prefixLength`` bytes of the file, or all of a shorter one.
    ///   - name: the file's name as bytes; only its extension counts.
    public init(prefix: some Collection<UInt8>, name: some Collection<UInt8>) {
        let bytes = Array(prefix.prefix(Self.prefixLength))
        let fileExtension = Self.fileExtension(of: name)
        if let kind = Self.byContent(bytes) {
            self = kind
        } else if Self.pictureExtensions.contains(fileExtension) {
            self = .pictureByName
        } else if Self.videoExtensions.contains(fileExtension) {
            self = .video(fileExtension)
        } else {
            self = .other
        }
    }

    /// The format, when the decoder reads it.
    var pictureFormat: PictureFormat? {
        if case .picture(let format) = self { return format }
        return nil
    }

    private static func byContent(_ bytes: [UInt8]) -> MediaKind? {
        func has(_ text: StaticString, at offset: Int = 0) -> Bool {
            text.withUTF8Buffer { pattern in
                bytes.count >= offset + pattern.count && bytes[offset..<(offset + pattern.count)].elementsEqual(pattern)
            }
        }
        func has(_ pattern: [UInt8], at offset: Int = 0) -> Bool {
            bytes.count >= offset + pattern.count && bytes[offset..<(offset + pattern.count)].elementsEqual(pattern)
        }
        if has([0xff, 0xd8, 0xff]) { return .picture(.jpeg) }
        if has([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) { return .picture(.png) }
        if has("GIF87a") || has("GIF89a") { return .picture(.gif) }
        if has("RIFF"), has("WEBP", at: 8) { return .picture(.webp) }
        if has("RIFF"), has("AVI ", at: 8) { return .video("avi") }
        if has([0x49, 0x49, 0x2a, 0x00]) || has([0x4d, 0x4d, 0x00, 0x2a]) { return .picture(.tiff) }
        if has([0x49, 0x49, 0x2b, 0x00]) || has([0x4d, 0x4d, 0x00, 0x2b]) { return .picture(.tiff) }
        if has("BM"), isBitmapHeader(bytes) { return .picture(.bmp) }
        if has("ftyp", at: 4) { return isoMedia(bytes) }
        if has([0xff, 0x0a]) || has([0, 0, 0, 12, 0x4a, 0x58, 0x4c, 0x20, 0x0d, 0x0a, 0x87, 0x0a]) {
            return .foreignPicture("jxl")
        }
        if has([0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a]) || has([0xff, 0x4f, 0xff, 0x51]) {
            return .foreignPicture("jp2")
        }
        if has("8BPS") { return .foreignPicture("psd") }
        if has([0, 0, 1, 0]), bytes.count >= 6, bytes[4] > 0, bytes[5] == 0 { return .foreignPicture("ico") }
        if has("<svg") { return .foreignPicture("svg") }
        if has("FUJIFILMCCD-RAW") || has("IIRO") || has("IIU\0") { return .foreignPicture("raw") }
        if has([0x1a, 0x45, 0xdf, 0xa3]) { return .video("matroska") }
        if has([0, 0, 1, 0xba]) || has([0, 0, 1, 0xb3]) { return .video("mpeg") }
        if has([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11]) { return .video("asf") }
        if has("FLV\u{1}") { return .video("flv") }
        if has("moov", at: 4) || has("mdat", at: 4) || has("wide", at: 4) { return .video("mov") }
        return nil
    }

    /// "BM" starts many texts; a bitmap also has a plausible header length.
    private static func isBitmapHeader(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 18 else { return false }
        let headerLength = bytes[14..<18].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        return [12, 16, 40, 52, 56, 64, 108, 124].contains(headerLength)
    }

    /// HEIC, AVIF and video share one container; the brands tell them apart.
    private static func isoMedia(_ bytes: [UInt8]) -> MediaKind {
        let brands = stride(from: 8, to: min(bytes.count, Self.prefixLength) - 3, by: 4)
            .filter { $0 != 12 }
            .map { String(decoding: bytes[$0..<($0 + 4)], as: UTF8.self) }
        let heic: Set = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]
        if brands.contains(where: { $0 == "avif" || $0 == "avis" }) { return .picture(.avif) }
        if let major = brands.first, heic.contains(major) { return .picture(.heic) }
        if brands.contains("heic") { return .picture(.heic) }
        if brands.first == "crx " { return .foreignPicture("raw") }
        return .video("mp4")
    }

    private static func fileExtension(of name: some Collection<UInt8>) -> String {
        let reversed = name.reversed().prefix(8)
        guard let dot = reversed.firstIndex(of: UInt8(ascii: ".")) else { return "" }
        return String(decoding: reversed[..<dot].reversed(), as: UTF8.self).lowercased()
    }

    private static let pictureExtensions: Set = [
        "jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "webp", "bmp", "dib", "tif", "tiff", "heic", "heif", "avif",
        "jxl", "jp2", "psd", "ico", "svg", "dng", "cr2", "cr3", "nef", "arw", "raf", "orf", "rw2",
    ]

    private static let videoExtensions: Set = [
        "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "wmv", "asf", "flv", "3gp", "ts", "mts", "ogv",
    ]
}
