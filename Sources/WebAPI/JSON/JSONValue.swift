// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Web

/// A JSON text, read strictly: RFC 8259, UTF-8, no name twice, nested no deeper than ``depth``.
///
/// Foundation's decoder takes the last of two equal names and passes over names that nobody reads; a misspelt setting must
/// be refused instead.
enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    struct Member: Sendable, Equatable {
        var name: String
        var value: JSONValue
    }

    /// Deepest nesting that is read.
    static let depth = 16

    /// Reads a text.
    ///
    /// - Throws: ``Problem`` 400.
    init(_ bytes: [UInt8]) throws(Problem) {
        var reader = JSONReader(bytes)
        self = try reader.value(depth: Self.depth)
        try reader.end()
    }

    /// What it is, for messages.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// Reads JSON from bytes, one token after the other.
struct JSONReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func failure(_ what: String) -> Problem {
        Problem(.badRequest, code: "json-invalid", detail: "The body is no JSON: \(what) at byte \(position).")
    }

    /// Passes over white space; the next byte, 0 at the end.
    mutating func peek() -> UInt8 {
        while position < bytes.count {
            let byte = bytes[position]
            if byte != 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09 { return byte }
            position += 1
        }
        return 0
    }

    /// Passes over one punctuation mark.
    mutating func expect(_ byte: UInt8) throws(Problem) {
        guard peek() == byte, position < bytes.count else {
            throw failure("“\(String(UnicodeScalar(byte)))” is missing")
        }
        position += 1
    }

    /// Passes over a punctuation mark if it is next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte, position < bytes.count else { return false }
        position += 1
        return true
    }

    mutating func end() throws(Problem) {
        _ = peek()
        guard position == bytes.count else { throw failure("something follows the value") }
    }

    mutating func value(depth: Int) throws(Problem) -> JSONValue {
        guard depth > 0 else { throw failure("nested deeper than \(JSONValue.depth)") }
        switch peek() {
        case UInt8(ascii: "{"):
            position += 1
            var members: [JSONValue.Member] = []
            var names: Set<String> = []
            if take(UInt8(ascii: "}")) { return .object(members) }
            repeat {
                guard peek() == UInt8(ascii: "\"") else { throw failure("a name is missing") }
                let name = try string()
                guard names.insert(name).inserted else { throw failure("a name comes twice") }
                try expect(UInt8(ascii: ":"))
                members.append(.init(name: name, value: try value(depth: depth - 1)))
            } while take(UInt8(ascii: ","))
            try expect(UInt8(ascii: "}"))
            return .object(members)
        case UInt8(ascii: "["):
            position += 1
            var values: [JSONValue] = []
            if take(UInt8(ascii: "]")) { return .array(values) }
            repeat { values.append(try value(depth: depth - 1)) } while take(UInt8(ascii: ","))
            try expect(UInt8(ascii: "]"))
            return .array(values)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw failure(position == bytes.count ? "it ends" : "a value is missing")
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(Problem) -> JSONValue {
        let word = text.withUTF8Buffer { Array($0) }
        guard bytes[position...].starts(with: word) else { throw failure("a word is not one of JSON’s") }
        position += word.count
        return value
    }

    /// The bytes of a string that has no escape; `nil`, and nothing is passed over, when it has one.
    mutating func plainString() -> Range<Int>? {
        guard peek() == UInt8(ascii: "\""), position < bytes.count else { return nil }
        var end = position + 1
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") {
                let range = position + 1..<end
                position = end + 1
                return range
            }
            if byte == UInt8(ascii: "\\") || byte < 0x20 { return nil }
            end += 1
        }
        return nil
    }

    /// Some of the bytes.
    subscript(range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

    mutating func string() throws(Problem) -> String {
        if let range = plainString() {
            guard let text = String(validating: bytes[range], as: UTF8.self) else { throw failure("no UTF-8") }
            return text
        }
        position += 1
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: text, as: UTF8.self) else { throw failure("no UTF-8") }
                return text
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw failure("a control character in a string")
            default: text.append(byte)
            }
        }
        throw failure("a string does not end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(Problem) {
        guard position < bytes.count else { throw failure("a string does not end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let unit = try unit()
            if unit & 0xFC00 == 0xD800 {
                guard bytes[position...].starts(with: Array("\\u".utf8)) else { throw failure("half a character") }
                position += 2
                let low = try self.unit()
                guard low & 0xFC00 == 0xDC00 else { throw failure("half a character") }
                append(0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF, to: &text)
            } else {
                append(unit, to: &text)
                guard unit & 0xFC00 != 0xDC00 else { throw failure("half a character") }
            }
        default: throw failure("an escape that JSON does not have")
        }
    }

    private func append(_ scalar: UInt32, to text: inout [UInt8]) {
        if let scalar = UnicodeScalar(scalar) { text += Array(String(Character(scalar)).utf8) }
    }

    private mutating func unit() throws(Problem) -> UInt32 {
        guard position + 4 <= bytes.count else { throw failure("an escape does not end") }
        var unit: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Hexadecimal.digit(byte) else { throw failure("an escape without four digits") }
            unit = unit << 4 | UInt32(digit)
        }
        position += 4
        return unit
    }

    private mutating func number() throws(Problem) -> Double {
        let start = position
        func isDigit(_ position: Int) -> Bool {
            position < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
        }
        func digits(_ position: inout Int) -> Bool {
            let start = position
            while isDigit(position) { position += 1 }
            return position > start
        }
        var end = position
        if bytes[end] == UInt8(ascii: "-") { end += 1 }
        let first = end
        guard digits(&end), end - first == 1 || bytes[first] != UInt8(ascii: "0") else {
            throw failure("a number as JSON does not write it")
        }
        if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
            end += 1
            guard digits(&end) else { throw failure("a number as JSON does not write it") }
        }
        if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
            end += 1
            if end < bytes.count, bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") { end += 1 }
            guard digits(&end) else { throw failure("a number as JSON does not write it") }
        }
        guard end - start <= 64, let number = Double(String(decoding: bytes[start..<end], as: UTF8.self)),
            number.isFinite
        else { throw failure("a number that is too long") }
        position = end
        return number
    }
}

/// Hexadecimal digits, of either case.
enum Hexadecimal {
    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The bytes that digits write; `nil` unless there are exactly so many.
    static func bytes(_ digits: some Collection<UInt8>, count: Int) -> [UInt8]? {
        guard digits.count == 2 * count else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var high: UInt8?
        for byte in digits {
            guard let digit = digit(byte) else { return nil }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return bytes
    }

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
