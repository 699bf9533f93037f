// SPDX-License-Identifier: Apache-2.0

/// How long a connection may keep the server waiting: a state machine without clock or sockets.
///
/// Times are nanoseconds of one clock that never goes back. Only the client's time counts: while a request is being answered, or
/// while nobody wants to read the body, no deadline runs.
struct Patience {
    enum Phase: Equatable {
        /// No request; since when.
        case idle(Int64)
        /// The handshake or a head is coming in; since when.
        case head(Int64)
        /// A body is coming in.
        case body
        /// Everything has come in.
        case answering
    }

    /// Why a connection is closed.
    enum Reason: String {
        case head
        case idle
        case body
        case write
    }

    private static let second: Int64 = 1_000_000_000
    private let settings: ListenerSettings
    private(set) var phase: Phase
    /// Requests that came in and were not answered.
    private var open = 0
    private var bodyBytes: Int64 = 0
    private var bodyWaited: Int64 = 0
    private var waitingSince: Int64?
    private var blockedSince: Int64?

    init(_ settings: ListenerSettings, now: Int64) {
        self.settings = settings
        phase = .head(now)
    }

    /// Bytes came in, of whatever.
    mutating func bytes(now: Int64) {
        if case .idle = phase { phase = .head(now) }
    }

    mutating func headEnded(now: Int64) {
        phase = .body
        open += 1
        bodyBytes = 0
        bodyWaited = 0
        waitingSince = nil
    }

    mutating func bodyCame(_ count: Int, now: Int64) {
        stopWaiting(now)
        bodyBytes += Int64(count)
    }

    mutating func requestEnded(now: Int64) {
        stopWaiting(now)
        phase = open > 0 ? .answering : .idle(now)
    }

    mutating func answerEnded(now: Int64) {
        open = max(0, open - 1)
        if phase == .answering, open == 0 { phase = .idle(now) }
    }

    /// Somebody wants to read on.
    mutating func wanted(now: Int64) {
        if phase == .body, waitingSince == nil { waitingSince = now }
    }

    mutating func writable(_ isWritable: Bool, now: Int64) {
        if isWritable { blockedSince = nil } else if blockedSince == nil { blockedSince = now }
    }

    private mutating func stopWaiting(_ now: Int64) {
        if let since = waitingSince { bodyWaited += now - since }
        waitingSince = nil
    }

    /// When patience ends, if nothing happens, and why.
    var end: (at: Int64, reason: Reason)? {
        var ends: [(at: Int64, reason: Reason)] = []
        switch phase {
        case .idle(let since): ends.append((since + Int64(settings.idleSeconds) * Self.second, .idle))
        case .head(let since): ends.append((since + Int64(settings.headSeconds) * Self.second, .head))
        case .body:
            if let since = waitingSince {
                let idle = Int64(settings.bodyIdleSeconds) * Self.second
                let earned = bodyBytes * Self.second / Int64(max(1, settings.bodyBytesPerSecond))
                ends.append((since + min(idle, max(0, idle + earned - bodyWaited)), .body))
            }
        case .answering: break
        }
        if let since = blockedSince { ends.append((since + Int64(settings.writeSeconds) * Self.second, .write)) }
        return ends.min { $0.at < $1.at }
    }
}
