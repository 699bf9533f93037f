// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Crypto

/// Packs that were checked together and can decide. Its digest names exactly these rules.
public struct RuleSet: Sendable {
    /// The packs, by id.
    public let packs: [Pack]
    /// SHA-256 of ``canonical``, 64 lower-case hex digits.
    public let digest: String
    /// What operators' packs say always holds.
    public let context: FactSet

    /// Whose law binds, as operators' packs say; empty: by nexus.
    public let chosenJurisdictions: [Jurisdiction]
    /// Platforms that operators' packs choose.
    public let chosenPlatforms: Set<String>

    let program: Program
    let signals: [CompiledSignal]
    let derivations: [CompiledDerivation]
    let releases: [CompiledRelease]
    let rules: [CompiledRule]
    let equivalences: [Equivalence]
    let jurisdictions: [Jurisdiction]
    private let positions: [String: Int]

    struct CompiledSignal: Sendable {
        var cell: Int
        var start: Int
        var facts: Set<FactName>
    }

    struct CompiledDerivation: Sendable {
        var id: String
        var category: Category
        var start: Int
        var facts: Set<FactName>
    }

    struct CompiledRelease: Sendable {
        var id: String
        var start: Int
    }

    /// The packs in one canonical form, a JSON array ordered by id.
    public var canonical: CanonicalJSON { .array(packs.map(\.canonical)) }

    /// Checks packs and makes them ready to decide. Their order makes no difference.
    ///
    /// - Parameter packs: with unique ids.
    /// - Throws: ``RuleSetProblems`` with everything that does not fit together. Nothing is half taken.
    public init(_ packs: [Pack]) throws(RuleSetProblems) {
        let sorted = packs.sorted { $0.id < $1.id }
        let problems = RuleSetCheck(sorted).problems
        guard problems.isEmpty else { throw RuleSetProblems(problems) }
        let signed = Self.signed(sorted)

        var program = Program()
        var cells: [String: Int] = [:]
        let named = signed.flatMap(\.signals).sorted { $0.name < $1.name }
        for (index, signal) in named.enumerated() { cells[signal.name] = FactRegistry.definitions.count + index }
        var compiledSignals: [CompiledSignal] = []
        for signal in named {
            compiledSignals.append(
                CompiledSignal(
                    cell: cells[signal.name] ?? 0, start: program.add(signal.when, signals: cells),
                    facts: signal.when.facts))
        }
        let factsOfSignals = Dictionary(uniqueKeysWithValues: named.map { ($0.name, $0.when.facts) })
        func facts(of condition: Condition) -> Set<FactName> {
            condition.signals.reduce(into: condition.facts) { $0.formUnion(factsOfSignals[$1] ?? []) }
        }
        derivations = signed.flatMap(\.categories).sorted { $0.id < $1.id }.map {
            CompiledDerivation(
                id: $0.id, category: $0.category, start: program.add($0.when, signals: cells), facts: facts(of: $0.when)
            )
        }
        releases = signed.flatMap(\.releases).sorted { $0.id < $1.id }.map {
            CompiledRelease(id: $0.id, start: program.add($0.when, signals: cells))
        }
        let places = Set(signed.filter { !$0.rules.isEmpty }.map(\.jurisdiction)).sorted()
        let positionOfPlace = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
        var compiled: [CompiledRule] = []
        for pack in signed {
            let place = positionOfPlace[pack.jurisdiction] ?? 0
            for rule in pack.rules {
                compiled.append(CompiledRule(rule, of: pack, at: place, into: &program, signals: cells, facts: facts))
            }
        }
        compiled.sort { $0.rule.id < $1.rule.id }
        var context = FactSet()
        for pack in signed {
            for (name, value) in pack.context.sorted(by: { $0.key < $1.key }) {
                // Checked by RuleSetCheck.
                try? context.set(name, FactReading(value, source: FactSource(.operator, pack.id)))
            }
        }
        self.packs = signed
        self.program = program
        self.context = context
        chosenJurisdictions = Set(signed.flatMap(\.jurisdictions)).sorted()
        chosenPlatforms = Set(signed.flatMap(\.platforms))
        signals = compiledSignals
        rules = compiled
        equivalences = signed.flatMap(\.equivalences).sorted { $0.id < $1.id }
        jurisdictions = places
        positions = Dictionary(uniqueKeysWithValues: compiled.enumerated().map { ($1.rule.id, $0) })
        digest = SHA256.hash(data: Array(CanonicalJSON.array(signed.map(\.canonical)).text.utf8)).hexadecimal
    }

    /// A rule by its id.
    ///
    /// - Parameter id: for example `us.tida.removal`.
    public func rule(_ id: String) -> Rule? { positions[id].map { rules[$0].rule } }

    /// The pack that a rule stands in.
    ///
    /// - Parameter id: of the rule.
    public func pack(ofRule id: String) -> Pack? {
        packs.first { $0.rules.contains { $0.id == id } }
    }

    /// A release by its id.
    ///
    /// - Parameter id: for example `house.release.known-good`.
    public func release(_ id: String) -> Pack.Release? {
        packs.lazy.flatMap(\.releases).first { $0.id == id }
    }

    /// Jurisdictions that have rules of law, without ``Jurisdiction/everywhere``.
    public var lawfulJurisdictions: [Jurisdiction] { jurisdictions.filter { $0 != .everywhere } }
    /// Platforms that have packs.
    public var knownPlatforms: [String] { packs.compactMap(\.platform).sorted() }

    /// Puts lawyers' names from operators' packs under the rules that they signed.
    private static func signed(_ packs: [Pack]) -> [Pack] {
        let signatures = Dictionary(packs.flatMap(\.signatures).map { ($0.rule, $0) }) { first, _ in first }
        guard !signatures.isEmpty else { return packs }
        return packs.map { pack in
            var pack = pack
            for index in pack.rules.indices {
                if let signature = signatures[pack.rules[index].id] { pack.rules[index].review = signature.review }
            }
            return pack
        }
    }
}

/// A rule with its conditions in the program. A class, because a decision only passes it on.
final class CompiledRule: Sendable {
    let rule: Rule
    let kind: Pack.Kind
    let jurisdiction: Jurisdiction
    let platform: String?
    /// Positions of the conditions that must all hold.
    let conjuncts: [Int]
    let graceStart: Int?
    let duties: [CompiledDuty]
    /// What each of ``conjuncts`` says, for those who nearly met it.
    let conjunctTexts: [String]
    let facts: Set<FactName>
    let inForce: Int64
    let expires: Int64
    let onlyFor: CategorySet?
    /// Position of ``jurisdiction`` in ``RuleSet/jurisdictions``.
    let place: Int

    struct CompiledDuty: Sendable {
        let duty: Duty
        let start: Int?
        let measure: Measure?
        let modality: Duty.Modality
        /// Duties with the same slot become one obligation: one for each artifact that is preserved, one otherwise.
        let slots: [(key: UInt32, what: [Matter])]

        init(_ duty: Duty, of rule: Rule, start: Int?, measure: Measure?) {
            self.duty = duty
            self.start = start
            self.measure = measure
            modality = rule.status == .softLaw && duty.modality == .required ? .recommended : duty.modality
            func position<Word: CaseIterable & Equatable>(_ word: Word?, _ all: Word.Type) -> UInt32 {
                word.flatMap { word in Array(Word.allCases).firstIndex(of: word) }.map { UInt32($0) + 1 } ?? 0
            }
            var key = position(duty.verb, Verb.self)
            key = key << 6 | position(duty.recipient, Recipient.self)
            key = key << 5 | position(duty.clock, ClockEvent.self)
            key = key << 2 | position(modality, Duty.Modality.self)
            key <<= 6
            let what = Set(duty.what).sorted()
            let isSplit = duty.verb == .preserve && !what.isEmpty
            // The lowest bit says that the duty is only possible; see DutyMerge.
            slots = isSplit ? what.map { ((key | position($0, Matter.self)) << 1, [$0]) } : [(key << 1, what)]
        }
    }

    init(
        _ rule: Rule, of pack: Pack, at place: Int, into program: inout Program, signals: [String: Int],
        facts: (Condition) -> Set<FactName>
    ) {
        self.place = place
        onlyFor = rule.categories
        self.rule = rule
        kind = pack.kind
        jurisdiction = pack.jurisdiction
        platform = pack.platform
        var starts: [Int] = []
        conjunctTexts = rule.when?.conjuncts.map(\.description) ?? []
        for part in rule.when?.conjuncts ?? [] { starts.append(program.add(part, signals: signals)) }
        conjuncts = starts
        graceStart = rule.grace?.when.map { program.add($0, signals: signals) }
        var compiled: [CompiledDuty] = []
        for duty in rule.obligations {
            compiled.append(
                CompiledDuty(
                    duty, of: rule, start: duty.when.map { program.add($0, signals: signals) },
                    measure: Self.measure(of: duty, in: rule, pack.kind)))
        }
        duties = compiled
        self.facts = rule.when.map(facts) ?? []
        inForce = rule.inForce?.seconds ?? .max
        expires = rule.expires?.seconds ?? .max
    }

    /// What a duty does to who may see an item. What is only recommended or permitted does nothing, and a law that asks for a
    /// person (to hear a complaint, to judge) does not thereby hide: the house's own rules say what is withheld.
    private static func measure(of duty: Duty, in rule: Rule, _ kind: Pack.Kind) -> Measure? {
        guard duty.modality == .required, rule.status != .softLaw, let measure = duty.verb.measure else { return nil }
        if measure == .withhold, kind != .house, kind != .operator { return nil }
        return measure
    }
}
