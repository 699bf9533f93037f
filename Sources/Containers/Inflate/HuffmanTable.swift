// SPDX-License-Identifier: Apache-2.0

/// Prefix codes of up to 15 bits, decoded by a table for the short ones and by counting for the rest.
///
/// Source: RFC 1951, section 3.2.2; the counting decoder is that of Mark Adler's `puff`.
struct HuffmanTable {
    /// For the next `quickBits` bits: length of the code in the low four bits, symbol above; 0: no short code.
    private(set) var quick: [UInt16] = []
    /// How many codes have each length.
    private(set) var counts: [UInt16] = []
    /// Symbols in the order of their codes.
    private(set) var symbols: [UInt16] = []

    static let quickBits = 10

    /// Makes the codes that belong to these lengths.
    ///
    /// - Parameters:
    ///   - lengths: of the code of each symbol; 0: the symbol has none.
    ///   - mayBeSparse: whether a single code of one bit, or none at all, is allowed, as it is for distances.
    /// - Returns: `false` when lengths contradict each other.
    mutating func make(_ lengths: ArraySlice<UInt8>, mayBeSparse: Bool) -> Bool {
        if quick.isEmpty {
            quick = [UInt16](repeating: 0, count: 1 << Self.quickBits)
            counts = [UInt16](repeating: 0, count: 16)
        }
        for length in 0..<16 { counts[length] = 0 }
        for length in lengths { counts[Int(length)] += 1 }
        let coded = lengths.count - Int(counts[0])
        counts[0] = 0
        var room = 1
        for length in 1..<16 {
            room = room << 1 - Int(counts[length])
            guard room >= 0 else { return false }
        }
        // Incomplete codes are allowed only where zlib allows them.
        if room > 0, !(mayBeSparse && (coded == 0 || (coded == 1 && counts[1] == 1))) { return false }

        var offsets = [Int](repeating: 0, count: 17)
        var nextCode = [UInt32](repeating: 0, count: 17)
        for length in 1..<16 {
            offsets[length + 1] = offsets[length] + Int(counts[length])
            nextCode[length + 1] = (nextCode[length] + UInt32(counts[length])) << 1
        }
        symbols.removeAll(keepingCapacity: true)
        symbols.append(contentsOf: repeatElement(0, count: coded))
        for index in quick.indices { quick[index] = 0 }
        for (symbol, length) in lengths.enumerated() where length > 0 {
            let length = Int(length)
            symbols[offsets[length]] = UInt16(symbol)
            offsets[length] += 1
            let code = nextCode[length]
            nextCode[length] += 1
            guard length <= Self.quickBits else { continue }
            // The stream has the first bit of a code lowest.
            var index = Int(code.reversedBits(length))
            while index < quick.count {
                quick[index] = UInt16(symbol) << 4 | UInt16(length)
                index += 1 << length
            }
        }
        return true
    }

    /// The symbol of a code that is longer than the quick table, in bits whose first is lowest; `nil`: there is none.
    func long(_ bits: UInt64) -> (symbol: Int, length: Int)? {
        var bits = bits
        var code = 0
        var first = 0
        var index = 0
        for length in 1..<16 {
            code |= Int(bits & 1)
            bits >>= 1
            let count = Int(counts[length])
            if code - count < first { return (Int(symbols[index + code - first]), length) }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        return nil
    }
}

extension UInt32 {
    /// The lowest `count` bits in reverse order.
    fileprivate func reversedBits(_ count: Int) -> UInt32 {
        var reversed: UInt32 = 0
        for bit in 0..<UInt32(count) { reversed |= (self >> bit & 1) << (UInt32(count) - 1 - bit) }
        return reversed
    }
}
