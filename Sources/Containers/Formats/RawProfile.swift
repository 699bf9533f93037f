// SPDX-License-Identifier: Apache-2.0

/// Metadata that ImageMagick writes into PNG texts in hexadecimal digits: `\nexif\n    1234\n4578…`.
///
/// Source: ExifTool, PNG.pm.
enum RawProfile {
    /// Adds what is in a profile.
    ///
    /// - Parameters:
    ///   - text: the profile with its name and length before it.
    ///   - name: what the keyword says of it: `exif`, `APP1`, `iptc`, `8bim`, `xmp`.
    ///   - offset: of the chunk's data.
    ///   - draft: gets blocks and faults.
    static func add(_ text: [UInt8], named name: String, at offset: Int, to draft: inout ReadingDraft) {
        guard draft.charge(text.count / 2, at: offset), let bytes = decode(text) else {
            draft.faults.add(.oddity, "png.raw-profile", "the text at \(offset) is not the profile that it says it is")
            return
        }
        let memory = ByteReader(MemoryBytes(bytes))
        // Bytes in memory are always there; a failure would be the reader's own.
        do throws(ReadFailure) {
            if try memory.has("http://ns.adobe.com/xap/1.0/\0", at: 0) {
                draft.add(.xmp, [UInt8](bytes[29...]), at: offset)
            } else if try memory.has("Exif\0", at: 0), bytes.count > 6 {
                try EXIFFields.addEmbedded(ByteReader(MemoryBytes([UInt8](bytes[6...]))), at: offset, to: &draft)
            } else {
                switch name {
                case "exif", "APP1": try EXIFFields.addEmbedded(memory, at: offset, to: &draft)
                case "xmp": draft.add(.xmp, bytes, at: offset)
                case "iptc", "8bim":
                    if try memory.has("8BIM", at: 0) {
                        PhotoshopResources.add(bytes, at: offset, to: &draft)
                    } else {
                        draft.add(.iptcIIM, bytes, at: offset)
                    }
                default: break
                }
            }
        } catch {
            draft.faults.add(.oddity, "png.raw-profile", "the text at \(offset): \(error.message)")
        }
    }

    /// The bytes behind name and length.
    private static func decode(_ text: [UInt8]) -> [UInt8]? {
        let lines = text.split(separator: 0x0a, maxSplits: 2, omittingEmptySubsequences: true)
        guard lines.count == 3,
            let length = Int(String(decoding: lines[1].filter { $0 != 0x20 && $0 != 0x0d }, as: UTF8.self))
        else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in lines[2] {
            let digit: UInt8
            switch character {
            case 0x30...0x39: digit = character - 0x30
            case 0x61...0x66: digit = character - 0x57
            case 0x41...0x46: digit = character - 0x37
            case 0x0a, 0x0d, 0x20: continue
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return bytes.count == length ? bytes : nil
    }
}

extension EXIFFields {
    /// Reads EXIF that was put together in memory: every block gets the offset of the whole.
    fileprivate static func addEmbedded(
        _ memory: ByteReader, at offset: Int, to draft: inout ReadingDraft
    ) throws(ReadFailure) {
        try addEmbedded(memory, in: 0..<memory.count, origin: offset, to: &draft)
    }
}
