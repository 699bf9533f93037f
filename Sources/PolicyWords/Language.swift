// SPDX-License-Identifier: Apache-2.0

/// A language in which decisions are told.
public enum Language: String, Sendable, Hashable, CaseIterable {
    case english = "en"
    case korean = "ko"
    case spanish = "es"

    /// Reads a language tag.
    ///
    /// - Parameter tag: BCP 47, for example `ko` or `es-ES`; what follows the language is not looked at.
    /// - Returns: `nil` for a language that this project does not write.
    public init?(tag: String) {
        let language = tag.prefix { $0 != "-" && $0 != "_" && $0 != "." }.lowercased()
        self.init(rawValue: language)
    }

    /// BCP 47, for `lang` in HTML.
    public var tag: String { rawValue }

    var wording: any Wording {
        switch self {
        case .english: English()
        case .korean: Korean()
        case .spanish: Spanish()
        }
    }
}
