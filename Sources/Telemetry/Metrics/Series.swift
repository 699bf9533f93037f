// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A number that only grows. Adding is one atomic instruction: keep the handle, never look it up on the way.
public final class CounterSeries: Sendable {
    private let count = Atomic<UInt64>(0)

    /// Makes a counter that nobody reads; ``MetricsRegistry`` makes those that are shown.
    public init() {}

    /// Adds.
    ///
    /// - Parameter amount: at least zero.
    public func add(_ amount: UInt64 = 1) { count.wrappingAdd(amount, ordering: .relaxed) }

    /// The number now.
    public var value: UInt64 { count.load(ordering: .relaxed) }
}

/// A number that goes up and down.
public final class GaugeSeries: Sendable {
    private let bits = Atomic<UInt64>(0)

    /// Makes a gauge that nobody reads; ``MetricsRegistry`` makes those that are shown.
    public init() {}

    /// Sets it.
    public func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

    /// Adds to it; subtracts when negative.
    public func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (exchanged, original) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if exchanged { return }
            old = original
        }
    }

    /// The number now.
    public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
}

/// How long things took, counted in buckets.
public final class HistogramSeries: Sendable {
    /// Upper bounds of OpenTelemetry's `http.server.request.duration`, in nanoseconds; one bucket more takes the rest.
    static let bounds: [UInt64] = [
        5_000_000, 10_000_000, 25_000_000, 50_000_000, 75_000_000, 100_000_000, 250_000_000, 500_000_000, 750_000_000,
        1_000_000_000, 2_500_000_000, 5_000_000_000, 7_500_000_000, 10_000_000_000,
    ]
    /// The same bounds as text, in seconds.
    static let boundTexts = [
        "0.005", "0.01", "0.025", "0.05", "0.075", "0.1", "0.25", "0.5", "0.75", "1", "2.5", "5", "7.5", "10", "+Inf",
    ]

    private let buckets: InlineArray<15, Atomic<UInt64>> = InlineArray { _ in Atomic(0) }
    private let sum = Atomic<UInt64>(0)

    /// Makes a histogram that nobody reads; ``MetricsRegistry`` makes those that are shown.
    public init() {}

    /// Counts one thing.
    ///
    /// - Parameter nanoseconds: how long it took.
    public func record(nanoseconds: UInt64) {
        var bucket = 0
        while bucket < 14, nanoseconds > Self.bounds[bucket] { bucket += 1 }
        buckets[bucket].wrappingAdd(1, ordering: .relaxed)
        sum.wrappingAdd(nanoseconds, ordering: .relaxed)
    }

    /// How many were counted.
    public var count: UInt64 { counts.reduce(0, +) }

    /// What each bucket holds by itself.
    var counts: [UInt64] { (0..<15).map { buckets[$0].load(ordering: .relaxed) } }

    /// The sum in seconds.
    var seconds: Double { Double(sum.load(ordering: .relaxed)) / 1e9 }
}
