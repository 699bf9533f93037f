// SPDX-License-Identifier: Apache-2.0

internal import PolicyWords

/// Chooses among the languages of this project by what a client accepts (RFC 9110 §12.5.4).
enum AcceptLanguage {
    /// The language that the client likes best of those there are; English when it likes none of them.
    static func chosen(_ values: [String]) -> Language {
        var best: (language: Language, weight: Double)?
        for range in values.joined(separator: ",").prefix(400).split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let tag = parts.first, let language = Language(tag: tag) else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if quality > best?.weight ?? 0 { best = (language, quality) }
        }
        return best?.language ?? .english
    }
}
