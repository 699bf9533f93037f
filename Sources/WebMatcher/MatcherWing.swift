// SPDX-License-Identifier: Apache-2.0

public import Banks
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import NIOCore
public import Outbound
public import Screening
public import Store
public import Web

/// The surface that speaks as Meta's Hasher-Matcher-Actioner 1.1 does, so that its clients keep going when they change a
/// URL: `/status`, `/h`, `/m`, `/c`.
///
/// It is off unless the operator switches it on. Every path, status and shape is that of the reference; where the
/// reference is wrong and nobody can depend on it, this is right: `docs/migrating-from-hma.md` lists each difference.
public struct MatcherWing: Wing {
    let store: Store
    let banks: BankRepository
    let lists: LiveLists
    let shares: SignalShares
    let screener: Screener
    let fetch: GuardedFetch
    let uploadLimit: Int

    /// Puts the surface together.
    ///
    /// - Parameters:
    ///   - store: opened with ``MatcherSchema/schema``, among others.
    ///   - banks: the banks that it manages.
    ///   - lists: the lists in memory that look-ups ask.
    ///   - shares: which kinds of fingerprint answer; keep them following the store's announcements.
    ///   - screener: makes fingerprints of pictures.
    ///   - fetch: fetches media by URL, from hosts that the operator allows.
    ///   - uploadLimit: longest upload or fetched file, in bytes; the reference takes 100 MiB.
    public init(
        store: Store, banks: BankRepository, lists: LiveLists, shares: SignalShares, screener: Screener,
        fetch: GuardedFetch, uploadLimit: Int = 100 << 20
    ) {
        self.store = store
        self.banks = banks
        self.lists = lists
        self.shares = shares
        self.screener = screener
        self.fetch = fetch
        self.uploadLimit = uploadLimit
    }

    /// Opens the doors of this surface.
    public func open(_ doors: inout Doors) {
        openHashing(&doors)
        openMatching(&doors)
        openBanks(&doors)
        openContent(&doors)
        openExchanges(&doors)
        openTypes(&doors)
        // Last: it lists the doors before it.
        openStatus(&doors)
    }

    // MARK: Doors

    typealias Handle = @Sendable (Request, WebContext) async throws -> Response

    func open(
        _ method: HTTPRequest.Method, _ path: String, _ permission: Permission, _ audit: Door.Audit,
        limit: Int = 64 << 10, rate: Door.RateClass = .ordinary, _ doors: inout Doors, _ handle: @escaping Handle
    ) {
        open(method, path, access: .requires(permission), audit, limit: limit, rate: rate, &doors, handle)
    }

    func open(
        _ method: HTTPRequest.Method, _ path: String, access: Door.Access, _ audit: Door.Audit, limit: Int = 64 << 10,
        rate: Door.RateClass = .ordinary, _ doors: inout Doors, _ handle: @escaping Handle
    ) {
        let door = Door(method, path, access: access, audit: audit, bodyLimit: limit, rate: rate, errors: .matcher)
        doors.open(door) { request, context in
            do {
                return try await handle(request, context)
            } catch let problems as FieldProblems {
                return problems.response
            } catch let error as BankError {
                throw Self.problem(error)
            }
        }
    }

    // MARK: Errors

    static func bad(_ detail: String) -> Problem { Problem(.badRequest, code: "request-invalid", detail: detail) }

    static func noSignalType(_ name: String) -> Problem { bad("No such SignalType '\(name)'") }

    static func notEnabled(_ type: SignalType) -> Problem { bad("SignalType '\(type.rawValue)' is not enabled") }

    func enabledType(_ name: String) throws(Problem) -> SignalType {
        guard let type = SignalType(rawValue: name) else { throw Self.noSignalType(name) }
        guard shares.isEnabled(type) else { throw Self.notEnabled(type) }
        return type
    }

    /// Permissions beyond the door's, for handlers that do two things.
    func require(_ permission: Permission, _ context: WebContext) throws(Problem) {
        guard try context.requirePrincipal().may(permission) else {
            let detail =
                permission == .hash ? "Hashing is disabled, missing role" : "Missing permission \(permission.rawValue)"
            throw Problem(.forbidden, code: "forbidden", detail: detail)
        }
    }

    private static func problem(_ error: BankError) -> Problem {
        let status: HTTPResponse.Status =
            switch error.code {
            case .unknownBank, .unknownEntry: .notFound
            case .nameTaken: .forbidden
            case .nameInvalid, .settingInvalid, .entryInvalid, .entryIDTaken: .badRequest
            default: .internalServerError
            }
        // What is wrong with keys and seals is the operator's business; the log has it.
        let detail = status == .internalServerError ? "The bank cannot be read." : "\(error.message). \(error.remedy)"
        return Problem(status, code: error.code.description.lowercased(), detail: detail)
    }

    // MARK: Bodies

    /// The body as JSON; `nil` when it is none or is not called so.
    func json(_ request: Request, _ context: WebContext) async throws -> JSONValue? {
        guard let type = request.mediaType, type == "application/json" || type.hasSuffix("+json") else { return nil }
        return JSONValue(try await request.bytes(context))
    }

    /// The body as JSON, where the reference refuses everything else in Flask's words.
    func requireJSON(_ request: Request, _ context: WebContext) async throws -> JSONValue {
        guard let type = request.mediaType, type == "application/json" || type.hasSuffix("+json") else {
            throw Problem(
                .unsupportedMediaType, code: "media-type-unsupported",
                detail: "Did not attempt to load JSON data because the request Content-Type was not 'application/json'."
            )
        }
        guard let value = JSONValue(try await request.bytes(context)) else {
            throw Self.bad("The browser (or proxy) sent a request that this server could not understand.")
        }
        return value
    }

    // MARK: The database

    /// Runs a change, with its audit event in the same transaction, and waits until look-ups of this server see it: a
    /// client that adds and asks is answered rightly.
    func change<Result: Sendable>(_ body: @escaping @Sendable (SQLConnection) throws -> Result) async throws -> Result {
        let (store, banks) = (store, banks)
        let (result, change) = try await store.perform {
            try store.write { (try body($0), try banks.lastChange(within: $0).number) }
        }
        await lists.reached(change)
        return result
    }

    func look<Result: Sendable>(_ body: @escaping @Sendable (SQLConnection) throws -> Result) async throws -> Result {
        let store = store
        return try await store.perform { try store.read { try body($0) } }
    }

    static func scope(_ context: WebContext) throws(Problem) -> BankScope {
        BankScope(tenant: try context.requirePrincipal().tenant?.description)
    }
}
