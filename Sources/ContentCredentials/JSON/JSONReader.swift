// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Why bytes are not JSON.
struct JSONFault: Error, Sendable, Hashable {
    /// `json.syntax`, `json.text`, `json.depth`, `json.nodes`.
    var code: String
    /// Offset in the bytes that were given.
    var offset: Int

    var isOverLimit: Bool { code == "json.depth" || code == "json.nodes" }
}

/// Reads one JSON text, strictly.
///
/// Source: RFC 8259.
struct JSONReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var nodesLeft: Int

    /// Reads the value that `bytes` is.
    ///
    /// - Parameters:
    ///   - bytes: exactly one JSON text.
    ///   - nodesLeft: how many values may still be read; what was read is taken off, also when the text is refused.
    static func value(of bytes: ArraySlice<UInt8>, nodesLeft: inout Int) throws(JSONFault) -> JSONValue {
        var reader = JSONReader(bytes: bytes, position: bytes.startIndex, nodesLeft: nodesLeft)
        defer { nodesLeft = reader.nodesLeft }
        let value = try reader.readValue(depth: 0)
        reader.skipBlanks()
        guard reader.position == bytes.endIndex else { throw reader.fault("json.syntax") }
        return value
    }

    private init(bytes: ArraySlice<UInt8>, position: Int, nodesLeft: Int) {
        self.bytes = bytes
        self.position = position
        self.nodesLeft = nodesLeft
    }

    private func fault(_ code: String) -> JSONFault { JSONFault(code: code, offset: position - bytes.startIndex) }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ word: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        let matches = word.withUTF8Buffer { buffer in bytes[position...].starts(with: buffer) }
        guard matches else { throw fault("json.syntax") }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func readValue(depth: Int) throws(JSONFault) -> JSONValue {
        guard depth < ProvenanceLimits.textDepth else { throw fault("json.depth") }
        guard nodesLeft > 0 else { throw fault("json.nodes") }
        nodesLeft -= 1
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return try readObject(depth: depth)
        case UInt8(ascii: "["): return try readArray(depth: depth)
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try expect("true", .boolean(true))
        case UInt8(ascii: "f"): return try expect("false", .boolean(false))
        case UInt8(ascii: "n"): return try expect("null", .null)
        default: return try readNumber()
        }
    }

    private mutating func readObject(depth: Int) throws(JSONFault) -> JSONValue {
        position += 1
        var members: [(key: String, value: JSONValue)] = []
        skipBlanks()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw fault("json.syntax") }
            let key = try readString()
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw fault("json.syntax") }
            members.append((key, try readValue(depth: depth + 1)))
            skipBlanks()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw fault("json.syntax") }
        return .object(members)
    }

    private mutating func readArray(depth: Int) throws(JSONFault) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try readValue(depth: depth + 1))
            skipBlanks()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw fault("json.syntax") }
        return .array(elements)
    }

    private mutating func readString() throws(JSONFault) -> String {
        position += 1
        var units: [UInt8] = []
        while true {
            let start = position
            while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                position += 1
            }
            units += bytes[start..<position]
            guard let byte = next else { throw fault("json.syntax") }
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: units, as: UTF8.self) else { throw fault("json.text") }
                return text
            case UInt8(ascii: "\\"): try readEscape(into: &units)
            default: throw fault("json.text")
            }
        }
    }

    private mutating func readEscape(into units: inout [UInt8]) throws(JSONFault) {
        guard let byte = next else { throw fault("json.syntax") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(byte)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0C)
        case UInt8(ascii: "n"): units.append(0x0A)
        case UInt8(ascii: "r"): units.append(0x0D)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "u"):
            var code = try readHex()
            if (0xD800..<0xDC00).contains(code) {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw fault("json.text") }
                let low = try readHex()
                guard (0xDC00..<0xE000).contains(low) else { throw fault("json.text") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault("json.text") }
            units += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        default: throw fault("json.syntax")
        }
    }

    private mutating func readHex() throws(JSONFault) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch next {
            case let byte? where (0x30...0x39).contains(byte): digit = byte - 0x30
            case let byte? where (0x41...0x46).contains(byte): digit = byte - 0x41 + 10
            case let byte? where (0x61...0x66).contains(byte): digit = byte - 0x61 + 10
            default: throw fault("json.text")
            }
            position += 1
            code = code << 4 | UInt32(digit)
        }
        return code
    }

    private mutating func readNumber() throws(JSONFault) -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try readDigits() }
        if take(UInt8(ascii: ".")) { try readDigits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            try readDigits()
        }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func readDigits() throws(JSONFault) {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        guard position > start else { throw fault("json.syntax") }
    }
}
