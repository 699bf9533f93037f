// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Synchronization

/// Computes password hashes on threads of its own, few at once: each takes 128 MiB and some tenths of a second, and whoever
/// may try to sign in must not be able to take the machine.
public final class PasswordHasher: Sendable {
    /// What a new hash costs.
    public let cost: ScryptCost
    private let random: RandomBytes
    private let lanes: [DispatchQueue]
    private let state: Mutex<State>
    private let waiting: Int
    /// A hash of nothing that anybody knows: unknown names cost what known ones cost.
    private let decoy: PasswordHash

    private struct State {
        var load: [Int]
    }

    /// - Parameters:
    ///   - cost: what a new hash costs.
    ///   - lanes: how many are computed at once.
    ///   - waiting: how many more may wait; beyond that ``IdentityError/Code/busy`` is thrown at once.
    ///   - random: gives salts.
    public init(cost: ScryptCost = .standard, lanes: Int = 1, waiting: Int = 16, random: RandomBytes = .system) {
        self.cost = cost
        self.random = random
        self.waiting = waiting
        self.lanes = (0..<max(1, lanes)).map { DispatchQueue(label: "tutela.passwords.\($0)") }
        state = Mutex(State(load: Array(repeating: 0, count: max(1, lanes))))
        decoy = PasswordHash(cost: cost, salt: random.bytes(16), hash: random.bytes(32))
    }

    /// Hashes a new password.
    ///
    /// - Throws: ``IdentityError``.
    public func hash(_ password: String) async throws -> PasswordHash {
        let (cost, random) = (cost, random)
        return try await run { () throws(IdentityError) in try PasswordHash(of: password, cost: cost, random: random) }
    }

    /// Whether a password is the one; `nil` stands for a user who does not exist or has none, costs the same, and never is.
    ///
    /// - Throws: ``IdentityError``.
    public func matches(_ password: String, _ hash: PasswordHash?) async throws -> Bool {
        let decoy = decoy
        return try await run { () throws(IdentityError) in
            let matches = try (hash ?? decoy).matches(password)
            return matches && hash != nil
        }
    }

    private func run<Result: Sendable>(
        _ work: @escaping @Sendable () throws(IdentityError) -> Result
    ) async throws -> Result {
        let lane = state.withLock { state -> Int? in
            guard state.load.reduce(0, +) < lanes.count + waiting,
                let lane = state.load.indices.min(by: { state.load[$0] < state.load[$1] })
            else { return nil }
            state.load[lane] += 1
            return lane
        }
        guard let lane else {
            throw IdentityError(
                .busy, "\(lanes.count + waiting) passwords are being checked already",
                remedy: "Try again in some seconds.")
        }
        return try await withCheckedThrowingContinuation { continuation in
            lanes[lane].async {
                let result = Swift.Result { try work() }
                self.state.withLock { $0.load[lane] -= 1 }
                continuation.resume(with: result)
            }
        }
    }
}

extension PasswordHash {
    init(cost: ScryptCost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }
}
