// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// How many requests one source may make.
public struct RateAllowance: Hashable, Sendable {
    /// How many a second, in the long run.
    public let perSecond: Double
    /// How many at once after a pause.
    public let burst: Int

    /// - Parameters:
    ///   - perSecond: in the long run; a thousandth to a million.
    ///   - burst: at once after a pause; at least 1.
    public init(perSecond: Double, burst: Int) {
        self.perSecond = perSecond >= 1e-3 ? min(perSecond, 1e6) : 1e-3
        self.burst = min(max(burst, 1), 1_000_000)
    }

    /// Nanoseconds from one request to the next.
    var interval: Int64 { max(1, Int64((1e9 / perSecond).rounded())) }
    /// Nanoseconds that a source may be ahead.
    var tolerance: Int64 { interval * Int64(burst - 1) }
}

/// Limits of a server, by class of request.
public struct RateLimits<Class: Hashable & Sendable>: Sendable {
    /// For each key, account or other principal.
    public var perPrincipal: [Class: RateAllowance]
    /// For each source address (see ``NetworkAddress/prefix``).
    public var perAddress: [Class: RateAllowance]
    /// How many requests of a class the server works on at once, whoever they are from.
    public var atOnce: [Class: Int]

    /// Describes limits; a class that a table does not name is not limited there.
    ///
    /// - Parameters:
    ///   - perPrincipal: for each key, account or other principal.
    ///   - perAddress: for each source address.
    ///   - atOnce: how many the server works on at once.
    public init(
        perPrincipal: [Class: RateAllowance] = [:], perAddress: [Class: RateAllowance] = [:], atOnce: [Class: Int] = [:]
    ) {
        self.perPrincipal = perPrincipal
        self.perAddress = perAddress
        self.atOnce = atOnce
    }
}

/// Whether a request may go on.
public enum RateVerdict: Hashable, Sendable {
    /// It may, and was counted.
    case admitted
    /// It may not, and was not counted; after so many whole seconds it may.
    case wait(seconds: Int)
}

/// Counts requests in token buckets, in bounded memory, by the clock of its caller.
///
/// A bucket is one number, the moment at which it would be full again: the "generic cell rate algorithm" of ITU-T I.371,
/// which admits exactly what a token bucket admits. A bucket whose moment has passed is as good as none and is dropped.
/// When there are more sources with used buckets than memory is set aside for, new sources share one bucket: a flood of
/// addresses is held back as one, and nobody who was here before is forgotten.
public final class RateLimiter<Class: Hashable & Sendable>: Sendable {
    private enum Source: Hashable {
        case principal(String)
        case address(AddressPrefix)
        case others
    }

    private struct Bucket: Hashable {
        let source: Source
        let rate: Class
    }

    private struct State {
        /// Nanoseconds of the caller's clock at which each bucket is full again.
        var fullAt: [Bucket: Int64] = [:]
        var sweepAt: Int64 = .min
        var running: [Class: Int] = [:]
    }

    private let limits: RateLimits<Class>
    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limits: what is allowed.
    ///   - capacity: how many buckets are kept; each takes about 100 bytes.
    public init(limits: RateLimits<Class>, capacity: Int = 100_000) {
        self.limits = limits
        self.capacity = max(1, capacity)
    }

    /// Counts a request in all buckets that it belongs to, or in none.
    ///
    /// - Parameters:
    ///   - rate: the class of the request.
    ///   - principal: the key or account that it is from (``Principal/actor``); `nil` before that is known.
    ///   - address: where it is from; `nil` leaves that out.
    ///   - now: the caller's clock, which never goes back.
    public func admit(
        _ rate: Class, principal: String? = nil, address: NetworkAddress? = nil, at now: Duration
    ) -> RateVerdict {
        let now = Self.nanoseconds(now)
        return state.withLock { state in
            var counted: [(bucket: Bucket, fullAt: Int64)] = []
            var wait: Int64 = 0
            for (source, allowance) in sources(rate, principal, address) {
                let bucket = bucket(source, rate, now, new: counted.count, &state)
                let base = max(state.fullAt[bucket] ?? now, now)
                wait = max(wait, base - now - allowance.tolerance)
                counted.append((bucket, base + allowance.interval))
            }
            guard wait <= 0 else { return .wait(seconds: Int((wait + 999_999_999) / 1_000_000_000)) }
            for (bucket, fullAt) in counted { state.fullAt[bucket] = fullAt }
            return .admitted
        }
    }

    /// Begins work on a request of a class; whoever gets `true` must call ``leave(_:)`` when it ends.
    public func enter(_ rate: Class) -> Bool {
        guard let limit = limits.atOnce[rate] else { return true }
        return state.withLock { state in
            let running = state.running[rate, default: 0]
            guard running < limit else { return false }
            state.running[rate] = running + 1
            return true
        }
    }

    /// Ends work that ``enter(_:)`` began.
    public func leave(_ rate: Class) {
        guard limits.atOnce[rate] != nil else { return }
        state.withLock { $0.running[rate, default: 1] -= 1 }
    }

    /// How many buckets are kept now; never more than the capacity and one for each class.
    public var buckets: Int { state.withLock { $0.fullAt.count } }

    private func sources(
        _ rate: Class, _ principal: String?, _ address: NetworkAddress?
    ) -> [(Source, RateAllowance)] {
        var sources: [(Source, RateAllowance)] = []
        if let principal, let allowance = limits.perPrincipal[rate] {
            sources.append((.principal(principal), allowance))
        }
        if let address, let allowance = limits.perAddress[rate] {
            sources.append((.address(address.prefix), allowance))
        }
        return sources
    }

    private func bucket(
        _ source: Source, _ rate: Class, _ now: Int64, new: Int, _ state: inout State
    ) -> Bucket {
        let own = Bucket(source: source, rate: rate)
        guard state.fullAt[own] == nil, state.fullAt.count + new >= capacity else { return own }
        // A sweep looks at everything, so at most one a second: a flood must not make the limiter slow.
        if now >= state.sweepAt {
            state.fullAt = state.fullAt.filter { $0.value > now }
            state.sweepAt = now + 1_000_000_000
        }
        return state.fullAt.count + new < capacity ? own : Bucket(source: .others, rate: rate)
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return min(max(seconds, -4_000_000_000), 4_000_000_000) * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
