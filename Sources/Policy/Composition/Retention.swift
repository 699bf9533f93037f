// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

/// Keeping against destroying: where the least time of one rule is longer than the longest of another, or something is to be
/// destroyed that must be kept, nothing is destroyed, and counsel decides. Destroying cannot be undone: while nobody knows
/// whether there is a hold or a duty to keep, a person decides.
struct Retention {
    private let run: Evaluation
    private let snapshot: Snapshot

    init(_ run: Evaluation, _ snapshot: Snapshot) {
        self.run = run
        self.snapshot = snapshot
    }

    func apply(to obligations: inout [Obligation]) {
        let kept = obligations.filter { $0.verb == .preserve && $0.status == .due && $0.modality == .required }
        var parties: Set<String> = []
        var artifacts: Set<Matter> = []
        for least in kept {
            guard let keep = least.keepFor else { continue }
            for most in kept where least.overlaps(most) {
                guard let limit = most.atMost, limit < keep else { continue }
                parties.formUnion(least.rules + most.rules)
                artifacts.formUnion(least.common(with: most))
            }
        }
        let hold = snapshot.truth(.legalHold)
        for index in obligations.indices where obligations[index].verb == .destroy && obligations[index].status == .due
        {
            let hit = kept.filter { $0.overlaps(obligations[index]) && mustStillBeKept($0) }
            if let first = hit.map(\.rule).min() {
                parties.formUnion(hit.flatMap(\.rules) + obligations[index].rules)
                artifacts.formUnion(hit.flatMap(\.what))
                obligations[index].deferred(by: first)
            } else if hold == .yes {
                obligations[index].deferred(by: FactName.legalHold.rawValue)
            } else if hold == .unknown || run.mayHaveToKeep
                || obligations.contains(where: {
                    $0.verb == .preserve && $0.status == .possible && $0.overlaps(obligations[index])
                })
            {
                obligations[index].execution = .confirm
            }
        }
        guard let first = parties.min() else { return }
        let rules = parties.sorted()
        for (verb, recipient) in [(Verb.legalHold, Recipient?.none), (.escalate, .counsel)] {
            obligations.append(
                Obligation(
                    verb: verb, recipient: recipient, status: .due,
                    execution: verb == .legalHold ? .automatic : .confirm, modality: .required, urgency: .immediately,
                    what: verb == .legalHold ? artifacts.sorted() : [], isNeutral: false, rule: first, rules: rules))
        }
    }

    /// A least time runs until it surely is over; one whose clock nobody knows does.
    private func mustStillBeKept(_ obligation: Obligation) -> Bool {
        guard let keep = obligation.keepFor else { return false }
        guard let clock = obligation.clock else { return true }
        let start = snapshot[FactName.clock(clock)]
        return !start.isKnown || UTCTime(seconds: Int64(bitPattern: start.bits)).adding(keep) > run.at
    }
}

extension Obligation {
    /// Whether both are about the same thing. What names nothing is about everything.
    fileprivate func overlaps(_ other: Obligation) -> Bool {
        what.isEmpty || other.what.isEmpty || !Set(what).isDisjoint(with: other.what)
    }

    fileprivate func common(with other: Obligation) -> [Matter] {
        if what.isEmpty { return other.what }
        return other.what.isEmpty ? what : what.filter(other.what.contains)
    }

    fileprivate mutating func deferred(by cause: String) {
        status = .deferred
        execution = .confirm
        by = cause
    }
}
