// SPDX-License-Identifier: Apache-2.0

import Foundation
import HummingbirdTesting
import TestSupport
import Testing

/// Strangers' requests, made from the document: whatever they are, the server answers as the document says.
@Suite struct SchemathesisTests {
    /// Everything that schemathesis checks but what cannot hold here, each for its reason:
    /// - positive_data_acceptance: that a name is taken, a bank absent or an address not allowed is no mistake of the
    ///   document.
    /// - ensure_resource_availability, use_after_free: a tenth of the requests run beside each other.
    private static let left = "positive_data_acceptance,ensure_resource_availability,use_after_free"

    @Test func noRequestMadeFromTheDocumentGetsAnUndocumentedAnswer() async throws {
        let isLong = Repository.runsLongTests
        try await API.run(isLive: true, lanes: 2) { ask in
            let port = try #require(ask.client.port)
            let scratch = try TemporaryFolder()
            // 36 operations; the long run comes to more than 20,000 cases.
            let seeds = isLong ? ["1", "2", "3"] : ["1"]
            for seed in seeds {
                let run = try await onThread {
                    try Execution.run(
                        try #require(Repository.python),
                        [
                            "-m", "schemathesis.cli", "run",
                            Repository.root.appending(path: "docs/openapi/tutela-v1.yaml").path,
                            "--url", "http://127.0.0.1:\(port)", "--checks", "all", "--exclude-checks", Self.left,
                            "--header", "Authorization: Bearer all", "--seed", seed, "--workers", "2",
                            "--max-examples", isLong ? "150" : "30", "--request-timeout", "30", "--warnings", "off",
                            "--phases", isLong ? "examples,coverage,fuzzing,stateful" : "examples,coverage,fuzzing",
                            "--no-shrink", "--generation-database", "none",
                        ], folder: scratch.url.path)
                }
                let report = run.output.split(separator: "\n").suffix(isLong ? 400 : 200).joined(separator: "\n")
                #expect(run.status == 0, "\(report)\n\(run.errors)")
                if isLong { FileHandle.standardError.write(Data((report.suffix(1_500) + "\n").utf8)) }
            }
        }
    }

    /// Off the threads of the pool, on which the server answers.
    private func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result(catching: body)) }.start()
        }
    }
}
