// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Glibc

/// One connection to a server, used by one thread at a time.
///
/// libpq is used without its blocking calls: the thread waits in `poll` for the socket and for a descriptor with which
/// others wake it, so that a dead network can neither hold it nor keep a cancellation from it. (Only the look-up of a
/// host's name blocks, by the limits of the system's resolver.)
final class PostgresLink {
    /// How long to wait for the end of a statement that was cancelled, in seconds.
    private static let cancelGrace = 2.0
    /// How long an encrypted connection is waited for without asking libpq, in milliseconds.
    private static let slice: Int32 = 1_000
    /// How many rows that nobody wants are read off before the statement is cancelled instead.
    private static let drainedRows = 10_000

    let place: String
    let wake: PostgresWake
    /// Whether the connection must not be used again.
    private(set) var isBroken = false
    /// How long the server may be silent, in seconds; nil is without end.
    var patience: Double?
    /// Ends what is being waited for.
    var interruption: Interruption?
    /// Statements that the server has prepared, by their text.
    private(set) var prepared: [String: PostgresPlan] = [:]
    /// Whether a table changed under a prepared statement, so that all should be prepared anew.
    private(set) var hasStalePlans = false
    private var plans = 0
    private let handle: OpaquePointer

    /// Connects.
    ///
    /// - Parameters:
    ///   - url: where to.
    ///   - deadline: until when.
    ///   - interruption: ends the waiting.
    ///   - wake: what others wake the thread with.
    ///   - options: the limits that the server is told.
    /// - Throws: ``StoreError`` with `unreachable`, or `CancellationError`.
    init(
        _ url: PostgresURL, until deadline: ContinuousClock.Instant, _ interruption: Interruption?, wake: PostgresWake,
        _ options: StoreOptions
    ) throws {
        place = url.place
        self.wake = wake
        // The strings must stay where they are only until the call returns; libpq copies them.
        var words = url.parameters.map { strdup($0.word) }
        var values = url.parameters.map { strdup($0.value) }
        defer { for string in words + values { free(string) } }
        words.append(nil)
        values.append(nil)
        let started = words.withUnsafeBufferPointer { words in
            values.withUnsafeBufferPointer { values in
                words.withMemoryRebound(to: UnsafePointer<CChar>?.self) { words in
                    values.withMemoryRebound(to: UnsafePointer<CChar>?.self) { values in
                        PQconnectStartParams(words.baseAddress, values.baseAddress, 0)
                    }
                }
            }
        }
        guard let started else { throw StoreError.unreachable(url.place, "out of memory") }
        handle = started
        self.interruption = interruption
        // Without this, libpq prints the server's notices on stderr.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        // All is set, so that from here on a failure ends in deinit, which hangs up.
        try finishConnecting(until: deadline)
        PQsetnonblocking(handle, 1)
        do {
            try execute(Self.settings(options), within: options.connectTimeout)
        } catch let error as StoreError where error.code == .disconnected {
            throw StoreError.unreachable(place, "it hung up")
        }
    }

    /// What every connection tells its server.
    private static func settings(_ options: StoreOptions) -> String {
        """
        SET lock_timeout = \(Int(options.busyTimeout * 1_000));
        SET statement_timeout = \(Int(options.statementTimeout * 1_000));
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
        """
    }

    deinit {
        PQfinish(handle)
    }

    private func finishConnecting(until deadline: ContinuousClock.Instant) throws {
        var events = Int16(POLLOUT)
        while true {
            guard PQstatus(handle) != CONNECTION_BAD else { break }
            switch try wait(for: events, until: deadline) {
            case .ready: break
            case .silence: throw StoreError.unreachable(place, "no answer in time")
            case .woken: throw CancellationError()
            }
            switch PQconnectPoll(handle) {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_READING: events = Int16(POLLIN)
            case PGRES_POLLING_WRITING: events = Int16(POLLOUT)
            default: throw StoreError.unreachable(place, PostgresRefusal.text(complaint))
            }
        }
        throw StoreError.unreachable(place, PostgresRefusal.text(complaint))
    }

    private var complaint: String { PQerrorMessage(handle).map { String(cString: $0) } ?? "" }

    /// The certificate's strength and the like, for the check-up; nil without TLS.
    var encryption: String? {
        guard PQsslInUse(handle) == 1 else { return nil }
        let names: [String] = ["protocol", "cipher"]
        return names.compactMap { name in PQsslAttribute(handle, name).map { String(cString: $0) } }
            .joined(separator: ", ")
    }

    /// Whether the server has a transaction open for this connection.
    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// Whether a statement failed in the transaction, so that it can only be rolled back.
    var isTransactionFailed: Bool { PQtransactionStatus(handle) == PQTRANS_INERROR }

    // MARK: Waiting

    private enum Waited {
        case ready
        case silence
        case woken
    }

    /// Waits for the socket. Says `woken` only when somebody cancelled.
    private func wait(for events: Int16, until deadline: ContinuousClock.Instant?) throws -> Waited {
        while true {
            if let interruption, interruption.isCancelled { return .woken }
            var left: Int32 = -1
            if let deadline {
                let rest = ContinuousClock.now.duration(to: deadline)
                guard rest > .zero else { return .silence }
                // Rounded up: rounded down, the last millisecond would be spent in a busy loop.
                left = Int32(min(rest / .milliseconds(1), 3_600_000)) + 1
            }
            // OpenSSL can hold bytes back of which the socket knows nothing more, so libpq is asked once a second.
            let isSlice = PQsslInUse(handle) == 1 && !(0...Self.slice).contains(left)
            if isSlice { left = Self.slice }
            var waiting = [
                pollfd(fd: PQsocket(handle), events: events, revents: 0),
                pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&waiting, 2, left)
            guard count >= 0 || errno == EINTR else { throw broken() }
            if waiting[1].revents != 0 { wake.clear() }
            // An error or hang-up of the socket is found by reading.
            if waiting[0].revents != 0 || count == 0 && isSlice { return .ready }
        }
    }

    private func broken() -> StoreError {
        isBroken = true
        return .disconnected(place, cause: PostgresFailure(state: ""))
    }

    /// Whether the server has gone since the connection was last used, as far as the socket tells.
    func isGone() -> Bool {
        var waiting = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        if isBroken || PQstatus(handle) != CONNECTION_OK { return true }
        // Nothing is due, so whatever is there is a farewell, or a parameter that changed.
        guard poll(&waiting, 1, 0) > 0 else { return false }
        return PQconsumeInput(handle) == 0 || PQstatus(handle) != CONNECTION_OK
    }

    // MARK: Statements

    /// Sends a command and hands out its results one by one, to the last.
    ///
    /// - Parameters:
    ///   - silence: how long the server may be silent, in seconds; nil is without end.
    ///   - send: gives the command to libpq; 0 is a failure.
    ///   - body: reads a result that is no error. When it throws, what follows is read off.
    /// - Throws: ``StoreError``, `CancellationError`, or what `body` throws.
    func command(
        silence: Double?, _ send: (OpaquePointer) -> Int32, _ body: (OpaquePointer) throws -> Void
    ) throws {
        guard !isBroken, send(handle) == 1 else { throw broken() }
        var failure: (any Error)?
        var unwanted = 0
        do {
            try flush(silence)
            while let result = try nextResult(silence) {
                defer { PQclear(result) }
                switch PQresultStatus(result) {
                case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR:
                    let answer = PostgresFailure(result)
                    if ["0A000", "26000"].contains(answer.state) { hasStalePlans = true }
                    failure = failure ?? StoreError.postgres(answer, place: place)
                case PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COMMAND_OK:
                    guard failure == nil else {
                        unwanted += Int(PQntuples(result))
                        if unwanted > Self.drainedRows { throw TooMuch() }
                        continue
                    }
                    do { try body(result) } catch { failure = error }
                default:
                    // COPY and the like: nobody here writes such statements.
                    failure = StoreError.misuse("a statement of a kind that is not allowed", place: place)
                    throw TooMuch()
                }
            }
        } catch is TooMuch {
            abandon()
        } catch is CancellationError {
            abandon()
            throw CancellationError()
        }
        if let failure {
            if PQstatus(handle) != CONNECTION_OK { isBroken = true }
            throw failure
        }
    }

    /// More rows come that nobody wants.
    private struct TooMuch: Error {}

    private func deadline(_ silence: Double?) -> ContinuousClock.Instant? {
        silence.map { .now + .seconds($0) }
    }

    private func flush(_ silence: Double?) throws {
        let deadline = deadline(silence)
        while true {
            switch PQflush(handle) {
            case 0: return
            case 1: break
            default: throw broken()
            }
            // The server may have to be heard before it listens.
            switch try wait(for: Int16(POLLIN | POLLOUT), until: deadline) {
            case .ready: guard PQconsumeInput(handle) == 1 else { throw broken() }
            case .silence: throw broken()
            case .woken: throw CancellationError()
            }
        }
    }

    private func nextResult(_ silence: Double?) throws -> OpaquePointer? {
        if PQisBusy(handle) == 1 {
            let deadline = deadline(silence)
            repeat {
                switch try wait(for: Int16(POLLIN), until: deadline) {
                case .ready: guard PQconsumeInput(handle) == 1 else { throw broken() }
                case .silence: throw broken()
                case .woken: throw CancellationError()
                }
            } while PQisBusy(handle) == 1
        }
        return PQgetResult(handle)
    }

    /// Asks the server to end the statement, waits a little for that, and gives the connection up: a cancellation that
    /// arrives late would hit the next statement.
    private func abandon() {
        isBroken = true
        interruption = nil
        guard let request = PQgetCancel(handle) else { return }
        // This call blocks until the network lets it, so it gets a thread of its own.
        let address = UInt(bitPattern: request)
        NamedThread.start("tutela.cancel") {
            let request = OpaquePointer(bitPattern: address)
            var complaint = [CChar](repeating: 0, count: 256)
            _ = PQcancel(request, &complaint, Int32(complaint.count))
            PQfreeCancel(request)
        }
        let deadline = ContinuousClock.now + .seconds(Self.cancelGrace)
        while ContinuousClock.now < deadline {
            while PQisBusy(handle) == 1 {
                guard case .ready? = try? wait(for: Int16(POLLIN), until: deadline), PQconsumeInput(handle) == 1 else {
                    return
                }
            }
            guard let result = PQgetResult(handle) else { return }
            PQclear(result)
        }
    }

    /// Runs statements without parameters and without interesting results.
    ///
    /// - Parameters:
    ///   - sql: one or more statements of this program's own.
    ///   - silence: how long the server may be silent, in seconds.
    /// - Returns: the tag of the last one, for example `COMMIT`.
    @discardableResult
    func execute(_ sql: String, within silence: Double?) throws -> String {
        var tag = ""
        try command(silence: silence, { PQsendQuery($0, sql) }) { tag = String(cString: PQcmdStatus($0)) }
        return tag
    }

    // MARK: Plans

    /// A name for a prepared statement that this connection has not used before.
    func nextPlanName() -> String {
        plans += 1
        return "t\(plans)"
    }

    func remember(_ plan: PostgresPlan, for sql: String) {
        prepared[sql] = plan
    }

    func forgetPlans() {
        prepared = [:]
        hasStalePlans = false
    }

    // MARK: Listening

    /// Waits for notifications.
    ///
    /// - Returns: their payloads; empty when there was none for a while or somebody woke the thread.
    func notifications(within seconds: Double) throws -> [String] {
        _ = try wait(for: Int16(POLLIN), until: .now + .seconds(seconds))
        guard PQconsumeInput(handle) == 1 else { throw broken() }
        return pendingNotifications()
    }

    /// Notifications that came beside other answers.
    func pendingNotifications() -> [String] {
        var payloads: [String] = []
        while let notification = PQnotifies(handle) {
            payloads.append(notification.pointee.extra.map { String(cString: $0) } ?? "")
            PQfreemem(notification)
        }
        return payloads
    }
}
