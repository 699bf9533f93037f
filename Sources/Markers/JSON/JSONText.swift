// SPDX-License-Identifier: Apache-2.0

/// A JSON text, checked and cut into pieces once; its strings stay where they are until they are asked for.
///
/// Source: RFC 8259. More is tolerated, because files have it: control characters in strings, `NaN` and `Infinity` (Python
/// writes them), lone surrogates, bytes that are no UTF-8. Of members with the same name the first counts.
final class JSONText: Sendable {
    /// One value, or the name of a member.
    struct Node: Sendable {
        enum Kind: UInt8, Sendable {
            case object, array, string, escapedString, number, literal
        }
        var kind: Kind
        /// Of a string: without its quotation marks.
        var lower: Int
        var upper: Int
        /// The node after everything that this one contains.
        var next: Int
    }

    /// The text.
    let bytes: [UInt8]
    /// All values in the order of the text; of an object: name, value, name, value.
    let nodes: [Node]
    /// Where the first value ends.
    let end: Int

    private init(bytes: [UInt8], nodes: [Node], end: Int) {
        self.bytes = bytes
        self.nodes = nodes
        self.end = end
    }

    /// The outermost value.
    var root: JSONValue { JSONValue(text: self, index: 0) }

    /// Reads an object or array.
    ///
    /// - Parameters:
    ///   - bytes: a text that has it.
    ///   - start: where it begins.
    ///   - isWhole: nothing but white space and NUL may follow it.
    ///   - nodeLimit: most values and names.
    ///   - depthLimit: deepest nesting.
    /// - Throws: ``JSONFault``.
    static func parse(
        _ bytes: [UInt8], from start: Int = 0, isWhole: Bool = true, nodeLimit: Int, depthLimit: Int
    ) throws(JSONFault) -> JSONText {
        var parser = JSONParser(bytes: bytes, index: start, nodeLimit: nodeLimit, depthLimit: depthLimit)
        try parser.readValue(depth: 0)
        let end = parser.index
        if isWhole {
            var index = end
            while index < bytes.count {
                guard bytes[index].isBlankOrNull else { throw .malformed }
                index += 1
            }
        }
        return JSONText(bytes: bytes, nodes: parser.nodes, end: end)
    }
}

/// Why a text is not read as JSON.
enum JSONFault: Error, Equatable {
    case malformed
    case tooManyNodes
    case tooDeep
}
