// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// The draw that decides whether a bank of an enabled ratio answers: it answers when its ratio is at least the draw.
///
/// With a seed the draw is that of Python's `random.Random(seed).random()` for a text, so that an item keeps its answer when
/// a client changes servers. Without one it is drawn anew.
enum CoinFlip {
    /// The draw of a seed.
    static func draw(seed: String) -> Double {
        MersenneTwister(key: key(of: seed)).firstRandom()
    }

    /// A draw that nobody foresees.
    static func draw() -> Double {
        Double.random(in: 0..<1)
    }

    /// Python reads the text and its SHA-512 as one number, highest byte first, and takes 32-bit words from its low end.
    private static func key(of seed: String) -> [UInt32] {
        let text = Array(seed.utf8)
        let bytes = text + Array(SHA512.hash(data: text))
        var words: [UInt32] = []
        words.reserveCapacity(bytes.count / 4 + 1)
        var end = bytes.count
        while end > 0 {
            var word: UInt32 = 0
            for byte in bytes[max(0, end - 4)..<end] { word = word << 8 | UInt32(byte) }
            words.append(word)
            end -= 4
        }
        // A number has no leading zeros.
        while words.count > 1, words.last == 0 { words.removeLast() }
        return words
    }
}
