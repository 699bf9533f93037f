// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Ledger
import Store
import StoreTestSupport
import Synchronization
import Testing

@testable import Identity

/// Everything of this room on one database, with a clock that stands still until it is moved.
final class House: Sendable {
    final class Clock: Sendable {
        private let seconds = Mutex(Int64(1_800_000_000))
        var now: UTCTime { UTCTime(seconds: seconds.withLock { $0 }) }
        func advance(_ count: Int64) { seconds.withLock { $0 += count } }
    }

    let database: TestDatabase
    let store: Store
    let clock = Clock()
    let users: UserRepository
    let keys: KeyRepository
    let sessions: SessionRepository
    let tenants: TenantRepository
    let signIn: SignIn
    let foreign: ForeignSignIn
    let log: AuditLog

    static let schemas = [LedgerSchema.schema, IdentitySchema.schema]
    /// scrypt as cheap as it can be: what is proven here does not depend on its cost.
    static let cheap = ScryptCost(logN: 1, r: 1, p: 1)
    static let password = "fence lantern oatmeal drift"

    convenience init(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        try self.init(database, try database.open(Self.schemas))
    }

    private init(_ database: TestDatabase, _ store: Store) throws {
        self.database = database
        self.store = store
        let clock = clock
        users = UserRepository(store: store, clock: { clock.now })
        keys = KeyRepository(store: store, clock: { clock.now })
        sessions = SessionRepository(store: store, clock: { clock.now })
        tenants = TenantRepository(store: store, clock: { clock.now })
        signIn = SignIn(
            store: store, sessions: sessions, hasher: PasswordHasher(cost: Self.cheap, lanes: 2, waiting: 1_000),
            clock: { clock.now })
        foreign = ForeignSignIn(users: users, sessions: sessions)
        log = AuditLog(clock: { clock.now })
    }

    let program = Principal.program("test")

    /// Records under an action that names the test.
    func recording(_ action: String = "test.change", by actor: String = "program:test") -> AuditRecording {
        log.recording(AuditAction(action), by: actor)
    }

    @discardableResult
    func add(
        _ name: String, _ roles: Set<Role> = [], tenant: TenantName? = nil, password: String? = House.password,
        by manager: Principal? = nil
    ) throws -> User {
        let hash = try password.map { try PasswordHash(of: $0, cost: Self.cheap) }
        return try users.add(
            name, tenant: tenant, roles: roles, password: hash, by: manager ?? program, recording: recording())
    }

    func tenant(_ name: String) throws -> TenantName {
        let name = try #require(TenantName(name))
        _ = try tenants.create(name, by: program, recording: recording())
        return name
    }

    /// Lets somebody choose a password, so that nothing more is asked of them.
    func settle(_ login: String, from address: String? = nil) async throws -> StartedSession {
        let first = try await signIn.attempt(
            login, password: Self.password, from: address, recording: recording("session.sign-in"))
        guard first.session.user.mustChangePassword else { return first }
        return try await signIn.changePassword(
            of: first.session, from: Self.password, to: Self.password + "!", at: address, recording: recording())
    }

    func events() throws -> [AuditRecord] { try store.read { try log.events(limit: 1_000, within: $0) } }
}

/// Runs something that must be refused, and proves that nothing is left of it: no event, no change.
func refused(
    _ code: IdentityError.Code, _ house: House, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
) throws {
    let before = try house.events().count
    let error = #expect(throws: IdentityError.self, sourceLocation: sourceLocation) { try body() }
    #expect(error?.code == code, "\(error.map(String.init(describing:)) ?? "")", sourceLocation: sourceLocation)
    #expect(try house.events().count == before, sourceLocation: sourceLocation)
}

struct RecordingFailed: Error {}

/// A recording that fails: the change must fail with it.
let failingRecording: AuditRecording = { _, _, _ in throw RecordingFailed() }
