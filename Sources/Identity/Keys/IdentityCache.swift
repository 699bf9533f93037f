// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Store
internal import Synchronization

/// Why a key was not accepted. A client is told no more than "not accepted", except that it may try later.
public enum KeyRefusal: String, Error, Sendable {
    /// It is no key at all, or was never made, or its secret is another.
    case unknown
    /// It was revoked.
    case revoked
    /// It has expired.
    case expired
    /// It may not be used from this address.
    case elsewhere
    /// The server could not find out for some time which keys were revoked, so it accepts none: the cause lies here.
    case unconfirmed
}

/// Answers who a key belongs to from memory, and follows the changes of keys.
///
/// It asks every half second for the number of the last change, and at once when a change was announced, so a revocation
/// is effective on every server within a second. When it could not ask for longer than `staleness`, it accepts no key:
/// one that was revoked meanwhile must not open anything.
public final class IdentityCache: Sendable {
    private struct CachedKey {
        let principal: Principal
        let hash: [UInt8]
        let oldHash: [UInt8]?
        let oldUntil: UTCTime?
        let expires: UTCTime
        let isRevoked: Bool
        let networks: [NetworkBlock]
    }

    private struct State {
        var keys: [String: CachedKey] = [:]
        var change: Int64 = -1
        var confirmed: UTCTime?
        /// When each key's use was last put down to be written.
        var noted: [String: UTCTime] = [:]
        var unwritten: [String: UTCTime] = [:]
    }

    private let store: Store
    private let keys: KeyRepository
    private let clock: @Sendable () -> UTCTime
    private let staleness: Int64
    private let state = Mutex(State())

    /// - Parameters:
    ///   - store: a store that was opened with ``IdentitySchema/schema``.
    ///   - clock: tells the time.
    ///   - staleness: seconds without confirmation after which no key is accepted.
    public init(store: Store, clock: @escaping @Sendable () -> UTCTime, staleness: Int = 10) {
        self.store = store
        self.clock = clock
        self.staleness = Int64(staleness)
        keys = KeyRepository(store: store, clock: clock)
    }

    /// Who a key belongs to.
    ///
    /// - Parameters:
    ///   - text: the key as it was sent.
    ///   - address: where it was sent from, as far as that is believed; `nil` where nobody knows, which is refused when
    ///     the key is bound to networks.
    ///   - now: the time.
    /// - Throws: ``KeyRefusal``.
    public func principal(forKey text: String, from address: String?, now: UTCTime) throws(KeyRefusal) -> Principal {
        guard let secret = KeySecret(text) else { throw .unknown }
        let (key, confirmed) = state.withLock { state -> (CachedKey?, UTCTime?) in
            (state.keys[secret.id], state.confirmed)
        }
        guard isRecent(confirmed, now) else { throw .unconfirmed }
        guard let key else { throw .unknown }
        let isCurrent = ConstantTime.equal(secret.hash, key.hash)
        let isOld = key.oldHash.map { ConstantTime.equal(secret.hash, $0) } ?? false
        guard isCurrent || isOld else { throw .unknown }
        guard !key.isRevoked else { throw .revoked }
        guard now < key.expires, isCurrent || key.oldUntil.map({ now < $0 }) == true else { throw .expired }
        if !key.networks.isEmpty {
            guard let address = address.flatMap(NetworkAddress.init),
                key.networks.contains(where: { $0.contains(address) })
            else { throw .elsewhere }
        }
        note(secret.id, now)
        return key.principal
    }

    /// When it was last certain that nothing newer exists; `nil` before the first time.
    public var confirmed: UTCTime? { state.withLock(\.confirmed) }

    /// Whether keys are accepted at a moment: for `/readyz`.
    public func isConfirmed(_ now: UTCTime) -> Bool { isRecent(confirmed, now) }

    /// Looks once for what is new.
    ///
    /// - Parameter everything: whether all keys are read anew: after the connection was lost, it may be another database.
    /// - Throws: `StoreError`.
    public func refresh(everything: Bool = false) throws {
        let asked = clock()
        let known = everything ? -1 : state.withLock(\.change)
        try store.read { connection in
            let change = try IdentitySchema.lastChange(connection)
            guard change != known else {
                state.withLock { $0.confirmed = asked }
                return
            }
            // A number that went back is a database that was restored.
            let isWhole = known < 0 || change < known
            var changed: [String: CachedKey] = [:]
            try connection.forEachRow(
                "SELECT \(APIKey.columns) FROM identity_key WHERE change > $1", [.integer(isWhole ? -1 : known)]
            ) { row in
                let key = try APIKey(row)
                changed[key.id] = CachedKey(
                    principal: key.principal, hash: row.blob(14), oldHash: row.optionalBlob(15),
                    oldUntil: key.oldSecretUntil, expires: key.expires, isRevoked: key.revoked != nil,
                    networks: key.networks)
            }
            state.withLock { state in
                if isWhole { state.keys = changed } else { state.keys.merge(changed) { $1 } }
                state.change = change
                state.confirmed = asked
            }
        }
    }

    /// Writes when keys were used, as far as that was not written yet.
    ///
    /// - Throws: `StoreError`; what could not be written is tried again next time.
    public func writeUses() throws {
        let uses = state.withLock { state in
            defer { state.unwritten = [:] }
            return state.unwritten
        }
        do {
            try keys.note(uses)
        } catch {
            state.withLock { $0.unwritten.merge(uses) { newer, _ in newer } }
            throw error
        }
    }

    /// Follows the changes until it is cancelled. Errors of the database are waited out; ``isConfirmed(_:)`` says so.
    public func follow() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.listen() }
            group.addTask { await self.look() }
            await group.waitForAll()
        }
        // Not `perform`: the task is cancelled, and this is the last that is asked of the store here.
        try? writeUses()
    }

    /// Looks at once when something was announced.
    private func listen() async {
        for await announcement in store.announcements() {
            switch announcement {
            case .changed(IdentitySchema.topic), .changed(nil): try? await store.perform { try self.refresh() }
            case .connected: try? await store.perform { try self.refresh(everything: true) }
            case .changed, .disconnected: break
            }
        }
    }

    /// Looks twice a second, whatever was announced.
    private func look() async {
        var round = 0
        while !Task.isCancelled {
            try? await store.perform { try self.refresh() }
            round += 1
            if round.isMultiple(of: 20) { try? await store.perform { try self.writeUses() } }
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    /// A clock that was set back says nothing about how old the confirmation is.
    private func isRecent(_ confirmed: UTCTime?, _ now: UTCTime) -> Bool {
        guard let confirmed else { return false }
        return (-1...staleness).contains(now.seconds - confirmed.seconds)
    }

    private func note(_ id: String, _ now: UTCTime) {
        state.withLock { state in
            if let last = state.noted[id], now.seconds - last.seconds < 60, now >= last { return }
            state.noted[id] = now
            state.unwritten[id] = now
        }
    }
}
