// SPDX-License-Identifier: Apache-2.0

internal import Banks

/// Guesses what somebody meant to type. A guess is shown, never acted on.
enum Spelling {
    /// The word within two edits of `typed`, if one is.
    static func nearest(to typed: String, among words: [String]) -> String? {
        let typed = Array(typed.utf8.prefix(40))
        return words.map { (word: $0, edits: Misspelling.edits(Array($0.utf8), typed)) }
            .filter { $0.edits <= 2 }
            .min { $0.edits < $1.edits }?
            .word
    }
}
