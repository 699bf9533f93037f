// SPDX-License-Identifier: Apache-2.0

/// Walks once over a JSON text. Every byte is looked at a bounded number of times, whatever the text.
struct JSONParser {
    let bytes: [UInt8]
    var index: Int
    let nodeLimit: Int
    let depthLimit: Int
    var nodes: [JSONText.Node] = []

    init(bytes: [UInt8], index: Int, nodeLimit: Int, depthLimit: Int) {
        self.bytes = bytes
        self.index = index
        self.nodeLimit = nodeLimit
        self.depthLimit = depthLimit
    }

    /// Reads the value at `index` with everything in it. The nesting is limited, so the recursion is.
    mutating func readValue(depth: Int) throws(JSONFault) {
        skipBlanks()
        guard index < bytes.count else { throw .malformed }
        switch bytes[index] {
        case UInt8(ascii: "{"): try readObject(depth: depth)
        case UInt8(ascii: "["): try readArray(depth: depth)
        case UInt8(ascii: "\""): try readString()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber()
        default: try readLiteral()
        }
    }

    private mutating func readObject(depth: Int) throws(JSONFault) {
        guard depth < depthLimit else { throw .tooDeep }
        let own = try open(.object)
        skipBlanks()
        if index < bytes.count, bytes[index] == UInt8(ascii: "}") {
            return close(own)
        }
        while true {
            skipBlanks()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw .malformed }
            try readString()
            skipBlanks()
            guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { throw .malformed }
            index += 1
            try readValue(depth: depth + 1)
            skipBlanks()
            guard index < bytes.count else { throw .malformed }
            if bytes[index] == UInt8(ascii: "}") { return close(own) }
            guard bytes[index] == UInt8(ascii: ",") else { throw .malformed }
            index += 1
        }
    }

    private mutating func readArray(depth: Int) throws(JSONFault) {
        guard depth < depthLimit else { throw .tooDeep }
        let own = try open(.array)
        skipBlanks()
        if index < bytes.count, bytes[index] == UInt8(ascii: "]") {
            return close(own)
        }
        while true {
            try readValue(depth: depth + 1)
            skipBlanks()
            guard index < bytes.count else { throw .malformed }
            if bytes[index] == UInt8(ascii: "]") { return close(own) }
            guard bytes[index] == UInt8(ascii: ",") else { throw .malformed }
            index += 1
        }
    }

    private mutating func readString() throws(JSONFault) {
        let own = try open(.string)
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                nodes[own].lower += 1
                close(own)
                nodes[own].upper -= 1
                return
            }
            if byte == UInt8(ascii: "\\") {
                nodes[own].kind = .escapedString
                index += 1
            }
            index += 1
        }
        throw .malformed
    }

    private mutating func readNumber() throws(JSONFault) {
        if bytes.has("-Infinity", at: index) { return try readLiteral() }
        let own = try open(.number)
        loop: while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                index += 1
            default: break loop
            }
        }
        finish(own)
    }

    private mutating func readLiteral() throws(JSONFault) {
        for word: StaticString in ["true", "false", "null", "NaN", "Infinity", "-Infinity"]
        where bytes.has(word, at: index) {
            let own = try open(.literal)
            index += word.utf8CodeUnitCount - 1
            finish(own)
            return
        }
        throw .malformed
    }

    /// Begins a node at `index` and steps over its first byte.
    private mutating func open(_ kind: JSONText.Node.Kind) throws(JSONFault) -> Int {
        guard nodes.count < nodeLimit else { throw .tooManyNodes }
        nodes.append(JSONText.Node(kind: kind, lower: index, upper: index, next: 0))
        index += 1
        return nodes.count - 1
    }

    /// Steps over the last byte of a node and ends it.
    private mutating func close(_ own: Int) {
        index += 1
        finish(own)
    }

    private mutating func finish(_ own: Int) {
        nodes[own].upper = index
        nodes[own].next = nodes.count
    }

    private mutating func skipBlanks() {
        while index < bytes.count, bytes[index].isBlank { index += 1 }
    }
}
