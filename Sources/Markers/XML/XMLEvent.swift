// SPDX-License-Identifier: Apache-2.0

/// A name in a namespace. Prefixes are a file's own choice and never reach beyond the reader.
struct XMLName: Hashable, Sendable {
    /// Position in the reader's list of namespaces; ``unknownNamespace`` for any other, `noNamespace` for none.
    var namespace: Int
    /// Bytes of the local name, in the text.
    var local: Range<Int>

    static let unknownNamespace = -1
    static let noNamespace = -2
}

/// An attribute that declares no namespace.
struct XMLAttribute: Sendable {
    var name: XMLName
    /// Bytes between its quotation marks, references not resolved.
    var value: Range<Int>
}

/// What the reader comes across.
enum XMLEvent: Sendable {
    case start(XMLName, [XMLAttribute])
    case end
    /// Characters with references not resolved.
    case text(Range<Int>)
    /// Characters as they are.
    case characterData(Range<Int>)
}
