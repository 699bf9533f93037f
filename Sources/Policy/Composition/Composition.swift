// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

/// Puts what the fired rules ask for together. The rules of composition are those of the project's page on law, § 6.4;
/// docs/policy.md explains them.
struct Composition {
    private let run: Evaluation
    private let snapshot: Snapshot
    private let confirmation: Confirmation

    private static let abuseOfChildren = CategorySet(Category.allCases.filter(\.isCSAM))
    private static let privateSurfaces = FactRegistry.definition(of: .surface).words.enumerated().reduce(UInt64(0)) {
        ["dm", "e2ee-dm"].contains($1.element) ? $0 | 1 << UInt64($1.offset) : $0
    }

    init(_ run: Evaluation) {
        self.run = run
        snapshot = run.snapshot
        confirmation = Confirmation(run.snapshot)
    }

    func decision() -> Decision {
        let visibility = visibility()
        let (action, grounds) = action(visibility)
        var duties = DutyMerge(run, snapshot: snapshot, confirmation: confirmation)
        var obligations = duties.obligations()
        Reports(run, snapshot).apply(to: &obligations)
        Retention(run, snapshot).apply(to: &obligations)
        Telling(run, snapshot).apply(to: &obligations)
        obligations.sort(by: Obligation.precedes)
        return Decision(
            ruleSet: run.set.digest, at: run.at, jurisdictions: run.asked, platforms: run.platforms.sorted(),
            facts: run.facts, categories: run.sure.sorted, possible: run.possible.sorted, action: action,
            grounds: grounds, visibility: visibility, obligations: obligations, processing: processing(),
            rules: run.firings.map {
                FiredRule(
                    id: $0.rule.rule.id, isProvisional: $0.isProvisional, isWithoutSanction: $0.isWithoutSanction)
            },
            nearly: run.nearly.sorted { $0.id < $1.id },
            unsigned: unsigned(obligations))
    }

    /// Rules that fired, and equivalences that made a report needless, without a lawyer's name.
    private func unsigned(_ obligations: [Obligation]) -> [String] {
        let causes = Set(obligations.compactMap(\.by))
        let equivalences = run.set.equivalences.filter { $0.review == nil && causes.contains($0.id) }.map(\.id)
        let rules = run.firings.filter { $0.rule.kind != .house && !$0.isSigned }.map(\.rule.rule.id)
        return equivalences.isEmpty ? rules : (rules + equivalences).sorted()
    }

    /// Strictest measure first; CSAM is hidden everywhere.
    private func visibility() -> [Visibility] {
        if run.release != nil { return [] }
        let isWorldwide = run.sure.intersects(Self.abuseOfChildren)
        var territories: [[Jurisdiction]] = Array(repeating: [], count: Measure.allCases.count)
        var rules: [[String]] = Array(repeating: [], count: Measure.allCases.count)
        for firing in run.firings {
            for duty in firing.rule.duties {
                guard let measure = duty.measure else { continue }
                if let start = duty.start, run.set.program.truth(at: start, snapshot) != .yes { continue }
                let place = isWorldwide ? .everywhere : firing.rule.jurisdiction
                if !territories[measure.rank].contains(place) { territories[measure.rank].append(place) }
                if rules[measure.rank].last != firing.rule.rule.id { rules[measure.rank].append(firing.rule.rule.id) }
            }
        }
        return Measure.allCases.reversed().compactMap { measure in
            guard !rules[measure.rank].isEmpty else { return nil }
            let everywhere = territories[measure.rank].contains(.everywhere)
            return Visibility(
                measure: measure,
                territories: everywhere ? [.everywhere] : territories[measure.rank].sorted(),
                rules: rules[measure.rank])
        }
    }

    /// A person's finding speaks for a rule that blocks.
    private var isConfirmed: Bool {
        run.firings.contains { firing in
            confirmation.isFound(firing.rule)
                && firing.rule.duties.contains { duty in
                    duty.measure?.action == .block
                        && duty.start.map { run.set.program.truth(at: $0, snapshot) == .yes } ?? true
                }
        }
    }

    private func action(_ visibility: [Visibility]) -> (Action, [Ground]) {
        if let release = run.release { return (.allow, [.released(release)]) }
        var action = visibility.first?.measure.action ?? .allow
        var grounds: [Ground] = []
        if action == .block {
            if confirmation.isCorroborated {
                grounds.append(.corroborated)
            } else if isConfirmed {
                grounds.append(.confirmedByPerson)
            } else {
                action = .review
                grounds.append(.oneSource)
            }
        } else if action > .allow {
            grounds.append(.rules)
        }
        // What is asked for under a condition that is unknown hides, too, until it is known.
        if let possible = possibleMeasure, possible.action > action {
            action = possible.action
            grounds.append(.undetermined)
        }
        if grounds.isEmpty { grounds = [run.possible.isEmpty ? .nothingRaised : .undetermined] }
        return (action, grounds)
    }

    /// The strictest measure of rules and duties that may hold.
    private var possibleMeasure: Measure? {
        var strictest = run.possibleMeasure
        for firing in run.firings {
            for duty in firing.rule.duties {
                guard let measure = duty.measure, let start = duty.start,
                    run.set.program.truth(at: start, snapshot) == .unknown
                else { continue }
                strictest = max(strictest ?? .label, min(measure, .withhold))
            }
        }
        return strictest
    }

    /// Private messages are looked into only where every law that applies surely permits it. A permission protects nobody, so
    /// one that no lawyer signed permits nothing.
    private func processing() -> [Processing] {
        let surface = snapshot[.surface]
        let isStatedUnknown = !surface.isKnown && run.facts.isSet(.surface)
        let isPrivate = surface.isKnown && surface.bits & Self.privateSurfaces != 0
        guard isPrivate || isStatedUnknown else { return [] }
        let permitting = run.firings.filter { firing in
            !firing.isProvisional && firing.isSigned
                && firing.rule.duties.contains { duty in
                    duty.duty.verb == .permitProcessing && duty.duty.what.contains(.privateScan)
                        && duty.start.map { run.set.program.truth(at: $0, snapshot) == .yes } ?? true
                }
        }
        var reach = Reach(run.set.jurisdictions, asked: run.asked)
        let applicable = run.set.jurisdictions.enumerated().filter { place, jurisdiction in
            jurisdiction != .everywhere && !jurisdiction.isState && reach.truth(place, [], snapshot) != .no
        }.map(\.element)
        let places = Set(permitting.map(\.rule.jurisdiction))
        let forbidding = Set(
            run.firings.filter { firing in
                firing.rule.duties.contains { duty in
                    duty.duty.verb == .doNotProcess && duty.duty.what.contains(.privateScan)
                        && duty.start.map { run.set.program.truth(at: $0, snapshot) != .no } ?? true
                }
            }.map(\.rule.jurisdiction))
        let missing = applicable.filter { place in
            if forbidding.contains(place) { return true }
            if places.contains(place) { return false }
            // A regulation of the Union permits in its member states.
            return !(places.contains(.europeanUnion) && Country(place.code)?.isInEU == true)
        }
        return [
            Processing(
                purpose: .privateScan,
                isAllowed: !applicable.isEmpty && missing.isEmpty && forbidding.isEmpty && isPrivate,
                permittedBy: permitting.map(\.rule.rule.id), notPermittedIn: missing)
        ]
    }
}

extension Obligation {
    static func precedes(_ left: Obligation, _ right: Obligation) -> Bool {
        if left.verb != right.verb { return left.verb < right.verb }
        if left.recipient != right.recipient {
            return (left.recipient?.rawValue ?? "") < (right.recipient?.rawValue ?? "")
        }
        if left.clock != right.clock { return (left.clock?.rawValue ?? "") < (right.clock?.rawValue ?? "") }
        if left.what != right.what { return left.what.lexicographicallyPrecedes(right.what) }
        if left.modality != right.modality { return left.modality < right.modality }
        return left.rule < right.rule
    }
}
