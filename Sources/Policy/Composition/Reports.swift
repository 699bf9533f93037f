// SPDX-License-Identifier: Apache-2.0

/// Reports: the union of all recipients, minus who has one already, minus what an equivalence makes needless, minus what a
/// rule surely forbids. What falls away stays in the list, with what discharged it.
struct Reports {
    private let run: Evaluation
    private let sent: UInt64

    init(_ run: Evaluation, _ snapshot: Snapshot) {
        self.run = run
        let cell = snapshot[.reportSentTo]
        sent = cell.isKnown ? cell.bits : 0
    }

    func apply(to obligations: inout [Obligation]) {
        guard obligations.contains(where: { $0.verb == .reportTo }) else { return }
        let forbidden = forbiddances()
        var owed: Set<Recipient> = []
        for index in obligations.indices where obligations[index].verb == .reportTo {
            guard let recipient = obligations[index].recipient else { continue }
            if wasSent(to: recipient) {
                discharge(&obligations[index], by: FactName.reportSentTo.rawValue)
            } else if let rule = forbidden.surely[recipient] {
                discharge(&obligations[index], by: rule)
            } else {
                if forbidden.perhaps.contains(recipient) {
                    obligations[index].execution = .confirm
                } else if obligations[index].status == .due, obligations[index].modality == .required,
                    isSure(obligations[index])
                {
                    owed.insert(recipient)
                }
            }
        }
        // What replaces others is not replaced itself: of a chain or a circle, somebody always gets the report.
        var replacing: Set<Recipient> = []
        for equivalence in run.set.equivalences where !replacing.contains(equivalence.discharges) {
            guard owed.contains(equivalence.whenReportedTo) || wasSent(to: equivalence.whenReportedTo) else { continue }
            replacing.insert(equivalence.whenReportedTo)
            owed.remove(equivalence.discharges)
            for index in obligations.indices
            where obligations[index].verb == .reportTo && obligations[index].recipient == equivalence.discharges
                && obligations[index].status == .due
            {
                discharge(&obligations[index], by: equivalence.id)
            }
        }
    }

    private func discharge(_ obligation: inout Obligation, by cause: String) {
        obligation.status = .discharged
        obligation.execution = .confirm
        obligation.by = cause
    }

    private func wasSent(to recipient: Recipient) -> Bool {
        guard let index = Recipient.allCases.firstIndex(of: recipient) else { return false }
        return sent >> UInt64(index) & 1 == 1
    }

    /// Asked for by at least one rule that fired without anything unknown.
    private func isSure(_ obligation: Obligation) -> Bool {
        run.firings.contains { !$0.isProvisional && obligation.rules.contains($0.rule.rule.id) }
    }

    private func forbiddances() -> (surely: [Recipient: String], perhaps: Set<Recipient>) {
        var surely: [Recipient: String] = [:]
        var perhaps: Set<Recipient> = []
        for firing in run.firings {
            for duty in firing.rule.duties where duty.duty.verb == .doNotReportTo {
                guard let recipient = duty.duty.recipient else { continue }
                let truth = duty.start.map { run.set.program.truth(at: $0, run.snapshot) } ?? .yes
                // What law asks for falls away by law, or by the word of a lawyer; who else forbids it asks a person.
                if truth == .yes, !firing.isProvisional, firing.rule.kind == .law || firing.isSigned {
                    surely[recipient] = surely[recipient] ?? firing.rule.rule.id
                } else if truth != .no {
                    perhaps.insert(recipient)
                }
            }
        }
        return (surely, perhaps)
    }
}
