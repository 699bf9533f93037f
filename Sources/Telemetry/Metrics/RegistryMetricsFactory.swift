// SPDX-License-Identifier: Apache-2.0

public import CoreMetrics

/// Lets libraries that speak swift-metrics count in a registry.
public struct RegistryMetricsFactory: MetricsFactory {
    private let registry: MetricsRegistry

    /// Makes a factory.
    ///
    /// - Parameter registry: counts.
    public init(_ registry: MetricsRegistry) { self.registry = registry }

    private func labels(_ dimensions: [(String, String)]) -> MetricsRegistry.Labels {
        dimensions.map { (name: $0.0, value: $0.1) }
    }

    private static func name(_ label: String, suffix: String) -> String {
        label.hasSuffix(suffix) ? label : label + suffix
    }

    /// A counter; its name gets `_total`.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        Counting(
            series: registry.counter(
                Self.name(label, suffix: "_total"), help: "Counted by a library.", labels: labels(dimensions)))
    }

    /// A gauge: distributions of unknown units are not kept, only the last value.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        Gauging(series: registry.gauge(label, help: "Measured by a library.", labels: labels(dimensions)))
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        Gauging(series: registry.gauge(label, help: "Measured by a library.", labels: labels(dimensions)))
    }

    /// A histogram in seconds; its name gets `_seconds`.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        Timing(
            series: registry.histogram(
                Self.name(label, suffix: "_seconds"), help: "Timed by a library.", labels: labels(dimensions)))
    }

    /// Series stay until the process ends.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Series stay until the process ends.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Series stay until the process ends.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Series stay until the process ends.
    public func destroyTimer(_ handler: any TimerHandler) {}

    private final class Counting: CounterHandler {
        let series: CounterSeries
        init(series: CounterSeries) { self.series = series }
        func increment(by amount: Int64) { series.add(UInt64(max(0, amount))) }
        /// Counters of Prometheus never go back while the process lives.
        func reset() {}
    }

    private final class Gauging: RecorderHandler, MeterHandler {
        let series: GaugeSeries
        init(series: GaugeSeries) { self.series = series }
        func record(_ value: Int64) { series.set(Double(value)) }
        func record(_ value: Double) { series.set(value) }
        func set(_ value: Int64) { series.set(Double(value)) }
        func set(_ value: Double) { series.set(value) }
        func increment(by amount: Double) { series.add(amount) }
        func decrement(by amount: Double) { series.add(-amount) }
    }

    private final class Timing: TimerHandler {
        let series: HistogramSeries
        init(series: HistogramSeries) { self.series = series }
        func recordNanoseconds(_ duration: Int64) { series.record(nanoseconds: UInt64(max(0, duration))) }
    }
}
