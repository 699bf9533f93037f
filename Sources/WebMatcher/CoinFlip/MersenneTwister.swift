// SPDX-License-Identifier: Apache-2.0

/// The generator behind Python's `random.Random`: MT19937 of Matsumoto and Nishimura (1998), with its seeding by an array.
///
/// A coin flip takes one number in 0..<1, so only the first two outputs are made: they need five words of the state, and
/// the rest of the twist is left out.
struct MersenneTwister {
    private static let count = 624
    private static let middle = 397
    private var state: [UInt32]

    /// Seeds with an array of 32-bit words, `init_by_array` of the authors' reference.
    init(key: [UInt32]) {
        let key = key.isEmpty ? [0] : key
        state = [UInt32](repeating: 0, count: Self.count)
        state[0] = 19_650_218
        for index in 1..<Self.count {
            state[index] = 1_812_433_253 &* Self.mixed(state[index - 1]) &+ UInt32(index)
        }
        var place = 1
        var keyPlace = 0
        for _ in 0..<max(Self.count, key.count) {
            state[place] =
                (state[place] ^ (Self.mixed(state[place - 1]) &* 1_664_525)) &+ key[keyPlace] &+ UInt32(keyPlace)
            Self.step(&place, &state)
            keyPlace = (keyPlace + 1) % key.count
        }
        for _ in 1..<Self.count {
            state[place] = (state[place] ^ (Self.mixed(state[place - 1]) &* 1_566_083_941)) &- UInt32(place)
            Self.step(&place, &state)
        }
        state[0] = 0x8000_0000
    }

    /// The first number in 0..<1 with 53 bits, as `random.random()` makes it.
    func firstRandom() -> Double {
        let high = Double(tempered(0) >> 5)
        let low = Double(tempered(1) >> 6)
        return (high * 67_108_864 + low) / 9_007_199_254_740_992
    }

    private func tempered(_ index: Int) -> UInt32 {
        let joined = (state[index] & 0x8000_0000) | (state[index + 1] & 0x7FFF_FFFF)
        var word = state[index + Self.middle] ^ (joined >> 1) ^ (joined & 1 == 0 ? 0 : 0x9908_B0DF)
        word ^= word >> 11
        word ^= (word << 7) & 0x9D2C_5680
        word ^= (word << 15) & 0xEFC6_0000
        return word ^ (word >> 18)
    }

    private static func mixed(_ word: UInt32) -> UInt32 { word ^ (word >> 30) }

    private static func step(_ place: inout Int, _ state: inout [UInt32]) {
        place += 1
        guard place == count else { return }
        state[0] = state[count - 1]
        place = 1
    }
}
