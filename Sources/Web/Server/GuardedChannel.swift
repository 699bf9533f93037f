// SPDX-License-Identifier: Apache-2.0

internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Synchronization

/// A connection with its watch in front of whatever speaks HTTP on it.
struct GuardedChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let settings: ListenerSettings
    let meters: ServerMeters
    let addresses: AddressCounter

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        let address = PeerAddress(channel.remoteAddress).network
        let isAdmitted = addresses.enter(address, limit: settings.maxConnectionsPerAddress)
        meters.opened()
        channel.closeFuture.whenComplete { [meters, addresses] _ in
            meters.ended()
            addresses.leave(address)
        }
        do {
            try channel.pipeline.syncOperations.addHandler(
                ConnectionWatch(PatienceTimer(settings, channel: channel, meters: meters)))
        } catch { return channel.eventLoop.makeFailedFuture(error) }
        return base.setup(channel: channel, logger: logger).map { value in
            if !isAdmitted {
                meters.refused()
                channel.close(promise: nil)
            }
            return value
        }
    }

    func handle(value: Base.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}

/// How many connections each address has.
final class AddressCounter: Sendable {
    private let counts = Mutex<[PeerAddress: Int]>([:])

    /// Counts a connection, whether it may stay or not.
    func enter(_ address: PeerAddress, limit: Int) -> Bool {
        let count = counts.withLock { counts in
            counts[address, default: 0] += 1
            return counts[address] ?? 0
        }
        return address.isLoopback || address == .unknown || count <= limit
    }

    func leave(_ address: PeerAddress) {
        counts.withLock { counts in
            guard let count = counts[address] else { return }
            counts[address] = count > 1 ? count - 1 : nil
        }
    }
}
