// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints

/// A kind of fingerprint as this surface names it.
enum SignalType: String, CaseIterable, Sendable {
    case pdq
    case videoMD5 = "video_md5"

    /// What it is made of.
    var content: ContentType {
        switch self {
        case .pdq: .photo
        case .videoMD5: .video
        }
    }
}

/// A kind of media as this surface names it.
enum ContentType: String, CaseIterable, Sendable {
    case photo
    case video

    /// The kinds of fingerprint that are made of it.
    var signals: [SignalType] { SignalType.allCases.filter { $0.content == self } }
}

/// A fingerprint that a client handed in.
enum Signal: Equatable {
    case pdq(PDQHash)
    case videoMD5([UInt8])

    /// Reads a fingerprint as `threatexchange` does: a PDQ is 64 lower-case digits, an MD5 is 32 of either case and may have
    /// space around it.
    ///
    /// - Returns: `nil` when it is malformed.
    init?(_ type: SignalType, _ text: Span<UInt8>) {
        switch type {
        case .pdq:
            guard let hash = Self.pdq(text) else { return nil }
            self = .pdq(hash)
        case .videoMD5:
            guard let digest = Self.md5(text) else { return nil }
            self = .videoMD5(digest)
        }
    }

    init?(_ type: SignalType, _ text: String) {
        self.init(type, text.utf8.span)
    }

    /// The text form: lower case.
    var text: String {
        switch self {
        case .pdq(let hash): hash.hex
        case .videoMD5(let digest): Hexadecimal.encode(digest)
        }
    }

    /// What the reference says of a malformed one. It repeats no value.
    static func complaint(_ type: SignalType) -> String {
        switch type {
        case .pdq: "invalid PDQ hash"
        case .videoMD5: "not a valid MD5 hash"
        }
    }

    private static func pdq(_ text: Span<UInt8>) -> PDQHash? {
        guard text.count == 64 else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for index in 0..<64 {
            guard let digit = value(text[index], upper: false) else { return nil }
            switch index >> 4 {
            case 0: words.3 = words.3 << 4 | UInt64(digit)
            case 1: words.2 = words.2 << 4 | UInt64(digit)
            case 2: words.1 = words.1 << 4 | UInt64(digit)
            default: words.0 = words.0 << 4 | UInt64(digit)
            }
        }
        return PDQHash(words: words)
    }

    private static func md5(_ text: Span<UInt8>) -> [UInt8]? {
        var start = 0
        var end = text.count
        while start < end, isSpace(text[start]) { start += 1 }
        while end > start, isSpace(text[end - 1]) { end -= 1 }
        guard end - start == 32 else { return nil }
        var digest: [UInt8] = []
        digest.reserveCapacity(16)
        for index in stride(from: start, to: end, by: 2) {
            guard let high = value(text[index], upper: true), let low = value(text[index + 1], upper: true) else {
                return nil
            }
            digest.append(high << 4 | low)
        }
        return digest
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func value(_ character: UInt8, upper: Bool) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F") where upper: character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
