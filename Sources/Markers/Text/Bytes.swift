// SPDX-License-Identifier: Apache-2.0

// Searching and comparing in bytes instead of characters: metadata is large, the words that are looked for are ASCII, and
// what is not UTF-8 must not cost anything either.

extension Collection where Element == UInt8, Index == Int {
    /// The bytes at `index` are exactly those of `word`.
    func has(_ word: StaticString, at index: Int) -> Bool {
        guard index >= startIndex, word.utf8CodeUnitCount <= endIndex - index else { return false }
        return word.withUTF8Buffer { wanted in
            for offset in 0..<wanted.count where self[index + offset] != wanted[offset] { return false }
            return true
        }
    }

    /// Begins with `word`.
    func starts(with word: StaticString) -> Bool {
        has(word, at: startIndex)
    }

    /// Is `word`, capital letters of ASCII and small ones taken as the same.
    func isWord(_ word: StaticString) -> Bool {
        count == word.utf8CodeUnitCount && startsWithWord(word)
    }

    /// Begins with `word`, capital letters of ASCII and small ones taken as the same.
    func startsWithWord(_ word: StaticString) -> Bool {
        guard word.utf8CodeUnitCount <= count else { return false }
        return word.withUTF8Buffer { wanted in
            for offset in 0..<wanted.count where self[startIndex + offset].smallLetter != wanted[offset].smallLetter {
                return false
            }
            return true
        }
    }

    /// First place of `word` at or after `start`.
    func firstIndex(of word: StaticString, from start: Int? = nil) -> Int? {
        let length = word.utf8CodeUnitCount
        guard length > 0, count >= length else { return nil }
        let first = word.utf8Start.pointee
        var index = start ?? startIndex
        let last = endIndex - length
        while index <= last {
            if self[index] == first, has(word, at: index) { return index }
            index += 1
        }
        return nil
    }
}

extension Collection where Element == UInt8, Index == Int, SubSequence: Collection<UInt8>, SubSequence.Index == Int {
    /// Without white space and NUL at both ends.
    var trimmed: SubSequence {
        var lower = startIndex
        var upper = endIndex
        while lower < upper, self[lower].isBlankOrNull { lower += 1 }
        while upper > lower, self[upper - 1].isBlankOrNull { upper -= 1 }
        return self[lower..<upper]
    }
}

extension UInt8 {
    /// Space, tabulator, line feed, carriage return.
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

    /// White space, or the NUL that pads text fields.
    var isBlankOrNull: Bool { isBlank || self == 0 }

    /// `0` to `9`.
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }

    /// The value of a hexadecimal digit.
    var hexadecimalValue: UInt32? {
        switch self {
        case 0x30...0x39: UInt32(self - 0x30)
        case 0x41...0x46: UInt32(self - 0x41 + 10)
        case 0x61...0x66: UInt32(self - 0x61 + 10)
        default: nil
        }
    }

    /// The small letter for a capital of ASCII.
    var smallLetter: UInt8 { self >= 0x41 && self <= 0x5A ? self + 0x20 : self }
}
