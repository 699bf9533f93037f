// SPDX-License-Identifier: Apache-2.0

internal import Synchronization
internal import Web

/// Health for pages that are made before it.
final class LateHealth: Sendable {
    private let health = Mutex<Health?>(nil)

    func set(_ new: Health) { health.withLock { $0 = new } }

    func findings() async -> [String: HealthCheck.Finding] {
        guard let health = health.withLock({ $0 }) else { return [:] }
        return await health.findings()
    }
}

/// The cookie of sessions, for gate and pages alike.
enum SessionCookie {
    /// Without TLS a browser refuses `Secure`, which the prefix `__Host-` demands.
    static func name(isSecure: Bool) -> String { isSecure ? "__Host-tutela" : "tutela" }
}
