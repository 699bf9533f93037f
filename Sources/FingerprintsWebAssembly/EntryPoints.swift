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

/// A result in the memory of the page, all numbers 32 bits and little-endian:
///
///      0   version of this layout: 1
///      4   quality, 0…100
///      8   count of the hashes that follow
///     12   bytes from one hash to the next: 32
///     16   the hashes, in the order of the hex digits
struct ResultArea {
    static let version: UInt32 = 1
    static let header: UInt32 = 16
    static let hash: UInt32 = 32

    let address: UInt32

    static func bytes(hashes: Int) -> UInt32 { header + hash * UInt32(hashes) }

    func write(quality: Int, hashes: [PDQHash]) {
        put(Self.version, at: 0)
        put(UInt32(quality), at: 4)
        put(UInt32(hashes.count), at: 8)
        put(Self.hash, at: 12)
        for (number, hash) in hashes.enumerated() {
            let start = Self.header + Self.hash * UInt32(number)
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
    static func check(
        rgba: UInt32, width: UInt32, height: UInt32, result: UInt32, resultBytes: UInt32
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
        // The downsampler holds 80 rows of floats, and those that the column window (one 128th of the height) still needs.
        let rows = 128 + height / 128
        guard tutela_reserve(rows * (width + 16) * 4 + 256 * 1024) else { return (nil, .outOfMemory) }
        let raster = Raster(width: Int(width), height: Int(height), channels: 4)
        return (LentPicture(raster: raster, pixels: pixels), .done)
    }

    /// The bytes, for as long as the call lasts.
    func withPixels<Answer>(_ body: (Span<UInt8>) -> Answer) -> Answer {
        body(UnsafeBufferPointer(start: pixels, count: raster.byteCount).span)
    }
}

/// Hashes RGBA pixels: PDQ of the full variant, its quality, and the eight orientations in the order of
/// `Orientation.allCases`, 272 bytes at `result` as `ResultArea` says. Alpha is ignored, as everywhere in Tutela.
///
/// - Returns: a `Status`; unless it is 0, nothing was written.
@c(tutela_fingerprint)
public func fingerprint(rgba: UInt32, width: UInt32, height: UInt32, result: UInt32) -> UInt32 {
    let room = ResultArea.bytes(hashes: Orientation.allCases.count)
    let (picture, status) = LentPicture.check(
        rgba: rgba, width: width, height: height, result: result, resultBytes: room)
    guard let picture else { return status.rawValue }
    let found = picture.withPixels { PDQ.fingerprint(of: $0, raster: picture.raster) }
    ResultArea(address: result).write(quality: found.quality, hashes: found.orientations)
    return status.rawValue
}
