// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// What may be quoted of a text: a short name in one line. Anything longer may be something else, a prompt for example.
enum Quotation {
    /// Longest name, in bytes of UTF-8.
    static let longest = 120

    /// The text as a name.
    ///
    /// - Returns: `nil` for what is empty, too long or of several lines.
    static func name(_ text: some Collection<UInt8>) -> QuotedText? {
        guard text.count <= longest, !text.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
        let quoted = QuotedText(String(decoding: text, as: UTF8.self))
        return quoted.description.isEmpty ? nil : quoted
    }

    /// A JSON string or number as a name.
    static func name(_ value: JSONValue?) -> QuotedText? {
        guard let scalar = value?.scalar else { return nil }
        return name(scalar.utf8)
    }

    /// Words of our own.
    static func own(_ text: String) -> QuotedText {
        QuotedText(text)
    }
}
