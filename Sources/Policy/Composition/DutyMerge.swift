// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

/// Makes one obligation of all duties with the same verb, recipient, clock and modality: the earliest deadline of each kind
/// (word and duration), the longest of all least times, the shortest of all longest times. What is kept is merged an
/// artifact at a time.
struct DutyMerge {
    private let run: Evaluation
    private let snapshot: Snapshot
    private let confirmation: Confirmation

    private var slots: [UInt32: Int] = [:]
    private var merged: [Obligation] = []
    /// Of each obligation, what rules ask for whose word is enough for a program; `nil`: no rule's is, empty: everything.
    private var automatic: [[Matter]?] = []

    init(_ run: Evaluation, snapshot: Snapshot, confirmation: Confirmation) {
        self.run = run
        self.snapshot = snapshot
        self.confirmation = confirmation
    }

    mutating func obligations() -> [Obligation] {
        for firing in run.firings {
            for compiled in firing.rule.duties {
                var isPossible = false
                if let start = compiled.start {
                    switch run.set.program.truth(at: start, snapshot) {
                    case .no: continue
                    case .unknown: isPossible = true
                    case .yes: break
                    }
                }
                if compiled.duty.verb == .permitProcessing { continue }
                if run.release != nil, !compiled.duty.verb.outlivesRelease { continue }
                for (key, what) in compiled.slots {
                    add(compiled, firing, isPossible ? key | 1 : key, what, isPossible: isPossible)
                }
            }
        }
        for index in merged.indices {
            guard let covered = automatic[index] else { continue }
            // A rule whose word is not enough must not widen what is destroyed or told by itself.
            let isCovered = covered.isEmpty || covered == merged[index].what
            if isCovered || !merged[index].verb.isIrrevocable { merged[index].execution = .automatic }
        }
        return merged
    }

    private mutating func add(
        _ compiled: CompiledRule.CompiledDuty, _ firing: Evaluation.Firing, _ key: UInt32, _ what: [Matter],
        isPossible: Bool
    ) {
        let rule = firing.rule.rule
        let duty = compiled.duty
        let isAutomatic = !isPossible && compiled.modality == .required && mayRun(duty, firing)
        let deadline = deadline(duty)
        guard let slot = slots[key] else {
            slots[key] = merged.count
            automatic.append(isAutomatic ? what : nil)
            merged.append(
                Obligation(
                    verb: duty.verb, recipient: duty.recipient, status: isPossible ? .possible : .due,
                    execution: .confirm, modality: compiled.modality, urgency: duty.urgency,
                    limit: duty.limit, clock: duty.clock, deadline: deadline,
                    what: what, keepFor: duty.keepFor, atMost: duty.atMost,
                    isNeutral: false, format: duty.format, rule: rule.id, rules: [rule.id]))
            return
        }
        // Rules come in the order of their ids, so that of two equal deadlines the first id's stands.
        if Self.isEarlier(duty, than: merged[slot]) { merged[slot].rule = rule.id }
        merged[slot].urgency = Self.least(merged[slot].urgency, duty.urgency)
        merged[slot].limit = Self.least(merged[slot].limit, duty.limit)
        merged[slot].deadline = Self.least(merged[slot].deadline, deadline)
        merged[slot].atMost = Self.least(merged[slot].atMost, duty.atMost)
        if let keep = duty.keepFor { merged[slot].keepFor = max(merged[slot].keepFor ?? keep, keep) }
        merged[slot].what = Self.all(merged[slot].what, what)
        if isAutomatic { automatic[slot] = automatic[slot].map { Self.all($0, what) } ?? what }
        merged[slot].format = Self.least(merged[slot].format, duty.format)
        if merged[slot].rules.last != rule.id { merged[slot].rules.append(rule.id) }
    }

    /// Whether the program may do it by itself.
    private func mayRun(_ duty: Duty, _ firing: Evaluation.Firing) -> Bool {
        if duty.verb == .complyOrder { return false }
        if duty.verb.isRestraint { return true }
        if firing.isProvisional { return false }
        if duty.verb.isIrrevocable { return firing.isSigned && confirmation.proves(firing.rule) }
        if duty.verb == .removeIdenticalCopies || duty.verb == .preventReupload || duty.verb.measure?.action == .block {
            return confirmation.supports(firing.rule)
        }
        return true
    }

    private func deadline(_ duty: Duty) -> UTCTime? {
        guard let limit = duty.limit, let clock = duty.clock else { return nil }
        let cell = snapshot[FactName.clock(clock)]
        return cell.isKnown ? UTCTime(seconds: Int64(bitPattern: cell.bits)).adding(limit) : nil
    }

    private static func isEarlier(_ duty: Duty, than obligation: Obligation) -> Bool {
        if let limit = duty.limit {
            guard let other = obligation.limit else { return true }
            if limit != other { return limit < other }
        } else if obligation.limit != nil {
            return false
        }
        guard let urgency = duty.urgency else { return false }
        return obligation.urgency.map { urgency < $0 } ?? true
    }

    /// A duty that names nothing is about everything; beside one that names something it stays so.
    private static func all(_ left: [Matter], _ right: [Matter]) -> [Matter] {
        if left == right { return left }
        return left.isEmpty || right.isEmpty ? [] : Set(left + right).sorted()
    }

    private static func least<Value: Comparable>(_ left: Value?, _ right: Value?) -> Value? {
        guard let left else { return right }
        return right.map { min(left, $0) } ?? left
    }
}
