// SPDX-License-Identifier: Apache-2.0

/// The blocks of a PEM text, each by itself (RFC 7468): a defect in one leaves the others alone.
///
/// Text around the blocks is commentary. A block begins and ends on lines of their own.
struct PEMBlocks {
    struct Block {
        /// Line of `-----BEGIN`, from 1.
        var line: Int
        /// For example `CERTIFICATE`.
        var label: String
        /// The decoded bytes, or why there are none.
        var bytes: Result<[UInt8], Defect>
    }

    struct Defect: Error, Hashable {
        var reason: String
    }

    private(set) var blocks: [Block] = []
    /// Lines outside all blocks, with their numbers from 1.
    private(set) var outside: [(line: Int, text: Substring)] = []

    init(_ text: String, bytes limit: Int) {
        var open: (line: Int, label: String, text: [UInt8], hasHeaders: Bool)?
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            let trimmed = Self.trimmed(line)
            if let label = Self.label(trimmed, "-----BEGIN ") {
                if let unfinished = open { fail(unfinished, "the block has no end") }
                open = (number, label, [], false)
            } else if let label = Self.label(trimmed, "-----END ") {
                guard let block = open else {
                    outside.append((number, trimmed))
                    continue
                }
                open = nil
                finish(block, label)
            } else if open != nil {
                if trimmed.contains(":") { open?.hasHeaders = true }
                // Base64 of the limit, and a little more, so that the size can be told from the text.
                if (open?.text.count ?? 0) <= limit / 3 * 4 + 8 { open?.text += trimmed.utf8 }
            } else {
                outside.append((number, trimmed))
            }
        }
        if let unfinished = open { fail(unfinished, "the block has no end") }

        func fail(_ block: (line: Int, label: String, text: [UInt8], hasHeaders: Bool), _ reason: String) {
            blocks.append(
                Block(line: block.line, label: block.label, bytes: .failure(Defect(reason: reason))))
        }
        func finish(_ block: (line: Int, label: String, text: [UInt8], hasHeaders: Bool), _ label: String) {
            if block.label != label {
                fail(block, "the block begins and ends with different words")
            } else if block.hasHeaders {
                fail(block, "the block has headers, as only encrypted ones have")
            } else if block.text.count > limit / 3 * 4 + 8 {
                fail(block, "the block is larger than \(limit) bytes")
            } else if let bytes = Base64.decode(block.text), !bytes.isEmpty {
                blocks.append(Block(line: block.line, label: block.label, bytes: .success(bytes)))
            } else {
                fail(block, "the block is not base64")
            }
        }
    }

    private static func trimmed(_ line: Substring) -> Substring {
        var line = line
        while let first = line.first, first.isWhitespace || first == "\u{feff}" { line.removeFirst() }
        while let last = line.last, last.isWhitespace { line.removeLast() }
        return line
    }

    private static func label(_ line: Substring, _ prefix: String) -> String? {
        guard line.hasPrefix(prefix), line.hasSuffix("-----"), line.utf8.count >= prefix.utf8.count + 5 else {
            return nil
        }
        return String(line.dropFirst(prefix.count).dropLast(5))
    }
}

/// Base64 of RFC 4648, section 4.
enum Base64 {
    /// Decodes base64 whose padding is right and whose last character holds no surplus bits.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var filled = 0
        var padding = 0
        for character in text {
            if character == UInt8(ascii: "=") {
                padding += 1
                guard padding <= 2, filled >= 2 else { return nil }
                group <<= 6
            } else {
                guard padding == 0, let value = value(character) else { return nil }
                group = group << 6 | value
            }
            filled += 1
            guard filled == 4 else { continue }
            bytes.append(UInt8(truncatingIfNeeded: group >> 16))
            if padding < 2 { bytes.append(UInt8(truncatingIfNeeded: group >> 8)) }
            if padding < 1 { bytes.append(UInt8(truncatingIfNeeded: group)) }
            if padding > 0, group & (padding == 1 ? 0xff : 0xffff) != 0 { return nil }
            group = 0
            filled = 0
        }
        return filled == 0 ? bytes : nil
    }

    private static func value(_ character: UInt8) -> UInt32? {
        switch character {
        case 0x41...0x5a: UInt32(character) - 0x41
        case 0x61...0x7a: UInt32(character) - 0x61 + 26
        case 0x30...0x39: UInt32(character) - 0x30 + 52
        case 0x2b: 62
        case 0x2f: 63
        default: nil
        }
    }
}
