// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import TestSupport
import Testing

@Suite("Hashing reduced pictures")
struct GreyPictureTests {
    private func exact(_ grey: [UInt8], _ width: Int, _ height: Int) -> PDQFingerprint {
        PDQ.fingerprint(of: grey.span, raster: Raster(width: width, height: height, channels: 1))
    }

    private func reduced(_ grey: [UInt8], _ width: Int, _ height: Int, shorterSide: Int = 320) -> GreyPicture {
        GreyPicture(of: grey.span, raster: Raster(width: width, height: height, channels: 1), shorterSide: shorterSide)
    }

    @Test(
        "a reduced picture hashes within four bits of the full one",
        arguments: [(320, 320), (640, 480), (641, 723), (1000, 1333), (1280, 720), (1365, 1023), (2600, 350)])
    func fusedIsNearExact(_ width: Int, _ height: Int) {
        for seed in 0..<2 {
            let grey = Pictures.pattern(width, height, seed: seed)
            let (whole, fused) = (exact(grey, width, height), PDQ.fingerprint(of: reduced(grey, width, height)))
            for orientation in Orientation.allCases {
                #expect(whole[orientation].distance(to: fused[orientation]) <= 4)
            }
            #expect(abs(whole.quality - fused.quality) <= 2)
        }
    }

    @Test("a picture too small to be reduced hashes as its exact hash does")
    func smallPictures() {
        for (width, height) in [(5, 5), (5, 300), (31, 17), (63, 64), (65, 127), (129, 40), (300, 319)] {
            let grey = Pictures.pattern(width, height, seed: width)
            let fused = PDQ.fingerprint(of: reduced(grey, width, height))
            #expect(exact(grey, width, height).hash.distance(to: fused.hash) <= 4, "\(width)×\(height)")
        }
    }

    @Test("a window of a reduced picture hashes as the cut-out of the full picture")
    func windows() {
        let (width, height) = (1300, 900)
        let grey = Pictures.pattern(width, height, seed: 5)
        let picture = reduced(grey, width, height)
        for window in [
            Raster.Window(left: 0, top: 0, right: 800, bottom: 900),
            Raster.Window(left: 301, top: 97, right: 1300, bottom: 811),
            Raster.Window(left: 403, top: 305, right: 1197, bottom: 850),
        ] {
            let raster = Raster(width: width, height: height, channels: 1).cropped(to: window)
            let cut = PDQ.fingerprint(of: grey.span, raster: raster)
            let seen = PDQ.fingerprint(
                of: picture,
                window: GreyWindow(
                    left: Double(window.left), top: Double(window.top), right: Double(window.right),
                    bottom: Double(window.bottom)))
            #expect(cut.hash.distance(to: seen.hash) <= 6)
        }
    }

    @Test("a copied reduction is understood as the one that the picture makes itself", arguments: [2, 3, 4, 7])
    func copyingIsReducing(_ block: Int) {
        let (width, height) = (block * 321 + 1, block * 400 + block - 1)
        let grey = Pictures.pattern(width, height, seed: block)
        let own = reduced(grey, width, height)
        #expect(own.width == (width + block - 1) / block)
        var padded: [UInt8] = [9, 9]
        padded += own.pixels
        let copied = GreyPicture(
            copying: padded.span, raster: Raster(width: own.width, height: own.height, channels: 1, offset: 2),
            fullWidth: width, fullHeight: height, block: block)
        #expect(copied.pixels == own.pixels)
        #expect(PDQ.fingerprint(of: copied) == PDQ.fingerprint(of: own))
    }

    @Test("greys, RGB and RGBA reduce to the same picture")
    func channelsAgree() {
        let (width, height) = (701, 655)
        let grey = Pictures.pattern(width, height)
        let rgb = grey.flatMap { [$0, $0, $0] }
        let rgba = grey.flatMap { [$0, $0, $0, UInt8(3)] }
        let expected = reduced(grey, width, height).pixels
        #expect(GreyPicture(of: rgb.span, raster: Raster(width: width, height: height, channels: 3)).pixels == expected)
        #expect(
            GreyPicture(of: rgba.span, raster: Raster(width: width, height: height, channels: 4)).pixels == expected)
        #expect(expected.count == 351 * 328)
    }

    @Test("no size and no window traps, and a hasher that is kept answers as a new one")
    func everySize() {
        var hasher = GreyHasher()
        var random = SplitMix(state: 11)
        for round in 0..<150 {
            let (width, height) = (
                Int.random(in: 1...700, using: &random), Int.random(in: 1...12 * (round % 9 + 1), using: &random)
            )
            let pixels = (0..<width * height).map { _ in UInt8.random(in: 0...255, using: &random) }
            let raster = Raster(width: width, height: height, channels: 1)
            let picture = GreyPicture(
                of: pixels.span, raster: raster, shorterSide: Int.random(in: 1...64, using: &random))
            func side(_ length: Int) -> Double { Double.random(in: -20...Double(length) + 20, using: &random) }
            let window = GreyWindow(left: side(width), top: side(height), right: side(width), bottom: side(height))
            #expect(hasher.fingerprint(of: picture) == PDQ.fingerprint(of: picture))
            #expect(hasher.fingerprint(of: picture, window: window) == PDQ.fingerprint(of: picture, window: window))
        }
        let picture = GreyPicture(of: [7, 8, 9, 10].span, raster: Raster(width: 2, height: 2, channels: 1))
        for value in [Double.nan, .infinity, -.infinity, 1e300] {
            let window = GreyWindow(left: value, top: value, right: value, bottom: value)
            #expect(PDQ.fingerprint(of: picture, window: window).quality == 0)
        }
    }

    @Test("means that are given hash as the pixels they come from")
    func meansAreThePicture() {
        // 64 × 64 pixels are their own means.
        let grey = Pictures.pattern(64, 64, seed: 3)
        #expect(PDQ.fingerprint(means: grey.map { Float($0) }) == exact(grey, 64, 64))
    }
}
