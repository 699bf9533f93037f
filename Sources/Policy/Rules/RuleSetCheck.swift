// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Spelling

/// Something in packs that does not fit together.
public struct RuleSetProblem: Sendable, Hashable {
    /// A stable code.
    public var code: String
    /// Id of the pack.
    public var pack: String
    /// Id of the rule, signal, category, release or equivalence; `nil` when it is the pack itself.
    public var id: String?
    /// The problem for a person.
    public var message: String
    /// What to do about it.
    public var hint: String
}

/// Everything in packs that does not fit together.
public struct RuleSetProblems: Error, Sendable, Hashable {
    /// At least one problem.
    public let problems: [RuleSetProblem]

    init(_ problems: [RuleSetProblem]) {
        self.problems = problems
    }
}

/// Finds what does not fit together in packs that can each be read.
struct RuleSetCheck {
    private(set) var problems: [RuleSetProblem] = []
    private let packs: [Pack]

    init(_ packs: [Pack]) {
        self.packs = packs
        checkNames()
        let conditionOfSignal = Dictionary(packs.flatMap(\.signals).map { ($0.name, $0.when) }) { first, _ in first }
        let signals = Set(conditionOfSignal.keys)
        for pack in packs {
            checkKind(pack)
            for signal in pack.signals where !signal.when.signals.isEmpty {
                add(
                    "POLICY-SIGNAL-CYCLE", pack, signal.name,
                    "signals cannot use signals: \(signal.name) uses \(signal.when.signals.sorted().joined(separator: ", "))",
                    "repeat the condition, so that no circle can arise")
            }
            for (id, condition) in conditions(of: pack) {
                checkForm(condition, id, pack)
                for name in condition.signals.subtracting(signals).sorted() {
                    let guess = Misspelling.nearest(to: name, among: signals.sorted()).map { "did you mean \($0)?" }
                    add(
                        "POLICY-SIGNAL", pack, id, "there is no signal \(name)", guess ?? "declare it in the house pack"
                    )
                }
            }
            for rule in pack.rules { check(rule, pack) }
            for equivalence in pack.equivalences
            where pack.kind != .law && (pack.kind != .operator || equivalence.review == nil)
                && equivalence.whenReportedTo != equivalence.discharges
            {
                add(
                    "POLICY-EQUIVALENCE", pack, equivalence.id,
                    "only law, or a lawyer in an operator's pack, says that a report makes another needless",
                    "have it signed: reviewed-by: {name: …, on: 2026-12-01}; or remove the equivalence")
            }
            for equivalence in pack.equivalences where equivalence.whenReportedTo == equivalence.discharges {
                add(
                    "POLICY-EQUIVALENCE", pack, equivalence.id,
                    "a report to \(equivalence.discharges.rawValue) cannot replace itself",
                    "name who else has the report, or remove the equivalence")
            }
            for release in pack.releases {
                let parts = [release.when] + release.when.signals.sorted().compactMap { conditionOfSignal[$0] }
                let provenance = parts.reduce(into: Set<FactName>()) { $0.formUnion($1.facts) }.filter {
                    FactRegistry.definition(of: $0).setters.contains(.provenance)
                }
                if parts.contains(where: \.asksWhetherKnown) {
                    add(
                        "POLICY-RELEASE", pack, release.id, "a release cannot rest on whether something is known",
                        "a release must be surely true: say which value the fact has")
                } else if !provenance.isEmpty {
                    add(
                        "POLICY-RELEASE", pack, release.id,
                        "a release cannot rest on \(provenance.sorted().map(\.rawValue).joined(separator: ", "))",
                        "how an item was made never releases it; let a person decide")
                }
            }
            checkContext(pack)
        }
        checkSignatures()
    }

    private mutating func add(_ code: String, _ pack: Pack, _ id: String?, _ message: String, _ hint: String) {
        problems.append(RuleSetProblem(code: code, pack: pack.id, id: id, message: message, hint: hint))
    }

    private mutating func checkNames() {
        var packIDs: Set<String> = []
        var owners: [String: String] = [:]
        for pack in packs {
            if !packIDs.insert(pack.id).inserted {
                add("POLICY-DUPLICATE", pack, nil, "two packs are called \(pack.id)", "rename one of them")
            }
            let ids =
                pack.rules.map(\.id) + pack.equivalences.map(\.id) + pack.signals.map(\.name)
                + pack.categories.map(\.id) + pack.releases.map(\.id)
            for id in ids {
                if let owner = owners[id] {
                    add(
                        "POLICY-DUPLICATE", pack, id, "the id \(id) is used twice, in \(owner) and in \(pack.id)",
                        "give one of them another id")
                }
                owners[id] = pack.id
            }
        }
    }

    private mutating func checkKind(_ pack: Pack) {
        func refuse(_ what: String, _ kinds: String) {
            add(
                "POLICY-KIND", pack, nil, "a pack of the kind \(pack.kind.rawValue) cannot have \(what)",
                "only packs of the kind \(kinds) can")
        }
        if pack.kind != .house, !pack.signals.isEmpty { refuse("signals", "house") }
        if pack.kind != .house, !pack.releases.isEmpty { refuse("releases", "house") }
        if pack.kind != .house, pack.kind != .operator, !pack.categories.isEmpty {
            refuse("categories", "house or operator")
        }
        if pack.kind != .operator {
            if !pack.context.isEmpty { refuse("a context", "operator") }
            if !pack.signatures.isEmpty { refuse("signatures", "operator") }
            if !pack.jurisdictions.isEmpty { refuse("jurisdictions", "operator") }
            if !pack.platforms.isEmpty { refuse("platforms", "operator") }
        }
        if pack.kind == .law, pack.jurisdiction == .everywhere {
            add("POLICY-KIND", pack, nil, "law always has a jurisdiction", "write jurisdiction: KR, or kind: operator")
        }
        if pack.kind != .law, pack.jurisdiction != .everywhere {
            add(
                "POLICY-KIND", pack, nil, "only law has a jurisdiction of its own", "write jurisdiction: \"*\"")
        }
        if (pack.kind == .platform) != (pack.platform != nil) {
            add(
                "POLICY-KIND", pack, nil, "packs of the kind platform name their platform, and no others do",
                "write platform: twitch")
        }
    }

    private mutating func check(_ rule: Rule, _ pack: Pack) {
        if rule.status.canFire, rule.inForce == nil {
            add(
                "POLICY-DATE", pack, rule.id, "a rule with the status \(rule.status.rawValue) needs a date in force",
                "write in-force: 2026-05-19, or status: pending")
        }
        if let start = rule.inForce, let end = rule.expires, end <= start {
            add(
                "POLICY-DATE", pack, rule.id,
                "it expires on \(end.lawDate), not after it comes into force, \(start.lawDate)",
                "expires is the first day on which it no longer binds")
        }
        if let grace = rule.grace, let start = rule.inForce, grace.until <= start {
            add(
                "POLICY-DATE", pack, rule.id, "its grace ends on \(grace.until.lawDate), not after it comes into force",
                "until is the first day without grace")
        }
        if rule.source.kind == .memory, rule.confidence == .high {
            add(
                "POLICY-CONFIDENCE", pack, rule.id, "what is from memory is never of high confidence",
                "read the source, or write confidence: medium")
        }
        if rule.source.kind == .terms, pack.kind == .law {
            add(
                "POLICY-SOURCE", pack, rule.id, "law is not read in an operator's terms",
                "write kind: primary, secondary, code or memory")
        }
        if rule.source.kind == .memory, rule.source.verifyAt == nil, pack.kind == .law {
            add(
                "POLICY-SOURCE", pack, rule.id, "what is from memory says where it can be verified",
                "add verify-at: https://…")
        }
        if rule.obligations.isEmpty {
            add("POLICY-EMPTY", pack, rule.id, "a rule without obligations changes nothing", "say what must be done")
        }
        for duty in rule.obligations { check(duty, rule, pack) }
    }

    private mutating func check(_ duty: Duty, _ rule: Rule, _ pack: Pack) {
        let verb = duty.verb.rawValue
        func refuse(_ message: String, _ hint: String) { add("POLICY-OBLIGATION", pack, rule.id, message, hint) }
        if duty.verb == .reportTo || duty.verb == .doNotReportTo, duty.recipient == nil {
            refuse("\(verb) names nobody", "add to: ncmec, or another recipient")
        }
        if duty.verb == .permitProcessing || duty.verb == .doNotProcess, duty.what.isEmpty {
            refuse("\(verb) does not say what", "add what: [private-scan], or another purpose")
        }
        if duty.verb == .preserve, duty.keepFor == nil, duty.atMost == nil {
            refuse("preserve does not say for how long", "add for: P1Y")
        }
        if duty.verb == .retainReference, duty.keepFor == nil {
            refuse("retain-reference does not say for how long", "add for: P5Y")
        }
        if duty.verb == .legalHold {
            refuse("legal-hold follows from conflicts and is not written", "write preserve and its time")
        }
        if duty.limit != nil, duty.clock == nil, rule.concerns == .item {
            refuse("\(verb) has a deadline but nothing that starts it", "add from: valid-request-at, or another event")
        }
        if let least = duty.keepFor, let most = duty.atMost, most < least {
            refuse("\(verb) is to be kept longer than it may be", "for: is the least, at-most: the most")
        }
    }

    /// What the language cannot say could not be read back from the archive of rule sets.
    private mutating func checkForm(_ condition: Condition, _ id: String, _ pack: Pack) {
        do {
            _ = try ConditionParser.parse(condition.description)
        } catch {
            add("POLICY-CONDITION", pack, id, error.message, error.hint)
        }
    }

    private mutating func checkContext(_ pack: Pack) {
        for (name, value) in pack.context.sorted(by: { $0.key < $1.key }) {
            guard FactRegistry.definition(of: name).isStanding else {
                add(
                    "POLICY-CONTEXT", pack, nil, "\(name.rawValue) is about one item and cannot hold for all",
                    "a context says what your service is, for example actor.roles, service.size or service.markets")
                continue
            }
            var probe = FactSet()
            do {
                try probe.set(name, FactReading(value, source: FactSource(.operator, pack.id)))
            } catch {
                add(error.code, pack, nil, error.message, "correct it, or leave it out of the context")
            }
        }
    }

    private mutating func checkSignatures() {
        let rules = Dictionary(packs.flatMap(\.rules).map { ($0.id, $0) }) { first, _ in first }
        for pack in packs {
            for signature in pack.signatures {
                guard let rule = rules[signature.rule] else {
                    let guess = Misspelling.nearest(to: signature.rule, among: rules.keys.sorted())
                    add(
                        "POLICY-SIGNATURE", pack, signature.rule, "there is no rule \(signature.rule) to sign",
                        guess.map { "did you mean \($0)?" } ?? "remove the signature")
                    continue
                }
                if rule.status == .unverified {
                    add(
                        "POLICY-SIGNATURE", pack, signature.rule,
                        "\(rule.id) rests on one weak source and cannot be signed", "verify it and change its status")
                } else if rule.digest != signature.digest {
                    add(
                        "POLICY-SIGNATURE", pack, signature.rule,
                        "the digest is not that of the rule as it stands",
                        "read it (tutela policy explain \(rule.id)); its digest is \(rule.digest)")
                }
            }
        }
    }

    private func conditions(of pack: Pack) -> [(String, Condition)] {
        var all = pack.signals.map { ($0.name, $0.when) } + pack.categories.map { ($0.id, $0.when) }
        all += pack.releases.map { ($0.id, $0.when) }
        for rule in pack.rules {
            all += [rule.when, rule.grace?.when].compactMap { $0 }.map { (rule.id, $0) }
            all += rule.obligations.compactMap(\.when).map { (rule.id, $0) }
        }
        return all
    }
}
