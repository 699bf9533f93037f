// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Waits until both ports are open, and says so once.
final class ListeningPorts: Sendable {
    private let ports = Mutex<(clients: Int?, health: Int?)>((nil, nil))
    private let whenOpen: @Sendable (Int, Int) -> Void

    init(_ whenOpen: @escaping @Sendable (Int, Int) -> Void) { self.whenOpen = whenOpen }

    func found(clients: Int? = nil, health: Int? = nil) {
        let both = ports.withLock { ports -> (Int, Int)? in
            if let clients { ports.clients = clients }
            if let health { ports.health = health }
            guard let clients = ports.clients, let health = ports.health else { return nil }
            return (clients, health)
        }
        if let both { whenOpen(both.0, both.1) }
    }
}
