// SPDX-License-Identifier: Apache-2.0

/// A value inside of a JSON text.
struct JSONValue: Sendable {
    let text: JSONText
    let index: Int

    private var node: JSONText.Node { text.nodes[index] }

    /// It is an object.
    var isObject: Bool { node.kind == .object }

    /// It is an array.
    var isArray: Bool { node.kind == .array }

    /// It is a string.
    var isString: Bool { node.kind == .string || node.kind == .escapedString }

    /// The bytes of a string, its escapes resolved.
    var stringBytes: [UInt8]? {
        switch node.kind {
        case .string: Array(text.bytes[node.lower..<node.upper])
        case .escapedString: JSONEscapes.resolve(text.bytes[node.lower..<node.upper])
        default: nil
        }
    }

    /// A string.
    var string: String? {
        stringBytes.map { String(decoding: $0, as: UTF8.self) }
    }

    /// A string, a number, `true`, `false` as text.
    var scalar: String? {
        switch node.kind {
        case .string, .escapedString: string
        case .number, .literal: String(decoding: text.bytes[node.lower..<node.upper], as: UTF8.self)
        case .object, .array: nil
        }
    }

    /// The first member with a name. Looks at the names of this object alone, never into its values.
    subscript(name: StaticString) -> JSONValue? {
        guard isObject else { return nil }
        var child = index + 1
        while child < node.next {
            if text.names(child, name) { return JSONValue(text: text, index: child + 1) }
            child = text.nodes[child + 1].next
        }
        return nil
    }

    /// The values of an object's members, or the elements of an array.
    var children: Children { Children(text: text, isObject: isObject, child: index + 1, end: isScalar ? 0 : node.next) }

    private var isScalar: Bool { !isObject && !isArray }

    /// The first member of a name at any depth.
    func descendant(_ name: StaticString) -> JSONValue? {
        guard !isScalar else { return nil }
        var walk = [(child: index + 1, end: node.next, isObject: isObject)]
        while let top = walk.last {
            guard top.child < top.end else {
                walk.removeLast()
                continue
            }
            let value = top.isObject ? top.child + 1 : top.child
            if top.isObject, text.names(top.child, name) { return JSONValue(text: text, index: value) }
            let node = text.nodes[value]
            walk[walk.count - 1].child = node.next
            if node.kind == .object || node.kind == .array {
                walk.append((value + 1, node.next, node.kind == .object))
            }
        }
        return nil
    }

    /// Values one after the other.
    struct Children: Sequence, IteratorProtocol {
        let text: JSONText
        let isObject: Bool
        var child: Int
        let end: Int

        mutating func next() -> JSONValue? {
            guard child < end else { return nil }
            let value = isObject ? child + 1 : child
            child = text.nodes[value].next
            return JSONValue(text: text, index: value)
        }
    }
}

extension JSONText {
    /// The node is a string with this content.
    fileprivate func names(_ index: Int, _ name: StaticString) -> Bool {
        let node = nodes[index]
        if node.kind == .string {
            return node.upper - node.lower == name.utf8CodeUnitCount && bytes.has(name, at: node.lower)
        }
        return node.kind == .escapedString && JSONEscapes.resolves(bytes[node.lower..<node.upper], to: name)
    }
}
