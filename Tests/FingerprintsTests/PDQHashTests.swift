// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Testing

@Suite("A PDQ hash")
struct PDQHashTests {
    static let text = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"

    @Test("reads and writes the text form, bit 255 first")
    func textForm() throws {
        let hash = try #require(PDQHash(hex: Self.text))
        #expect(hash.hex == Self.text)
        #expect(hash.words.3 == 0xf8f8_f0ce_e0f4_a84f)
        #expect(hash.words.0 == 0x33e6_b39c_4e9c_9b22)
        #expect(PDQHash(hex: Self.text.uppercased()) == hash)
        #expect(PDQHash(bytes: hash.bytes) == hash)
        #expect(hash.bytes.first == 0xf8)
    }

    @Test(
        "refuses what is not exactly 64 hex digits",
        arguments: [
            "", "f", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
            String(repeating: "0", count: 66), String(repeating: "g", count: 64),
            " " + String(repeating: "0", count: 63), String(repeating: "é", count: 64),
        ])
    func refuses(_ text: String) {
        #expect(PDQHash(hex: text) == nil)
    }

    @Test("counts the bits that differ")
    func distance() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let hash = PDQHash(words: (random.next(), random.next(), random.next(), random.next()))
            let flips = Set((0..<Int.random(in: 0...256)).map { _ in Int.random(in: 0..<256) })
            var words = [hash.words.0, hash.words.1, hash.words.2, hash.words.3]
            for bit in flips { words[bit / 64] ^= 1 << UInt64(bit % 64) }
            let other = PDQHash(words: (words[0], words[1], words[2], words[3]))
            #expect(hash.distance(to: other) == flips.count)
            #expect(other.distance(to: hash) == flips.count)
        }
    }
}
