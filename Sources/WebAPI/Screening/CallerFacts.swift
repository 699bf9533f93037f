// SPDX-License-Identifier: Apache-2.0

internal import Policy
internal import Web

/// What a caller may state of an item: circumstances that its platform knows.
///
/// The list is closed. A caller cannot say how a picture came to be, that the person shown consented, that a report was
/// sent, that a person or a list cleared it, or how it was labelled: each of these could lower protection. Of facts that
/// are signals only the raising value can be stated.
enum CallerFacts {
    /// Where an item is or would be seen, without `stored-files`, which is what a scan of a disk says.
    static let surfaces = [
        "public", "group", "dm", "e2ee-dm", "upload-pending", "generation-input", "generation-output", "ad",
        "model-repository", "search",
    ]

    /// The facts that a caller may state.
    static let names: Set<FactName> = [
        .surface, .viewerCountries, .uploaderCountry, .actorIncidents, .contentDistributed, .victimMinor,
    ]

    /// Reads what a caller states.
    ///
    /// - Parameters:
    ///   - context: the member or field `context`.
    ///   - surface: the query's `surface`, which says the same as the context's.
    /// - Returns: the facts; where nobody says otherwise, that the item waits to be uploaded.
    /// - Throws: ``Problem`` 422.
    static func read(_ context: JSONValue?, surface: String?) throws(Problem) -> FactSet {
        var facts = FactSet()
        let caller = FactSource(.operator, "caller")
        func set(_ name: FactName, _ value: FactValue, _ source: FactSource) throws(Problem) {
            do throws(FactProblem) {
                try facts.set(name, FactReading(value, source: source))
            } catch {
                throw Fields.invalid("“context.\(name.rawValue)”: \(error.message).")
            }
        }
        let fields = try Fields(context ?? .object([]), "context.", allowing: Set(names.map(\.rawValue)))
        let stated = try fields.text(FactName.surface.rawValue, most: 32, isWord: true)
        if let surface, let stated, surface != stated {
            throw Fields.invalid("“surface” and “context.surface” contradict each other.")
        }
        let word = stated ?? surface ?? "upload-pending"
        guard surfaces.contains(word),
            let position = FactRegistry.definition(of: .surface).words.firstIndex(of: word)
        else { throw Fields.invalid("“surface” must be one of: \(surfaces.joined(separator: ", ")).") }
        // In the place of what the screening itself would say of files on a disk.
        try set(.surface, .word(position), FactSource(.screening))
        for (name, most) in [(FactName.viewerCountries, 250), (.uploaderCountry, 8)] {
            guard let codes = try fields.array(name.rawValue, 0...most) else { continue }
            var countries: Set<Country> = []
            for code in codes {
                guard case .string(let text) = code, let country = Country(text) else {
                    throw Fields.invalid("“context.\(name.rawValue)” is a list of countries in two capitals: [\"ES\"].")
                }
                countries.insert(country)
            }
            try set(name, .countries(countries.sorted()), caller)
        }
        if let count = try fields.integer(FactName.actorIncidents.rawValue, in: 0...1_000_000) {
            try set(.actorIncidents, .number(Double(count)), caller)
        }
        for name in [FactName.contentDistributed, .victimMinor] {
            guard let flag = try fields.flag(name.rawValue) else { continue }
            guard flag else {
                throw Fields.invalid("“context.\(name.rawValue)” can only be true; leave it out where you do not know.")
            }
            try set(name, .flag(true), caller)
        }
        return facts
    }
}
