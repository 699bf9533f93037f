// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import TestSupport
import Testing

@Suite("PDQ")
struct PDQTests {
    @Test(
        "hash, quality and all orientations equal pip pdqhash bit by bit",
        .enabled(if: Repository.python != nil, "peers are not installed: make test"))
    func equalsThePeer() throws {
        let folder = try TemporaryFolder()
        let made = try Execution.peer("peer_pixels.py", [folder.path])
        try #require(made.status == 0, "\(made.errors)")
        let expected = try String(contentsOf: folder.url.appending(path: "expected.tsv"), encoding: .utf8)
            .split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        let data = [UInt8](try Data(contentsOf: folder.url.appending(path: "pixels.bin")))
        var offset = 0
        for (number, row) in expected.enumerated() {
            let (width, height) = (Self.number(data, at: offset), Self.number(data, at: offset + 4))
            let raster = Raster(width: width, height: height, channels: 3, offset: offset + 8)
            offset += 8 + width * height * 3
            let found = PDQ.fingerprint(of: data.span, raster: raster)
            #expect(String(found.quality) == row[0], "picture \(number), \(width)×\(height)")
            #expect(found.hash.hex == row[1], "picture \(number), \(width)×\(height)")
            // The reference filters even 64 × 64 pictures when it hashes orientations, though not when it hashes one;
            // here all eight come from the one transform.
            if width != 64 || height != 64 {
                #expect(found.orientations.map(\.hex) == Array(row[2...]), "picture \(number), \(width)×\(height)")
            }
        }
        #expect(expected.count >= 250)
        #expect(offset == data.count)
    }

    @Test("a picture with a side below five pixels has no hash and quality 0")
    func tooSmall() {
        for (width, height) in [(4, 100), (100, 4), (1, 1)] {
            let pixels = [UInt8](repeating: 200, count: width * height)
            let found = PDQ.fingerprint(of: pixels.span, raster: Raster(width: width, height: height, channels: 1))
            #expect(found.hash == .zero)
            #expect(found.quality == 0)
            #expect(found.orientations.allSatisfy { $0 == .zero })
        }
    }

    @Test("grey, RGB and RGBA of the same picture have the same hash")
    func channelsAgree() {
        let (width, height) = (300, 211)
        let grey = Pictures.pattern(width, height)
        let expected = PDQ.fingerprint(of: grey.span, raster: Raster(width: width, height: height, channels: 1))
        let rgb = grey.flatMap { [$0, $0, $0] }
        let rgba = grey.enumerated().flatMap { [$1, $1, $1, UInt8(truncatingIfNeeded: $0)] }
        #expect(PDQ.fingerprint(of: rgb.span, raster: Raster(width: width, height: height, channels: 3)) == expected)
        #expect(PDQ.fingerprint(of: rgba.span, raster: Raster(width: width, height: height, channels: 4)) == expected)
        #expect(expected.quality > 50)
    }

    @Test("all 256 greys have the same luma as grey and as RGB under both variants", arguments: PDQ.Variant.allCases)
    func everyGrey(_ variant: PDQ.Variant) {
        // 64 × 64 pictures are hashed as they are, so each luma value reaches the transform.
        let grey = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 / 64) }
        let rgb = grey.flatMap { [$0, $0, $0] }
        let asGrey = PDQ.fingerprint(
            of: grey.span, raster: Raster(width: 64, height: 64, channels: 1), variant: variant)
        let asRGB = PDQ.fingerprint(of: rgb.span, raster: Raster(width: 64, height: 64, channels: 3), variant: variant)
        #expect(Set(grey).count == 256)
        #expect(asGrey == asRGB)
    }

    @Test("a window into a larger picture hashes as the cut-out picture")
    func windowEqualsCopy() {
        let (width, height) = (200, 180)
        let pixels = Pictures.pattern(width, height).flatMap { [$0, $0 / 2, 255 - $0] }
        let window = Raster.Window(left: 11, top: 23, right: 163, bottom: 140)
        let copy = (window.top..<window.bottom).flatMap { y -> ArraySlice<UInt8> in
            let row = y * width
            return pixels[((row + window.left) * 3)..<((row + window.right) * 3)]
        }
        let seen = PDQ.fingerprint(
            of: pixels.span, raster: Raster(width: width, height: height, channels: 3).cropped(to: window))
        let cut = PDQ.fingerprint(of: copy.span, raster: Raster(width: 152, height: 117, channels: 3))
        #expect(seen == cut)
    }

    @Test("the hash of each orientation is near the hash of the really turned picture")
    func orientationsFollowThePicture() {
        // Odd multiples of 64 with odd windows: filter and sampling grid lie the same from both sides, so that turned pictures
        // differ by rounding alone. On other sizes they are off by half a pixel, and photographs differ by 2 to 8 bits.
        let (width, height) = (576, 320)
        let picture = Pictures.pattern(width, height)
        let found = PDQ.fingerprint(of: picture.span, raster: Raster(width: width, height: height, channels: 1))
        func turned(_ newWidth: Int, _ newHeight: Int, _ source: (Int, Int) -> (x: Int, y: Int)) -> PDQHash {
            let pixels = (0..<newHeight).flatMap { y in
                (0..<newWidth).map { x in
                    let (sourceX, sourceY) = source(x, y)
                    return picture[sourceY * width + sourceX]
                }
            }
            let raster = Raster(width: newWidth, height: newHeight, channels: 1)
            return PDQ.fingerprint(of: pixels.span, raster: raster).hash
        }
        let real: [Orientation: PDQHash] = [
            .rotate90: turned(height, width) { (width - 1 - $1, $0) },
            .rotate180: turned(width, height) { (width - 1 - $0, height - 1 - $1) },
            .rotate270: turned(height, width) { ($1, height - 1 - $0) },
            .flipX: turned(width, height) { ($0, height - 1 - $1) },
            .flipY: turned(width, height) { (width - 1 - $0, $1) },
            .flipPlus1: turned(height, width) { ($1, $0) },
            .flipMinus1: turned(height, width) { (width - 1 - $1, height - 1 - $0) },
        ]
        for (orientation, hash) in real {
            #expect(found[orientation].distance(to: hash) <= 4, "\(orientation)")
            #expect(found.hash.distance(to: hash) > 31, "\(orientation) must not pass for the original")
        }
    }

    private static func number(_ data: [UInt8], at offset: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(data[offset + $1]) << ($1 * 8) }
    }
}
