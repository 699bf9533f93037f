// SPDX-License-Identifier: Apache-2.0

public import Banks
public import CivilTime
internal import Foundation
internal import Identity
internal import Policy
public import Store
public import Submissions
public import Web

extension ConsoleSources {
    /// Reads lists and decisions from the store.
    ///
    /// - Parameters:
    ///   - store: the store of the others.
    ///   - banks: the lists.
    ///   - decisions: what was told of items.
    ///   - clock: tells the time.
    ///   - health: the checks of `/readyz` with words.
    /// - Returns: the sources.
    public static func stored(
        in store: Store, banks: BankRepository, decisions: DecisionRepository, clock: @escaping @Sendable () -> UTCTime,
        health: @escaping @Sendable () async -> [ConsoleCheck]
    ) -> ConsoleSources {
        ConsoleSources(
            health: health,
            lists: { tenant in
                let scope = BankScope(tenant: tenant?.description)
                return try await store.perform { try banks.list() }.compactMap { ConsoleList($0, in: scope) }
            },
            decisions: { tenant in
                let tenant = tenant?.description
                let dayAgo = clock().adding(seconds: -86_400)
                let (last, counts) = try await store.perform {
                    (
                        try decisions.decisions(tenant: tenant, limit: 20),
                        try decisions.counts(since: dayAgo, tenant: tenant)
                    )
                }
                return ConsoleDecisions(
                    last: last.map(ConsoleDecision.init),
                    lastDay: counts.reduce(into: [:]) { $0[ConsoleDecision.Class($1.key)] = $1.value })
            })
    }
}

extension ConsoleList {
    /// A list as somebody sees it; `nil` for a list of another tenant.
    init?(_ summary: BankSummary, in scope: BankScope) {
        guard let name = scope.visible(summary.bank.name) else { return nil }
        let bank = summary.bank
        var notes: [String] = []
        if bank.purpose == .knownGood { notes.append("known-good") }
        if bank.restricted { notes.append("restricted") }
        if let category = bank.settings.category { notes.append(category) }
        if scope.tenant != nil, !scope.manages(bank.name) { notes.append("of the whole installation") }
        self.init(
            name: name, tier: bank.settings.tier.rawValue.uppercased(), state: bank.settings.state.rawValue,
            note: notes.isEmpty ? nil : notes.joined(separator: ", "),
            changed: UTCTime(seconds: Int64(bank.changed.timeIntervalSince1970)),
            active: summary.entries(in: .active), quarantined: summary.entries(in: .quarantined),
            disabled: summary.entries(in: .disabled), withdrawn: summary.entries(in: .withdrawn),
            expired: summary.expired)
    }
}

extension ConsoleDecision {
    init(_ decision: StoredDecision) {
        self.init(
            id: decision.id, at: decision.at, decisionClass: Class(decision.decisionClass),
            action: decision.action.rawValue)
    }
}

extension ConsoleDecision.Class {
    init(_ other: DecisionClass) {
        switch other {
        case .match: self = .match
        case .held: self = .held
        case .cleared: self = .cleared
        case .noMatch: self = .noMatch
        case .notScanned: self = .notScanned
        }
    }
}

extension ConsoleCheck {
    /// The checks of `/readyz`, with what to do about those that fail.
    ///
    /// - Parameter findings: each by its name.
    /// - Returns: the checks, by name.
    public static func all(_ findings: [String: HealthCheck.Finding]) -> [ConsoleCheck] {
        findings.sorted { $0.key < $1.key }.map { name, finding in
            let lag = finding.lag.map { "; \(Words.number(Int($0.rounded()))) s ago" } ?? ""
            return ConsoleCheck(
                name: name, state: finding.isGood ? .ok : .failed, detail: finding.detail + lag,
                mend: finding.isGood ? nil : remedies[name])
        }
    }

    /// What docs/operator.md says of each, in one line.
    private static let remedies = [
        "store": "make room on its disk, or start the database; tutela doctor says which",
        "lists": "start the database; the server catches up by itself and says so here",
        "identity": "start the database; keys are refused until revocations are known again",
        "decoder": "tutela doctor says which layer is missing",
    ]
}
