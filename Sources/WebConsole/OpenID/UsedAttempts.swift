// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Synchronization

/// Attempts that came back already, so that none comes back twice. On another server of the same installation the issuer's
/// own rule holds: a code works once.
final class UsedAttempts: Sendable {
    private let ends = Mutex<[String: Int64]>([:])
    private let most: Int

    init(most: Int = 10_000) {
        self.most = most
    }

    /// - Returns: whether this is the first time.
    func use(_ attempt: SignInAttempt, now: UTCTime) -> Bool {
        ends.withLock { ends in
            if ends.count >= most {
                ends = ends.filter { $0.value > now.seconds }
                // Full of attempts that still run: refused rather than forgotten.
                guard ends.count < most else { return false }
            }
            return ends.updateValue(attempt.ends, forKey: attempt.state) == nil
        }
    }
}
