// SPDX-License-Identifier: Apache-2.0

/// A file's bytes as text, once they are known to be clean UTF-8.
struct SourceText: Sendable {
    let file: String
    let text: String
    /// Lines as Unicode scalars, without their ends.
    let lines: [[Unicode.Scalar]]

    /// - Throws: ``PackProblems`` with one problem when the bytes are no text that is read here.
    init(_ file: PolicyFile, limits: ReadingLimits) throws(PackProblems) {
        self.file = file.path
        let bytes = file.withoutMark
        func refuse(_ code: String, _ offset: Int, _ message: String, _ hint: String) -> PackProblems {
            let place = Self.place(of: offset, in: bytes)
            return PackProblems([
                PackProblem(
                    code: code, file: file.path, line: place.line, column: place.column, message: message, hint: hint)
            ])
        }
        guard bytes.count <= limits.bytes else {
            throw refuse(
                "PACK-SIZE", 0, "the file has \(bytes.count) bytes; at most \(limits.bytes) are read",
                "split it into several files")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw refuse("PACK-ENCODING", 0, "the file is UTF-16 or UTF-32, not UTF-8", "save it as UTF-8")
        }
        if let zero = bytes.firstIndex(of: 0) {
            throw refuse(
                "PACK-ENCODING", zero, "the file contains a NUL byte, so it is no UTF-8 text",
                "save it as UTF-8; a NUL at every other place means UTF-16")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw refuse(
                "PACK-ENCODING", Self.validPrefix(of: bytes), "the file is not valid UTF-8 here",
                "save it as UTF-8; text of another encoding cannot be guessed")
        }
        self.text = text

        var lines: [[Unicode.Scalar]] = []
        var line: [Unicode.Scalar] = []
        var wasReturn = false
        for scalar in text.unicodeScalars {
            if wasReturn, scalar != "\n" {
                throw PackProblems([
                    PackProblem(
                        code: "PACK-CHARACTER", file: file.path, line: lines.count + 1, column: line.count + 1,
                        message: "a carriage return stands alone",
                        hint: "end lines with a line feed (Unix) or both (Windows)"
                    )
                ])
            }
            wasReturn = scalar == "\r"
            if scalar == "\n" {
                lines.append(line)
                line.removeAll(keepingCapacity: true)
                continue
            }
            if wasReturn { continue }
            if let name = Self.refused(scalar) {
                throw PackProblems([
                    PackProblem(
                        code: "PACK-CHARACTER", file: file.path, line: lines.count + 1, column: line.count + 1,
                        message: "\(name) has no place in a policy", hint: "remove it; it is not visible")
                ])
            }
            line.append(scalar)
        }
        lines.append(line)
        self.lines = lines
    }

    /// Characters that are invisible or end lines for one program and not for another.
    static func refused(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x09, 0x0A: nil
        case 0..<0x20, 0x7F...0x9F: "the control character U+\(hex(scalar))"
        case 0x2028, 0x2029: "the line separator U+\(hex(scalar))"
        case 0xFEFF: "a byte order mark"
        case 0x200B, 0x2060, 0x202A...0x202E, 0x2066...0x2069: "the invisible character U+\(hex(scalar))"
        case let value where value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value):
            "the noncharacter U+\(hex(scalar))"
        default: nil
        }
    }

    private static func hex(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func place(of offset: Int, in bytes: [UInt8]) -> Place {
        var place = Place.start
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                place = Place(line: place.line + 1, column: 1)
            } else if byte & 0xC0 != 0x80 {
                place.column += 1
            }
        }
        return place
    }

    /// How many bytes are valid UTF-8.
    private static func validPrefix(of bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var valid = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            valid += UTF8.width(scalar)
        }
        return valid
    }
}
