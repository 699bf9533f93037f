// SPDX-License-Identifier: Apache-2.0

/// Words of people that are shown to others.
enum PlainText {
    static let limit = 128

    /// Whether a text can be stored at all. What cannot be stored cannot be found either, which is no fault of the
    /// database.
    static func canBeStored(_ text: String) -> Bool { !text.utf8.contains(0) }

    /// - Throws: ``IdentityError`` when a text is empty, longer than 128 bytes or would steer a terminal.
    static func checked(_ text: String, _ what: String) throws(IdentityError) -> String {
        guard (1...limit).contains(text.utf8.count),
            text.unicodeScalars.allSatisfy({
                $0.properties.generalCategory != .control && !$0.properties.isBidiControl
                    && $0.properties.generalCategory != .lineSeparator
                    && $0.properties.generalCategory != .paragraphSeparator
            })
        else {
            throw IdentityError(
                .nameInvalid, "the \(what) must have 1 to \(limit) bytes and no control characters",
                remedy: "Use a shorter, plain name.")
        }
        return text
    }
}
