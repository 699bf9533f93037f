// SPDX-License-Identifier: Apache-2.0

/// The format of a file, told by its first bytes.
enum FormatSignature {
    static func format(of reader: ByteReader) throws(ReadFailure) -> ContainerFormat {
        guard reader.count >= 4 else {
            let isJPEG = reader.count >= 2 ? try reader.uint16(at: 0) == 0xffd8 : false
            return isJPEG ? .jpeg : .unknown
        }
        let first = try reader.fourCC(at: 0)
        switch first.rawValue {
        // The third byte is that of the first marker; files that are damaged there are JPEG all the same.
        case 0xffd8_0000...0xffd8_ffff: return .jpeg
        case 0x8950_4e47: return .png
        case 0x4749_4638: return .gif
        case 0x4949_2a00, 0x4d4d_002a, 0x4949_2b00, 0x4d4d_002b: return .tiff
        case 0x1a45_dfa3: return .matroska
        case 0x464c_5601: return .flv
        default: break
        }
        guard reader.count >= 8 else { return .unknown }
        let second = try reader.fourCC(at: 4)
        switch first {
        case "RIFF", "RIFX", "RF64", "BW64":
            guard reader.count >= 12 else { return .unknown }
            switch try reader.fourCC(at: 8) {
            case "WEBP": return .webp
            case "AVI ": return .avi
            case "WAVE": return .wav
            default: return .unknown
            }
        default: break
        }
        switch second {
        // Films older than `ftyp` begin with any of these, pieces of streams with the last three.
        case "ftyp", "moov", "mdat", "wide", "free", "skip", "pnot", "styp", "moof", "sidx": return .isoBMFF
        case "jumb": return try JUMBFStart.length(reader, in: 0..<reader.count) == nil ? .unknown : .manifestStore
        default: return .unknown
        }
    }
}
