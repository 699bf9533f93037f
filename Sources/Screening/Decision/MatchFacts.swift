// SPDX-License-Identifier: Apache-2.0

internal import Policy

/// What the lists say.
struct MatchFacts {
    /// Where the entries of each list come from, in the operator's words, by the list's name.
    let origins: [String: String]

    /// - Parameters:
    ///   - matches: without those of known-good lists, which list nothing.
    ///   - isFailed: the comparison did not reach an end, so that no match is no answer.
    ///   - facts: to which is added.
    func write(_ matches: [ScanRecord.Match], isFailed: Bool, to facts: inout ItemFacts.Writer) {
        guard !matches.isEmpty else {
            guard isFailed else { return facts.set(.matchKind, word: "none", .matching) }
            facts.set(.matchKind, .unknown, .matching)
            facts.set(.matchContent, .unknown, .matching)
            facts.set(.matchSources, .unknown, .matching)
            return
        }
        let names = ItemFacts.names(matches)
        let isExact = matches.contains { $0.kind != .pdq }
        facts.set(.matchKind, word: isExact ? "exact" : "perceptual", .matching, names)
        facts.set(
            .matchDistance, .number(Double(isExact ? 0 : matches.map(\.distance).min() ?? 0)), .matching, names)
        facts.set(.matchSources, words: Set(matches.map(source)), .matching, names)
        let content = matches.map { $0.category.flatMap(Self.content) }
        let said = Set(content.compactMap { $0 })
        // What an entry without a word lists may be the gravest thing. Beside an entry that says so already, that adds
        // nothing; beside a milder one it leaves the whole unknown.
        if content.contains(nil), !said.contains("csam") {
            facts.set(.matchContent, .unknown, .matching, names)
        } else {
            facts.set(.matchContent, words: said, .matching, names)
        }
    }

    /// What a list's own word for its content means: the word itself or one under it (`csam.baseline`, `ncii-2`).
    static func content(_ category: String) -> String? {
        let word = category.lowercased()
        guard word.contains(where: { !$0.isWhitespace }) else { return nil }
        // The longer words first: csam-tool is not under csam.
        return ["csam-tool", "undress-service", "csam", "ncii", "adult"].first { isUnder($0, word) } ?? "other"
    }

    private static func isUnder(_ stem: String, _ word: String) -> Bool {
        guard word.hasPrefix(stem) else { return false }
        guard let next = word.dropFirst(stem.count).first else { return true }
        return !next.isLetter && !next.isNumber
    }

    /// Whose list it is: what its source or category begins with, if that is a name that rules know.
    private func source(_ match: ScanRecord.Match) -> String {
        for text in [origins[match.bank], match.category] {
            if let text, let name = Self.source(text) { return name }
        }
        return "operator"
    }

    /// The source that a text begins with: "NCMEC", "Take It Down, July", "iwf: hash list".
    static func source(_ text: String) -> String? {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        for count in stride(from: min(words.count, 4), to: 0, by: -1) {
            let start = words.prefix(count).joined()
            let known = FactRegistry.definition(of: .matchSources).words
            if let name = known.first(where: { $0.filter { $0 != "-" } == start }) { return name }
        }
        return nil
    }
}
