// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// All series of a process, and their text for Prometheus.
///
/// Names follow OpenTelemetry in Prometheus' spelling: base units, `_seconds`, `_total`. Labels must come from small fixed
/// sets: when there are more series than the limit, new ones are not shown, and
/// `telemetry_series_dropped_total` counts them.
public final class MetricsRegistry: Sendable {
    /// A label's name and value.
    public typealias Labels = [(name: String, value: String)]

    private enum Source {
        case counter(CounterSeries)
        case gauge(GaugeSeries)
        case histogram(HistogramSeries)
        case reading(@Sendable () -> Double?)
    }

    private struct Family {
        var help: String
        var type: String
        /// By the text of the labels.
        var series: [String: Source] = [:]
    }

    private struct State {
        var families: [String: Family] = [:]
        var count = 0
    }

    private let state = Mutex(State())
    private let limit: Int
    private let dropped: CounterSeries

    /// Makes a registry.
    ///
    /// - Parameter limit: most series; a histogram counts once.
    public init(limit: Int = 2_000) {
        self.limit = limit
        dropped = CounterSeries()
        state.withLock {
            $0.families["telemetry_series_dropped_total"] = Family(
                help: "Series that are not shown because there are too many.", type: "counter",
                series: ["": .counter(dropped)])
        }
    }

    /// A counter; the same one for the same name and labels.
    ///
    /// - Parameters:
    ///   - name: ends in `_total`.
    ///   - help: one sentence.
    ///   - labels: from a small fixed set.
    /// - Returns: the handle to keep.
    public func counter(_ name: String, help: String, labels: Labels = []) -> CounterSeries {
        let made = series(name, help, "counter", labels) { .counter(CounterSeries()) }
        if case .counter(let counter) = made { return counter }
        return CounterSeries()
    }

    /// A gauge that is set.
    ///
    /// - Parameters:
    ///   - name: with its unit.
    ///   - help: one sentence.
    ///   - labels: from a small fixed set.
    /// - Returns: the handle to keep.
    public func gauge(_ name: String, help: String, labels: Labels = []) -> GaugeSeries {
        let made = series(name, help, "gauge", labels) { .gauge(GaugeSeries()) }
        if case .gauge(let gauge) = made { return gauge }
        return GaugeSeries()
    }

    /// A histogram of durations.
    ///
    /// - Parameters:
    ///   - name: ends in `_seconds`.
    ///   - help: one sentence.
    ///   - labels: from a small fixed set.
    /// - Returns: the handle to keep.
    public func histogram(_ name: String, help: String, labels: Labels = []) -> HistogramSeries {
        let made = series(name, help, "histogram", labels) { .histogram(HistogramSeries()) }
        if case .histogram(let histogram) = made { return histogram }
        return HistogramSeries()
    }

    /// A gauge that is read when somebody looks.
    ///
    /// - Parameters:
    ///   - name: with its unit.
    ///   - help: one sentence.
    ///   - labels: from a small fixed set.
    ///   - read: the number now, quickly; `nil`: not known, and the series is left out.
    public func reading(_ name: String, help: String, labels: Labels = [], _ read: @escaping @Sendable () -> Double?) {
        _ = series(name, help, "gauge", labels) { .reading(read) }
    }

    /// A counter that is kept elsewhere and read when somebody looks.
    ///
    /// - Parameters:
    ///   - name: ends in `_total`.
    ///   - help: one sentence.
    ///   - labels: from a small fixed set.
    ///   - read: the number now.
    public func countReading(
        _ name: String, help: String, labels: Labels = [], _ read: @escaping @Sendable () -> Double?
    ) {
        _ = series(name, help, "counter", labels) { .reading(read) }
    }

    private func series(
        _ name: String, _ help: String, _ type: String, _ labels: Labels, _ make: () -> Source
    ) -> Source {
        let name = MetricsText.name(name)
        let text = MetricsText.labels(labels)
        let (source, isNew) = state.withLock { state -> (Source, Bool) in
            if let family = state.families[name] {
                if family.type == type, let source = family.series[text] { return (source, true) }
                // Two kinds of one name would make the whole text unreadable.
                guard family.type == type, state.count < limit else { return (make(), false) }
                let source = make()
                state.families[name]?.series[text] = source
                state.count += 1
                return (source, true)
            }
            guard state.count < limit else { return (make(), false) }
            let source = make()
            state.families[name] = Family(help: help, type: type, series: [text: source])
            state.count += 1
            return (source, true)
        }
        if !isNew { dropped.add() }
        return source
    }

    /// All series in the text format of Prometheus, version 0.0.4.
    ///
    /// - Returns: text for `text/plain; version=0.0.4; charset=utf-8`.
    public func text() -> String {
        let families = state.withLock { $0.families }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            var lines = ""
            for (labels, source) in family.series.sorted(by: { $0.key < $1.key }) {
                switch source {
                case .counter(let counter): lines += MetricsText.line(name, labels, "\(counter.value)")
                case .gauge(let gauge): lines += MetricsText.line(name, labels, MetricsText.number(gauge.value))
                case .reading(let read):
                    if let value = read() { lines += MetricsText.line(name, labels, MetricsText.number(value)) }
                case .histogram(let histogram): lines += MetricsText.histogram(name, labels, histogram)
                }
            }
            guard !lines.isEmpty else { continue }
            text +=
                "# HELP \(name) \(MetricsText.escaped(family.help, quote: false))\n# TYPE \(name) \(family.type)\n"
                + lines
        }
        return text
    }
}
