// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import CivilTime
internal import Foundation
internal import Identity
internal import Logging
internal import Outbound
internal import Policy
internal import Store
internal import Submissions
internal import Web
internal import WebAPI
internal import WebConsole

extension Collaborators {
    /// The pages for people.
    ///
    /// - Parameter health: asked when a page is shown; it exists only after the server was built.
    func console(
        _ settings: Settings, isSecure: Bool, version: String, health: LateHealth, logger: Logger
    ) throws -> Console {
        let address =
            settings.optional("public-url")
            ?? "\(isSecure ? "https" : "http")://\(settings.text("listen")):\(settings.text("port"))"
        var openID: (settings: OpenIDSettings, transport: any IssuerTransport)?
        if let issuer = settings.optional("oidc.issuer") {
            openID = (
                try OpenIDSettings(
                    issuer: issuer, clientID: settings.text("oidc.client-id"),
                    clientSecret: settings.optional("oidc.client-secret"), publicAddress: address,
                    name: settings.optional("oidc.name") ?? "your organisation",
                    groupsClaim: settings.text("oidc.groups-claim"),
                    mapping: ForeignMapping(roles: try OIDCRoles.read(settings.list("oidc.roles")))),
                OutboundTransport(try OutboundClient(bases: [issuer], logger: logger))
            )
        }
        return try Console(
            ConsoleSettings(
                version: "Tutela \(version)", isSecure: isSecure, sessionCookie: SessionCookie.name(isSecure: isSecure),
                address: address),
            accounts: ConsoleAccounts(
                store: store,
                signIn: SignIn(store: store, sessions: sessions, hasher: hasher, clock: clock), sessions: sessions,
                foreign: openID == nil ? nil : ForeignSignIn(users: users, sessions: sessions)),
            sources: sources(health), openID: openID,
            specification: String(decoding: OpenAPIDocument.bytes, as: UTF8.self), clock: clock,
            random: SubmissionIDs.system)
    }

    private func sources(_ health: LateHealth) -> ConsoleSources {
        let store = store
        let banks = banks
        let clock = clock
        let decisions = DecisionRepository(store: store)
        return ConsoleSources(
            health: {
                await health.findings().sorted { $0.key < $1.key }.map { name, finding in
                    ConsoleCheck(name: name, state: finding.isGood ? .ok : .failed, detail: finding.detail)
                }
            },
            lists: { tenant in
                try await store.perform {
                    try banks.list().filter {
                        $0.bank.tenant == nil || tenant == nil || $0.bank.tenant == tenant?.description
                    }
                    .map { summary in
                        ConsoleList(
                            name: tenant == nil ? summary.bank.name : summary.bank.ownName,
                            tier: summary.bank.settings.tier.rawValue, state: summary.bank.settings.state.rawValue,
                            note: summary.bank.restricted ? "restricted" : nil,
                            changed: UTCTime(seconds: Int64(summary.bank.changed.timeIntervalSince1970)),
                            active: summary.entries(in: .active), quarantined: summary.entries(in: .quarantined),
                            disabled: summary.entries(in: .disabled), withdrawn: summary.entries(in: .withdrawn),
                            expired: summary.expired)
                    }
                }
            },
            decisions: { tenant in
                let tenant = tenant?.description
                return try await store.perform {
                    let last = try decisions.decisions(tenant: tenant, limit: 10).map { decision in
                        ConsoleDecision(
                            id: decision.id, at: decision.at,
                            decisionClass: ConsoleDecision.Class(rawValue: decision.decisionClass.rawValue)
                                ?? .notScanned,
                            action: decision.action.rawValue)
                    }
                    var lastDay: [ConsoleDecision.Class: Int] = [:]
                    for (name, count) in try decisions.counts(since: clock().adding(seconds: -86_400), tenant: tenant) {
                        lastDay[ConsoleDecision.Class(rawValue: name.rawValue) ?? .notScanned, default: 0] += count
                    }
                    return ConsoleDecisions(last: last, lastDay: lastDay)
                }
            })
    }
}
