// SPDX-License-Identifier: Apache-2.0
//
// What a browser calls. Compiled by scripts/build-wasm together with Sources/Fingerprints into one module, in Embedded
// Swift; no target of Package.swift. Every argument is a number that the page may have made up, so none is believed.

import TutelaMemory

/// How a call ended. The numbers are part of the interface; `pdq.js` gives them words.
enum Status: UInt32 {
    case done = 0
    /// A side is 0.
    case empty = 1
    /// A side is above `PictureLimits.side`, or the picture above `PictureLimits.pixels`.
    case overLimit = 2
    /// The pixels do not lie inside one buffer that `tutela_allocate` gave.
    case foreignPixels = 3
    /// The room for the result does not lie inside one buffer that `tutela_allocate` gave, or overlaps the pixels.
    case foreignResult = 4
    /// The memory cannot grow as far as this picture needs.
    case outOfMemory = 5
}

/// The limits of the scanner hold in the browser too: what it would not look at, nobody need hand in.
enum PictureLimits {
    static let side: UInt32 = 16_384
    static let pixels: UInt64 = 100_000_000
}

/// A result in the memory of the page, all numbers 32 bits and little-endian. It begins with the version of these layouts.
///
/// Of `tutela_fingerprint`:            Of `tutela_views`:
///
///      0   version: 1                      0   version: 1
///      4   quality, 0…100                  4   count of the views that follow, 0…`PictureViews.cap`
///      8   count of the hashes: 8          8   bytes from one view to the next: 264
///     12   bytes of a hash: 32            12   0
///     16   the hashes                     16   the views, the most promising first; each is
///                                               0   number of its `Region`, in the order of `Region.allCases`
///                                               4   quality
///                                               8   eight hashes
///
/// Hashes stand in the order of `Orientation.allCases`, their bytes in the order of the hex digits.
struct ResultArea {
    static let version: UInt32 = 1
    static let header: UInt32 = 16
    static let hash: UInt32 = 32
    static let orientations = hash * UInt32(Orientation.allCases.count)
    static let view = 8 + orientations
    static let bytesOfFingerprint = header + orientations
    static let bytesOfViews = header + view * UInt32(PictureViews.cap)

    let address: UInt32

    func write(_ found: PDQFingerprint) {
        putHeader(UInt32(found.quality), UInt32(found.orientations.count), Self.hash)
        put(found.orientations, at: Self.header)
    }

    func write(_ views: [RegionFingerprint]) {
        putHeader(UInt32(views.count), Self.view, 0)
        for (number, view) in views.enumerated() {
            let start = Self.header + Self.view * UInt32(number)
            put(UInt32(Region.allCases.firstIndex(of: view.region) ?? 0), at: start)
            put(UInt32(view.fingerprint.quality), at: start + 4)
            put(view.fingerprint.orientations, at: start + 8)
        }
    }

    private func putHeader(_ first: UInt32, _ second: UInt32, _ third: UInt32) {
        put(Self.version, at: 0)
        put(first, at: 4)
        put(second, at: 8)
        put(third, at: 12)
    }

    private func put(_ hashes: [PDQHash], at offset: UInt32) {
        for (number, hash) in hashes.enumerated() {
            let start = offset + Self.hash * UInt32(number)
            // Words are stored from the last to the first, each with its highest byte first.
            put(hash.words.3.byteSwapped, at: start)
            put(hash.words.2.byteSwapped, at: start + 8)
            put(hash.words.1.byteSwapped, at: start + 16)
            put(hash.words.0.byteSwapped, at: start + 24)
        }
    }

    private func put<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, at offset: UInt32) {
        UnsafeMutableRawPointer(bitPattern: UInt(address + offset))?
            .storeBytes(of: number.littleEndian, as: Number.self)
    }
}

/// The RGBA pixels of one call, once nothing about them is left to doubt.
struct LentPicture {
    let raster: Raster
    private let pixels: UnsafePointer<UInt8>

    /// Checks the arguments of an entry point, in the order of `Status`.
    ///
    /// - Parameter scratch: most bytes that hashing needs beside the pixels, from width and height.
    static func check(
        rgba: UInt32, width: UInt32, height: UInt32, result: UInt32, resultBytes: UInt32,
        scratch: (_ width: UInt32, _ height: UInt32) -> UInt32
    ) -> (picture: LentPicture?, status: Status) {
        guard width > 0, height > 0 else { return (nil, .empty) }
        guard max(width, height) <= PictureLimits.side, UInt64(width) * UInt64(height) <= PictureLimits.pixels else {
            return (nil, .overLimit)
        }
        let bytes = UInt64(width) * UInt64(height) * 4
        guard tutela_is_lent(rgba, bytes), let pixels = UnsafePointer<UInt8>(bitPattern: UInt(rgba)) else {
            return (nil, .foreignPixels)
        }
        let overlaps = UInt64(result) < UInt64(rgba) + bytes && rgba < UInt64(result) + UInt64(resultBytes)
        guard tutela_is_lent(result, UInt64(resultBytes)), !overlaps else { return (nil, .foreignResult) }
        guard tutela_reserve(scratch(width, height)) else { return (nil, .outOfMemory) }
        let raster = Raster(width: Int(width), height: Int(height), channels: 4)
        return (LentPicture(raster: raster, pixels: pixels), .done)
    }

    /// The bytes, for as long as the call lasts.
    func withPixels<Answer>(_ body: (Span<UInt8>) -> Answer) -> Answer {
        body(UnsafeBufferPointer(start: pixels, count: raster.byteCount).span)
    }
}

/// Hashes RGBA pixels: PDQ of the full variant, its quality, and its eight orientations. Alpha is ignored, as everywhere
/// in Tutela.
///
/// - Returns: a `Status`; unless it is 0, nothing was written.
@c(tutela_fingerprint)
public func fingerprint(rgba: UInt32, width: UInt32, height: UInt32, result: UInt32) -> UInt32 {
    let (picture, status) = LentPicture.check(
        rgba: rgba, width: width, height: height, result: result, resultBytes: ResultArea.bytesOfFingerprint
    ) { width, height in
        // The downsampler holds 80 rows of floats, and those that the column window (one 128th of the height) still needs.
        (128 + height / 128) * (width + 16) * 4 + 256 * 1024
    }
    guard let picture else { return status.rawValue }
    ResultArea(address: result).write(picture.withPixels { PDQ.fingerprint(of: $0, raster: picture.raster) })
    return status.rawValue
}

/// Finds the parts of RGBA pixels that may be a known picture by themselves, and hashes them: the same views that a scan
/// compares.
///
/// - Returns: a `Status`; unless it is 0, nothing was written.
@c(tutela_views)
public func views(rgba: UInt32, width: UInt32, height: UInt32, result: UInt32) -> UInt32 {
    let (picture, status) = LentPicture.check(
        rgba: rgba, width: width, height: height, result: result, resultBytes: ResultArea.bytesOfViews
    ) { width, height in
        // The grey picture in blocks that leave its shorter side 320 pixels or more, its copies, and 64 rows and columns.
        let block = max(1, min(width, height) / 320)
        let grey = (width / block + 1) * (height / block + 1)
        return grey * 4 + (width + height) / block * 64 * 4 * 4 + 4 * 1024 * 1024
    }
    guard let picture else { return status.rawValue }
    let grey = picture.withPixels { GreyPicture(of: $0, raster: picture.raster) }
    ResultArea(address: result).write(PDQ.views(of: grey))
    return status.rawValue
}
