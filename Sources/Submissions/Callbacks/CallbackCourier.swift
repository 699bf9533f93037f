// SPDX-License-Identifier: Apache-2.0

public import CivilTime
internal import Store

/// Delivers callbacks, while this server is the one that does.
public struct CallbackCourier: Sendable {
    private let outbox: CallbackOutbox
    private let sender: any CallbackSender
    private let holder: String
    private let clock: @Sendable () -> UTCTime

    /// - Parameters:
    ///   - outbox: what waits to be delivered.
    ///   - sender: delivers one, signed.
    ///   - holder: names this run of this server.
    ///   - clock: tells the time.
    public init(
        _ outbox: CallbackOutbox, sender: any CallbackSender, holder: String,
        clock: @escaping @Sendable () -> UTCTime
    ) {
        self.outbox = outbox
        self.sender = sender
        self.holder = holder
        self.clock = clock
    }

    /// Delivers everything that is due, once.
    ///
    /// - Returns: how many attempts were made; `nil` while another server delivers.
    /// - Throws: `StoreError`.
    @discardableResult
    public func deliverDue() async throws -> Int? {
        let outbox = outbox
        let holder = holder
        guard let leadership = try await outbox.store.perform({ try outbox.lead(holder) }) else { return nil }
        let due = try await outbox.store.perform { try outbox.due(limit: 8) }
        // At once, so that one slow endpoint does not make the others wait for longer than the lease.
        let receipts = await withTaskGroup(of: (Int, CallbackReceipt).self) { group in
            for (index, callback) in due.enumerated() {
                group.addTask { (index, await sender.send(callback, at: clock())) }
            }
            var receipts: [(Int, CallbackReceipt)] = []
            for await receipt in group { receipts.append(receipt) }
            return receipts
        }
        for (index, receipt) in receipts {
            let callback = due[index]
            try await outbox.store.perform { try outbox.record(receipt, of: callback, leadership) }
        }
        return due.count
    }

    /// Delivers until the task is cancelled; then gives the right to deliver back.
    ///
    /// - Parameters:
    ///   - pause: between two looks into the outbox when nothing was due.
    ///   - report: told of a failure, after which it goes on.
    public func run(pause: Duration = .seconds(1), report: @Sendable (any Error) -> Void = { _ in }) async {
        while !Task.isCancelled {
            do {
                if let count = try await deliverDue(), count > 0 { continue }
            } catch {
                report(error)
            }
            try? await Task.sleep(for: pause)
        }
        if let leadership = try? outbox.lead(holder) { try? outbox.resign(leadership) }
    }
}
