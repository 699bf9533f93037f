// SPDX-License-Identifier: Apache-2.0

import Policy
import PolicyPacks

/// Packs that tests write themselves.
enum Sample {
    /// The lines that every pack begins with.
    static let head = """
        pack: zz.sample
        title: {en: "Sample", ko: "견본", es: "Muestra"}
        jurisdiction: ES
        kind: law
        compiled: 2026-11-24

        """

    /// A rule without mistakes, indented as an element of `rules:`.
    static let rule = """
          - id: zz.sample.removal
            title: {en: "Remove it", ko: "삭제", es: "Retirarlo"}
            citation: "Act of 2025, sec. 3"
            says: "Whoever hosts it removes it within two days of a valid request."
            in-force: 2025-05-19
            applies-to: {categories: [ncii.real, ncii.synthetic]}
            when: request.valid is true
            obligations:
              - {do: remove, within: PT48H, from: valid-request-at}
            source: {kind: primary, url: "https://law.example/act"}
            confidence: high
            reviewed-by: null

        """

    /// A pack of one rule.
    static let pack = head + "rules:\n" + rule

    /// The pack with one text replaced.
    static func pack(_ old: String, _ new: String) -> String {
        let parts = pack.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? parts[0] + new + parts[1] : "the sample has no: \(old)"
    }

    /// What items are, in a house pack as small as can be.
    static let house = """
        pack: house.sample
        title: {en: "House"}
        jurisdiction: "*"
        kind: house
        compiled: 2026-11-24
        signals:
          - {id: signal.ncii, when: match.content contains ncii or content.sexual and consent is denied-by-subject}
        categories:
          - {id: house.category.ncii, is: ncii.real, when: signal.ncii and not depicted.minor}
          - {id: house.category.benign, is: benign, when: not signal.ncii}
        releases:
          - {id: house.release.known-good, title: {en: "A known-good file"}, when: match.cleared is true}
        rules:
          - id: house.ncii
            title: {en: "Hidden until a person has decided"}
            citation: "Terms"
            says: "Intimate pictures without consent are withheld."
            in-force: 2020-01-01
            applies-to: {categories: [ncii.real]}
            obligations: [{do: human-review, within: without-undue-delay, from: detected-at}]
            source: {kind: terms, url: null}
            confidence: high

        """

    static func file(_ text: String, _ path: String = "sample.yaml") -> PolicyFile {
        PolicyFile(path: path, text: text)
    }

    static func ruleSet(_ texts: String...) throws -> RuleSet {
        try PackReader.read(files: texts.enumerated().map { file($1, "sample-\($0).yaml") })
    }
}

/// The mistakes that reading gives; none when it succeeds.
func problems(_ file: PolicyFile) -> [PackProblem] {
    do throws(PackProblems) {
        _ = try PackReader.read(files: [file])
        return []
    } catch {
        return error.problems
    }
}

/// The mistakes that reading a text gives; none when it succeeds.
func problems(_ text: String) -> [PackProblem] { problems(Sample.file(text)) }
