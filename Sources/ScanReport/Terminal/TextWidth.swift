// SPDX-License-Identifier: Apache-2.0

/// How many columns text takes on a terminal, and how to fit it into fewer.
enum TextWidth {
    static func columns(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + columns($1) }
    }

    static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: 0
        default: isWide(scalar.value) ? 2 : 1
        }
    }

    /// East Asian Width W and F of Unicode 16, in coarse blocks.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }

    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - columns(text)))
    }

    static func rightAligned(_ text: String, in width: Int) -> String {
        String(repeating: " ", count: max(0, width - columns(text))) + text
    }

    /// The beginning, with an ellipsis where the rest was.
    static func head(_ text: String, _ width: Int) -> String {
        guard columns(text) > width else { return text }
        return prefix(text, max(0, width - 1)) + "…"
    }

    /// A path in at most `width` columns: folders go first, from the middle outwards; of the name its end stays longest, for
    /// that is where the kind of file stands.
    static func path(_ text: String, _ width: Int) -> String {
        guard columns(text) > width else { return text }
        var name = text[...]
        if let slash = text.lastIndex(of: "/"), text.index(after: slash) < text.endIndex {
            name = text[slash...]
        }
        let room = width - 1 - columns(String(name))
        if room >= 0 { return prefix(String(text[..<name.startIndex]), room) + "…" + name }
        let tail = min(max(4, width / 3), max(0, width - 2))
        return prefix(String(name), max(0, width - 1 - tail)) + "…" + suffix(String(name), tail)
    }

    /// Lines of at most `width` columns, broken between words.
    static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, columns(line) + 1 + columns(String(word)) > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
    }

    private static func prefix(_ text: String, _ width: Int) -> String {
        var used = 0
        return String(
            text.prefix { character in
                used += columns(String(character))
                return used <= width
            })
    }

    private static func suffix(_ text: String, _ width: Int) -> String {
        String(prefix(String(text.reversed()), width).reversed())
    }
}
