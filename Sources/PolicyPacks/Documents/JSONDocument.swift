// SPDX-License-Identifier: Apache-2.0

/// Reads JSON strictly, as RFC 8259 has it: no key twice, no number that is none, nothing after the end. Foundation's reader
/// takes the last of two equal keys without a word, and a replay must not.
struct JSONDocument {
    private let bytes: [UInt8]
    private let file: String
    private let limits: ReadingLimits
    private var at = 0
    private var place: Place
    private var count = 0

    /// - Parameters:
    ///   - file: the bytes.
    ///   - line: number of the first line, of a file that has one document a line.
    /// - Throws: ``PackProblems`` with one problem.
    static func read(_ file: PolicyFile, limits: ReadingLimits, line: Int = 1) throws(PackProblems) -> DocumentNode {
        var document = JSONDocument(file, limits: limits, line: line)
        guard file.bytes.count <= limits.bytes else {
            throw document.refusal(
                "PACK-SIZE", "the text has \(file.bytes.count) bytes; at most \(limits.bytes) are read",
                "check that it is what it should be")
        }
        document.skipBlanks()
        if document.peek == nil {
            throw document.refusal("PACK-EMPTY", "the text says nothing", "write an object: {…}")
        }
        let node = try document.value(depth: 1)
        document.skipBlanks()
        if document.peek != nil {
            throw document.refusal("PACK-DOCUMENTS", "something stands behind the end", "one text is one value")
        }
        return node
    }

    private init(_ file: PolicyFile, limits: ReadingLimits, line: Int) {
        bytes = file.withoutMark
        self.file = file.path
        self.limits = limits
        place = Place(line: line, column: 1)
    }

    private func refusal(_ code: String, _ message: String, _ hint: String, _ at: Place? = nil) -> PackProblems {
        let place = at ?? place
        return PackProblems([
            PackProblem(code: code, file: file, line: place.line, column: place.column, message: message, hint: hint)
        ])
    }

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func advance() {
        let byte = bytes[at]
        at += 1
        if byte == UInt8(ascii: "\n") {
            place = Place(line: place.line + 1, column: 1)
        } else if byte & 0xC0 != 0x80 {
            place.column += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        advance()
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { advance() }
    }

    private mutating func value(depth: Int) throws(PackProblems) -> DocumentNode {
        skipBlanks()
        count += 1
        guard count <= limits.nodes else {
            throw refusal(
                "PACK-NODES", "there are more than \(limits.nodes) values", "check that it is what it should be")
        }
        guard depth <= limits.depth else {
            throw refusal("PACK-DEPTH", "values are nested more than \(limits.depth) deep", "write it flatter")
        }
        let start = place
        let first = at
        switch peek {
        case UInt8(ascii: "{"):
            let entries = try members(depth)
            return DocumentNode(content: .mapping(entries), place: start, bytes: first..<at)
        case UInt8(ascii: "["):
            let list = try elements(depth)
            return DocumentNode(content: .list(list), place: start, bytes: first..<at)
        case UInt8(ascii: "\""):
            return DocumentNode(content: .scalar(.init(text: try string(), style: .doubleQuoted)), place: start)
        case nil: throw refusal("PACK-JSON", "a value is missing: the text ends here", "close what was opened")
        default:
            let word = literal()
            guard ["true", "false", "null"].contains(word) || Self.isNumber(word.utf8) else {
                throw refusal(
                    "PACK-JSON", word.isEmpty ? "a value is missing" : "\"\(word)\" is no value of JSON",
                    "texts stand in double quotes; numbers are like 0.85", start)
            }
            return DocumentNode(content: .scalar(.init(text: word, style: .plain)), place: start)
        }
    }

    private mutating func members(_ depth: Int) throws(PackProblems) -> [DocumentNode.Entry] {
        advance()
        var entries: [DocumentNode.Entry] = []
        var keys: Set<String> = []
        skipBlanks()
        if take(UInt8(ascii: "}")) { return [] }
        while true {
            skipBlanks()
            let start = place
            guard peek == UInt8(ascii: "\"") else {
                throw refusal(
                    "PACK-JSON", "a key is missing", "keys stand in double quotes; no comma after the last one")
            }
            let key = try string()
            guard keys.insert(key).inserted else {
                throw refusal(
                    "PACK-DUPLICATE-KEY", "the key \"\(key)\" stands twice in one object", "remove one", start)
            }
            skipBlanks()
            guard take(UInt8(ascii: ":")) else {
                throw refusal("PACK-JSON", "a colon is missing", "write \"key\": value")
            }
            entries.append(.init(key: key, keyPlace: start, value: try value(depth: depth + 1)))
            skipBlanks()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "}")) { return entries }
            throw refusal("PACK-JSON", "\",\" or \"}\" is missing", "close the object")
        }
    }

    private mutating func elements(_ depth: Int) throws(PackProblems) -> [DocumentNode] {
        advance()
        var elements: [DocumentNode] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return [] }
        while true {
            elements.append(try value(depth: depth + 1))
            skipBlanks()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "]")) { return elements }
            throw refusal("PACK-JSON", "\",\" or \"]\" is missing", "close the list")
        }
    }

    private mutating func literal() -> String {
        let start = at
        while let byte = peek,
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        { advance() }
        return String(decoding: bytes[start..<at].prefix(64), as: UTF8.self)
    }

    private mutating func string() throws(PackProblems) -> String {
        let start = place
        advance()
        var text: [UInt8] = []
        while true {
            guard let byte = peek else {
                throw refusal("PACK-JSON", "a text is not closed", "add a double quote", start)
            }
            switch byte {
            case UInt8(ascii: "\""):
                advance()
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw refusal("PACK-ENCODING", "this text is not valid UTF-8", "save it as UTF-8", start)
                }
                return string
            case UInt8(ascii: "\\"):
                advance()
                try escape(&text)
            case 0..<0x20:
                throw refusal("PACK-JSON", "a control character stands in a text", "write \\n for a line end")
            default:
                text.append(byte)
                advance()
            }
        }
    }

    private mutating func escape(_ text: inout [UInt8]) throws(PackProblems) {
        let simple: [UInt8: UInt8] = [
            UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 8,
            UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
        ]
        guard let letter = peek else { throw refusal("PACK-JSON", "a text is not closed", "add a double quote") }
        if let byte = simple[letter] {
            advance()
            text.append(byte)
            return
        }
        guard take(UInt8(ascii: "u")), var code = unit() else {
            throw refusal("PACK-JSON", "this escape does not exist", "write \\\\ for a backslash")
        }
        if (0xD800..<0xDC00).contains(code), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let low = unit(),
            (0xDC00..<0xE000).contains(low)
        {
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw refusal("PACK-JSON", "this escape is half of a character", "write both halves, or the character")
        }
        text += Array(String(Character(scalar)).utf8)
    }

    private mutating func unit() -> UInt32? {
        guard at + 4 <= bytes.count else { return nil }
        var code: UInt32 = 0
        for byte in bytes[at..<at + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
            code = code << 4 | UInt32(digit)
        }
        for _ in 0..<4 { advance() }
        return code
    }

    /// Whether a text is a number as JSON writes numbers.
    static func isNumber(_ text: some Sequence<UInt8>) -> Bool {
        var rest = Array(text)[...]
        func digits(_ rest: inout ArraySlice<UInt8>) -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let startsWithZero = rest.first == 0x30
        let whole = digits(&rest)
        guard whole > 0, !startsWithZero || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits(&rest) > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }
}
