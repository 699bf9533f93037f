// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
public import Policy
internal import Spelling

extension PackFile {
    /// Places and platforms that this pack chooses and no pack has rules of. Choosing one drops all others, so a mistyped
    /// country would leave the service without any law, and nobody would see it.
    func idleChoices(among set: RuleSet) -> [PackProblem] {
        let known = set.lawfulJurisdictions
        var problems: [PackProblem] = []
        for place in pack.jurisdictions where place != .everywhere && !set.hasLaw(of: place) {
            let guess = Self.nearest(to: place, among: known)
            let there = known.map(\.code).joined(separator: ", ")
            problems.append(
                problem(
                    "POLICY-JURISDICTION", Self.choice("jurisdictions", place.code), "no pack has law of \(place.code)",
                    (guess.map { "did you mean \($0)? " } ?? "") + "there is law of: \(there.isEmpty ? "none" : there)")
            )
        }
        for name in pack.platforms where !set.knownPlatforms.contains(name) {
            let guess = Misspelling.nearest(to: name, among: set.knownPlatforms).map { "did you mean \($0)? " } ?? ""
            let there = set.knownPlatforms.joined(separator: ", ")
            problems.append(
                problem(
                    "POLICY-PLATFORM", Self.choice("platforms", name), "no pack has rules of a platform \"\(name)\"",
                    guess + "there are: \(there.isEmpty ? "none" : there)"))
        }
        return problems
    }

    /// How the place of a chosen country or platform is kept. No id contains a blank.
    static func choice(_ key: String, _ value: String) -> String { "\(key) \(value)" }

    private func problem(_ code: String, _ choice: String, _ message: String, _ hint: String) -> PackProblem {
        let place = places[choice]?.first ?? .start
        return PackProblem(
            code: code, file: file, line: place.line, column: place.column, message: message, hint: hint)
    }

    /// Two letters are too few for a guess by spelling: Korea is KR and not KO, so the language counts, and then one letter.
    private static func nearest(to place: Jurisdiction, among known: [Jurisdiction]) -> String? {
        let meant = ["KO": "KR", "JA": "JP", "ZH": "CN", "GB": "UK", "EN": "UK"][place.code]
        if let meant, known.contains(where: { $0.code == meant }) { return meant }
        let near = known.map(\.code).filter { code in
            code.count == place.code.count && zip(code, place.code).count { $0.0 != $0.1 } == 1
                && code.first == place.code.first
        }
        return near.count == 1 ? near.first : nil
    }
}

extension RuleSet {
    /// Whether some pack has law that binds at a place: its own, that of its country or of a part of it, or that of the Union.
    ///
    /// - Parameter place: a country, a state or the Union.
    public func hasLaw(of place: Jurisdiction) -> Bool {
        lawfulJurisdictions.contains {
            $0 == place || place.country == $0 || $0.country == place
                || ($0 == .europeanUnion && Country(place.country.code)?.isInEU == true)
        }
    }
}
