// SPDX-License-Identifier: Apache-2.0

/// Keeping against destroying: where the least time of one rule is longer than the longest of another, or something is to be
/// destroyed that must be kept, nothing is destroyed, and counsel decides.
struct Retention {
    func apply(to obligations: inout [Obligation]) {
        let kept = obligations.filter { $0.verb == .preserve && $0.status == .due && $0.modality == .required }
        guard !kept.isEmpty else { return }
        var parties: Set<String> = []
        var artifacts: Set<Matter> = []
        for artifact in Set(kept.flatMap(\.what)) {
            let all = kept.filter { $0.what.contains(artifact) }
            guard let least = all.compactMap(\.keepFor).max(), let most = all.compactMap(\.atMost).min(), most < least
            else { continue }
            parties.formUnion(all.flatMap(\.rules))
            artifacts.insert(artifact)
        }
        for index in obligations.indices where obligations[index].verb == .destroy && obligations[index].status == .due
        {
            let hit = kept.filter {
                $0.keepFor != nil
                    && (obligations[index].what.isEmpty || $0.what.isEmpty
                        || !Set($0.what).isDisjoint(with: obligations[index].what))
            }
            guard let first = hit.map(\.rule).min() else { continue }
            parties.formUnion(hit.flatMap(\.rules) + obligations[index].rules)
            artifacts.formUnion(hit.flatMap(\.what))
            obligations[index].status = .deferred
            obligations[index].execution = .confirm
            obligations[index].by = first
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
}
