// SPDX-License-Identifier: Apache-2.0

internal import Synchronization
internal import Telemetry

/// How the server stands: started, ready, stopping.
public final class Health: Sendable {
    private let checks: [HealthCheck]
    private let started = Atomic<Bool>(false)
    private let stopping = Atomic<Bool>(false)

    /// Describes what must hold.
    ///
    /// - Parameter checks: all of them are asked at each question.
    public init(_ checks: [HealthCheck]) { self.checks = checks }

    /// Says that requests are accepted from now on.
    public func hasStarted() { started.store(true, ordering: .relaxed) }

    /// Says that the server is about to stop.
    public func isStopping() { stopping.store(true, ordering: .relaxed) }

    /// Whether it has started.
    public var isStarted: Bool { started.load(ordering: .relaxed) }

    /// Asks everything.
    ///
    /// - Returns: each answer by its name.
    public func findings() async -> [String: HealthCheck.Finding] {
        var findings: [String: HealthCheck.Finding] = [:]
        await withTaskGroup(of: (String, HealthCheck.Finding).self) { group in
            for check in checks { group.addTask { (check.name, await Self.look(check)) } }
            for await (name, finding) in group { findings[name] = finding }
        }
        findings["started"] = HealthCheck.Finding(isStarted, isStarted ? "accepts requests" : "is starting")
        if stopping.load(ordering: .relaxed) { findings["running"] = HealthCheck.Finding(false, "is stopping") }
        return findings
    }

    /// Asks everything.
    ///
    /// - Returns: whether requests may come, and the answers as JSON.
    public func readiness() async -> (isReady: Bool, json: String) {
        let findings = await findings()
        let isReady = findings.values.allSatisfy(\.isGood)
        let lines = findings.sorted { $0.key < $1.key }.map { name, finding in
            let lag = finding.lag.map { ",\"lag_s\":\(($0 * 1000).rounded() / 1000)" } ?? ""
            let detail = JSONText.quoted(finding.detail)
            return "{\"name\":\(JSONText.quoted(name)),\"ok\":\(finding.isGood),\"detail\":\(detail)\(lag)}"
        }
        let status = isReady ? "ready" : "not-ready"
        return (isReady, "{\"status\":\"\(status)\",\"checks\":[\(lines.joined(separator: ","))]}\n")
    }

    /// A check that hangs is a check that fails; it is not waited for, whatever it does with its cancellation.
    private static func look(_ check: HealthCheck) async -> HealthCheck.Finding {
        let (answers, answer) = AsyncStream.makeStream(
            of: HealthCheck.Finding.self, bufferingPolicy: .bufferingOldest(1))
        let looking = Task.detached { answer.yield(await check.look()) }
        let waiting = Task.detached {
            try await Task.sleep(for: .seconds(2))
            answer.yield(HealthCheck.Finding(false, "does not answer within 2 s"))
        }
        defer {
            looking.cancel()
            waiting.cancel()
        }
        for await finding in answers { return finding }
        return HealthCheck.Finding(false, "was not asked")
    }
}
