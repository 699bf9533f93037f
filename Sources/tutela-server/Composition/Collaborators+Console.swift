// SPDX-License-Identifier: Apache-2.0

internal import Identity
internal import Logging
internal import Outbound
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
            sources: .stored(
                in: store, banks: banks, decisions: DecisionRepository(store: store), clock: clock,
                health: { ConsoleCheck.all(await health.findings()) }),
            openID: openID,
            specification: String(decoding: OpenAPIDocument.bytes, as: UTF8.self), clock: clock,
            random: SubmissionIDs.system)
    }
}
