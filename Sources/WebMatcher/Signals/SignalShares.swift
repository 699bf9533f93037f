// SPDX-License-Identifier: Apache-2.0

public import Store
internal import Synchronization

/// Which share of look-ups each kind of fingerprint answers, held in memory because every look-up asks.
///
/// Only a share of 0 has an effect, as the reference meant it: the kind is switched off.
public final class SignalShares: Sendable {
    private let store: Store
    private let shares: Mutex<[Double]>

    /// Reads the shares.
    ///
    /// - Parameter store: opened with ``MatcherSchema/schema``.
    /// - Throws: `StoreError`.
    public init(_ store: Store) throws {
        self.store = store
        shares = Mutex(try store.read { try Self.read($0) })
    }

    /// Reads the shares anew whenever they may have changed, also on another server of the same database.
    ///
    /// - Parameter announcements: of the store. Returns when they end or the task is cancelled.
    public func follow(_ announcements: AsyncStream<StoreAnnouncement>) async {
        for await announcement in announcements {
            switch announcement {
            case .disconnected: continue
            case .changed(let topic) where topic != nil && topic != Self.topic: continue
            case .changed, .connected:
                // A failed read leaves the shares as they were; the next announcement, or reconnection, tries again.
                try? await reload()
            }
        }
    }

    static let topic = "signal-types"

    func share(of type: SignalType) -> Double { shares.withLock { $0[Self.index(type)] } }

    func isEnabled(_ type: SignalType) -> Bool { share(of: type) > 0 }

    /// Part of the transaction that changes a share.
    func set(_ share: Double, of type: SignalType, _ connection: SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO matcher_signal_type (name, ratio) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET ratio = excluded.ratio
            """,
            [.text(type.rawValue), .integer(Int64((share * Self.whole).rounded()))])
        connection.announce(Self.topic)
    }

    func reload() async throws {
        let store = store
        let read = try await store.perform { try store.read { try Self.read($0) } }
        shares.withLock { $0 = read }
    }

    private static let whole = 1_000_000.0

    private static func index(_ type: SignalType) -> Int { type == .pdq ? 0 : 1 }

    private static func read(_ connection: SQLConnection) throws -> [Double] {
        var shares = SignalType.allCases.map { _ in 1.0 }
        try connection.forEachRow("SELECT name, ratio FROM matcher_signal_type") { row in
            guard let type = SignalType(rawValue: row.text(0)) else { return }
            shares[index(type)] = Double(row.integer(1)) / whole
        }
        return shares
    }
}
