// SPDX-License-Identifier: Apache-2.0

/// The line of settings with which A1111's web UI ends its text: `Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, …`.
///
/// Source: AUTOMATIC1111/stable-diffusion-webui, `modules/infotext_utils.py`: pairs `key: value`, parted by commas; a value
/// with a comma, colon or line break in it is written as a JSON string. The text before this line is the prompt, and quoted
/// values (`ADetailer prompt: "…"`) may be prompts too, so only the values that are asked for ever leave this type.
struct GenerationParameters {
    /// Values of the settings that are asked for, by name, without quotation marks.
    private(set) var model: ArraySlice<UInt8>?
    private(set) var version: ArraySlice<UInt8>?
    private var hasSampler = false
    private var hasGuidance = false
    private var hasSeed = false

    /// Reads the last line of settings in a text.
    ///
    /// - Returns: `nil` unless there are a number of steps and two of sampler, guidance scale and seed.
    init?(_ text: [UInt8]) {
        guard let line = Self.settings(in: text) else { return nil }
        read(line)
        guard [hasSampler, hasGuidance, hasSeed].filter({ $0 }).count >= 2 else { return nil }
    }

    /// The last line that begins with `Steps: ` and a number, without that.
    private static func settings(in text: [UInt8]) -> ArraySlice<UInt8>? {
        var end = text.count
        while end > 0 {
            let start = text[..<end].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            if text.has("Steps: ", at: start), start + 7 < text.count, text[start + 7].isDigit {
                return text[start..<end]
            }
            end = max(start - 1, 0)
        }
        return nil
    }

    private mutating func read(_ line: ArraySlice<UInt8>) {
        var index = line.startIndex
        while index < line.endIndex {
            while index < line.endIndex, line[index].isBlank || line[index] == UInt8(ascii: ",") { index += 1 }
            let start = index
            while index < line.endIndex, line[index] != UInt8(ascii: ":"), line[index] != UInt8(ascii: ",") {
                index += 1
            }
            let name = line[start..<index]
            guard index < line.endIndex, line[index] == UInt8(ascii: ":") else { continue }
            index += 1
            while index < line.endIndex, line[index] == UInt8(ascii: " ") { index += 1 }
            let value = Self.value(line, &index)
            take(name, value)
        }
    }

    /// The value at `index`, which is moved behind it.
    private static func value(_ line: ArraySlice<UInt8>, _ index: inout Int) -> ArraySlice<UInt8> {
        if index < line.endIndex, line[index] == UInt8(ascii: "\"") {
            let start = index + 1
            index += 1
            while index < line.endIndex, line[index] != UInt8(ascii: "\"") {
                index += line[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            let end = min(index, line.endIndex)
            index = min(index + 1, line.endIndex)
            return line[start..<end]
        }
        let start = index
        while index < line.endIndex, line[index] != UInt8(ascii: ",") { index += 1 }
        return line[start..<index]
    }

    private mutating func take(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        if name.isWord("Sampler") { hasSampler = !value.isEmpty }
        if name.isWord("CFG scale") { hasGuidance = value.first?.isDigit == true }
        if name.isWord("Seed") { hasSeed = value.first?.isDigit == true || value.first == UInt8(ascii: "-") }
        if name.isWord("Model"), model == nil { model = value.trimmed }
        if name.isWord("Version"), version == nil { version = value.trimmed }
    }
}
