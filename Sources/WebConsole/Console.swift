// SPDX-License-Identifier: Apache-2.0

public import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
public import Web

/// The pages for people: sign-in, the first page, the own account, the reference of the interface.
///
/// Everything is made on the server and works without scripts; there are none.
public struct Console: Wing {
    let settings: ConsoleSettings
    let accounts: ConsoleAccounts
    let sources: ConsoleSources
    let openID: OpenIDSignIn?
    let templates: Templates
    let reference: ReferenceDocument
    let clock: @Sendable () -> UTCTime
    let random: @Sendable (Int) -> [UInt8]

    /// Prepares the pages.
    ///
    /// - Parameters:
    ///   - settings: of the server around it.
    ///   - accounts: who signs in, and how.
    ///   - sources: what the first page shows.
    ///   - openID: an issuer whose word counts, and how it is spoken to; `nil`: passwords only.
    ///   - specification: the OpenAPI file, as YAML.
    ///   - clock: tells the time.
    ///   - random: gives so many bytes that nobody foresees.
    /// - Throws: ``SpecificationError``, or what the template parser says: defects of the program.
    public init(
        _ settings: ConsoleSettings, accounts: ConsoleAccounts, sources: ConsoleSources,
        openID: (settings: OpenIDSettings, transport: any IssuerTransport)? = nil, specification: String,
        clock: @escaping @Sendable () -> UTCTime, random: @escaping @Sendable (Int) -> [UInt8]
    ) throws {
        self.settings = settings
        self.accounts = accounts
        self.sources = sources
        self.openID = openID.map { OpenIDSignIn($0.settings, $0.transport, clock: clock, random: random) }
        self.clock = clock
        self.random = random
        templates = try Templates()
        reference = try ReferenceDocument(specification, settings, templates)
    }

    /// Opens the doors of the pages.
    public func open(_ doors: inout Doors) {
        func page(
            _ method: HTTPRequest.Method, _ path: String, _ access: Door.Access, _ audit: Door.Audit,
            rate: Door.RateClass = .ordinary, _ handler: @escaping Doors.Handler
        ) {
            doors.open(
                Door(method, path, access: access, audit: audit, bodyLimit: 8 << 10, rate: rate, errors: .page), handler
            )
        }
        page(.get, "/", .anyPrincipal, .none(because: "shows counts, classes and states only"), today)
        page(
            .get, "/login", .open(because: "asks who is there"), .none(because: "shows an empty form"), rate: .light,
            showSignIn)
        page(
            .post, "/login", .open(because: "finds out who is there"), .event(AuditAction("session.begin")),
            rate: .signIn, signIn)
        if openID != nil {
            page(
                .get, "/login/openid", .open(because: "leads to the issuer"),
                .none(because: "changes nothing here"), rate: .signIn, leaveForIssuer)
            page(
                .get, "/login/openid/callback", .open(because: "finds out who is there"),
                .event(AuditAction("session.begin")), rate: .signIn, returnFromIssuer)
        }
        page(.post, "/logout", .anyPrincipal, .event(AuditAction("session.end")), signOut)
        page(.get, "/account", .anyPrincipal, .none(because: "shows the person's own sessions"), account)
        page(
            .get, "/account/password", .anyPrincipal, .none(because: "shows an empty form"), showFirstPassword)
        page(
            .post, "/account/password", .anyPrincipal, .event(AuditAction("user.change-password")), rate: .signIn,
            changePassword)
        page(
            .post, "/account/sessions/end", .anyPrincipal, .event(AuditAction("session.end")), endSession)
        page(
            .post, "/account/sessions/end-others", .anyPrincipal, .event(AuditAction("session.end")), endOtherSessions)
        page(
            .get, "/docs", .open(because: "describes the interface and holds no data"),
            .none(because: "the same for everybody"), rate: .light, showReference)
        for file in [reference.yaml, reference.json] {
            page(
                .get, file.path, .open(because: "describes the interface and holds no data"),
                .none(because: "the same for everybody"), rate: .light
            ) { request, _ in file.answer(request) }
        }
        let sheet = PublicFile(path: "/style.css", type: "text/css; charset=utf-8", bytes: StyleSheet.current.bytes)
        page(
            .get, sheet.path, .open(because: "colours and sizes"), .none(because: "the same for everybody"),
            rate: .light
        ) { request, _ in sheet.answer(request) }
    }
}
