// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
import Fingerprints

/// Turns the text of single fields into values, and says what is wrong without repeating it.
enum FieldParser {
    /// A fingerprint in hex digits. Values that would match everything are refused.
    static func fingerprint(_ kind: FingerprintKind, _ text: ArraySlice<UInt8>) throws(FieldProblem) -> [UInt8] {
        switch HexField.parse(text, byteCount: kind.byteCount) {
        case .value(let bytes):
            if kind == .pdq, bytes.allSatisfy({ $0 == bytes[0] }), bytes[0] == 0 || bytes[0] == 255 {
                throw FieldProblem(
                    reason: "the hash of an empty picture, which matches every flat picture",
                    remedy: "Remove the line."
                )
            }
            return bytes
        case .wrongLength(let digits):
            throw FieldProblem(
                reason: "\(digits) hex digits, \(2 * kind.byteCount) needed for \(kind.title)",
                remedy: "Correct or remove the line."
            )
        case .notHex(let position):
            throw FieldProblem(
                reason: "character \(position) is not a hex digit (0-9, a-f)",
                remedy: "Correct or remove the line."
            )
        }
    }

    /// One view of a known picture, `crop-90:` and 64 hex digits.
    ///
    /// - Parameter earlier: the views of the entry so far.
    static func view(_ text: ArraySlice<UInt8>, after earlier: [KnownView]) throws(FieldProblem) -> KnownView {
        let name = String(decoding: text.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
        let bytes = try fingerprint(.pdq, text.dropFirst(name.utf8.count + 1))
        guard earlier.count < KnownView.limit else {
            throw FieldProblem(reason: "more than \(KnownView.limit) views", remedy: "Remove some.")
        }
        guard let pdq = PDQHash(bytes: bytes), let view = KnownView(name: name, pdq: pdq),
            !earlier.contains(where: { $0.name == name })
        else {
            throw FieldProblem(
                reason: "a view without a name of its own",
                remedy: "Write name:hash, the name in letters, digits, +, - and . (24 at most), each once.")
        }
        return view
    }

    /// The digests of no bytes at all: in a list of known pictures they would match every empty file.
    static func isEmptyFile(_ kind: FingerprintKind, _ bytes: [UInt8]) -> Bool {
        switch kind {
        case .pdq: false
        case .md5: bytes.starts(with: [0xd4, 0x1d, 0x8c, 0xd9, 0x8f, 0x00, 0xb2, 0x04])
        case .sha1: bytes.starts(with: [0xda, 0x39, 0xa3, 0xee, 0x5e, 0x6b, 0x4b, 0x0d])
        case .sha256: bytes.starts(with: [0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14])
        }
    }

    /// UTF-8 text of limited length; nil when empty.
    static func text(_ bytes: ArraySlice<UInt8>, limit: Int, singleLine: Bool) throws(FieldProblem) -> String? {
        guard !bytes.isEmpty else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FieldProblem(reason: "not valid UTF-8", remedy: "Save the list as UTF-8.")
        }
        try check(text, limit: limit, singleLine: singleLine)
        return text
    }

    static func check(_ text: String, limit: Int, singleLine: Bool) throws(FieldProblem) {
        guard text.utf8.count <= limit else {
            throw FieldProblem(
                reason: "\(text.utf8.count) bytes, at most \(limit) allowed", remedy: "Shorten it."
            )
        }
        // A zero byte ends a string in too many programs to be let through.
        let wrong = text.utf8.contains { $0 == 0 || (singleLine && ($0 < 32 || $0 == 127)) }
        guard !wrong else {
            throw FieldProblem(reason: "a control character", remedy: "Remove it.")
        }
    }

    /// true, false, yes, no, 1, 0; empty is false.
    static func flag(_ bytes: ArraySlice<UInt8>) throws(FieldProblem) -> Bool {
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "", "false", "no", "0": return false
        case "true", "yes", "1": return true
        default: throw FieldProblem(reason: "neither true nor false", remedy: "Write true or false.")
        }
    }

    /// One of the states; empty is active.
    static func state(_ bytes: ArraySlice<UInt8>) throws(FieldProblem) -> ListingState {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        if text.isEmpty { return .active }
        guard let state = ListingState(rawValue: text) else {
            throw FieldProblem(
                reason: "no known state", remedy: "Write active, quarantined, disabled or withdrawn."
            )
        }
        return state
    }

    /// A date or a time; nil when empty.
    static func time(_ bytes: ArraySlice<UInt8>) throws(FieldProblem) -> Int64? {
        if bytes.isEmpty { return nil }
        guard let time = UTCTime(String(decoding: bytes, as: UTF8.self)) else {
            throw FieldProblem(
                reason: "not a date", remedy: "Write 2027-01-31 or 2027-01-31T12:00:00Z."
            )
        }
        return time.seconds
    }

    /// Without the blanks around it.
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = bytes
        while let first = slice.first, first == 32 || first == 9 { slice = slice.dropFirst() }
        while let last = slice.last, last == 32 || last == 9 { slice = slice.dropLast() }
        return slice
    }
}
