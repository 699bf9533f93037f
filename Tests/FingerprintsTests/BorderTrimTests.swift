// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import TestSupport
import Testing

@Suite("Trimming a border")
struct BorderTrimTests {
    /// A picture inside a border of one colour.
    private func framed(
        _ width: Int, _ height: Int, left: Int, top: Int, right: Int, bottom: Int, colour: UInt8 = 12, noise: Int = 0
    ) -> (pixels: [UInt8], raster: Raster) {
        let inner = Pictures.pattern(width, height)
        let (fullWidth, fullHeight) = (left + width + right, top + height + bottom)
        var pixels = (0..<fullWidth * fullHeight).map { index in
            UInt8(clamping: Int(colour) + (noise == 0 ? 0 : index * 7919 % (2 * noise + 1) - noise))
        }
        for y in 0..<height {
            for x in 0..<width { pixels[(top + y) * fullWidth + left + x] = inner[y * width + x] }
        }
        return (pixels, Raster(width: fullWidth, height: fullHeight, channels: 1))
    }

    @Test(
        "finds the picture behind bars, frames and uneven margins",
        arguments: [
            (0, 60, 0, 60), (50, 0, 50, 0), (40, 40, 40, 40), (10, 90, 70, 0), (0, 0, 0, 30),
        ], [UInt8(0), 128, 250])
    func finds(_ margins: (Int, Int, Int, Int), _ colour: UInt8) throws {
        let (left, top, right, bottom) = margins
        let (pixels, raster) = framed(320, 240, left: left, top: top, right: right, bottom: bottom, colour: colour)
        let found = BorderTrim.window(in: pixels.span, raster: raster)
        let window = try #require(found)
        #expect(abs(window.left - left) <= 3)
        #expect(abs(window.top - top) <= 3)
        #expect(abs(window.right - (left + 320)) <= 3)
        #expect(abs(window.bottom - (top + 240)) <= 3)
    }

    @Test("the trimmed picture hashes within the match radius, the framed one does not")
    func winsTheMatchBack() throws {
        let inner = Pictures.pattern(320, 240)
        let plain = PDQ.fingerprint(of: inner.span, raster: Raster(width: 320, height: 240, channels: 1)).hash
        let (pixels, raster) = framed(320, 240, left: 60, top: 90, right: 60, bottom: 90, colour: 240, noise: 3)
        let found = BorderTrim.window(in: pixels.span, raster: raster)
        let window = try #require(found)
        let trimmed = PDQ.fingerprint(of: pixels.span, raster: raster.cropped(to: window)).hash
        let whole = PDQ.fingerprint(of: pixels.span, raster: raster).hash
        #expect(plain.distance(to: trimmed) <= PDQ.defaultRadius)
        #expect(plain.distance(to: whole) > PDQ.defaultRadius)
    }

    @Test("leaves a picture without a border alone")
    func noBorder() {
        let inner = Pictures.pattern(320, 240)
        #expect(BorderTrim.window(in: inner.span, raster: Raster(width: 320, height: 240, channels: 1)) == nil)
    }

    @Test("leaves a picture of one colour alone: nothing would remain")
    func onlyBorder() {
        let pixels = [UInt8](repeating: 77, count: 100 * 100 * 3)
        #expect(BorderTrim.window(in: pixels.span, raster: Raster(width: 100, height: 100, channels: 3)) == nil)
    }

    @Test("a tiny picture in a large ground is not taken for a framed one")
    func tooLittleRemains() {
        let (pixels, raster) = framed(40, 40, left: 200, top: 200, right: 200, bottom: 200)
        #expect(BorderTrim.window(in: pixels.span, raster: raster) == nil)
    }
}
