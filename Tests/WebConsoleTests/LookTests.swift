// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Hummingbird
import HummingbirdTesting
import Identity
import Synchronization
import TestSupport
import Testing
import Web

@testable import WebConsole

private let hasBrowser = FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")

@Suite struct LookTests {
    @Test(
        .enabled(if: Repository.python != nil && hasBrowser, "the browser or its driver is not installed: make test"))
    func everyPageLooksRight() async throws {
        let scratch = try TemporaryFolder()
        let house = try House()
        try house.add("ana", [.operator, .auditor, .listManager], password: "abcd-efgh-jkmn-pqrs-tvwx")
        house.facts.withLock { $0 = Self.sample }
        let specification = try String(
            contentsOf: Repository.root.appending(path: "docs/openapi/tutela-v1.yaml"), encoding: .utf8)
        let issuer = try TestIssuer()
        let router = try house.router(openID: (issuer.settings(), issuer), specification: specification)
        try await Application(responder: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
            .test(.live) { client in
                let port = try #require(client.port)
                // A folder to keep the pictures in, for people who want to look themselves.
                let pictures = ProcessInfo.processInfo.environment["TUTELA_CONSOLE_PICTURES"]
                let look = try await Self.look(
                    [
                        "http://127.0.0.1:\(port)", "--user", "ana", "--one-time", "abcd-efgh-jkmn-pqrs-tvwx", "--out",
                        pictures ?? scratch.path,
                    ])
                #expect(look.status == 0, "\(look.output)\(look.errors)")
            }
    }

    /// The script waits for the server, so it must not wait on one of the server's threads.
    private static func look(_ arguments: [String]) async throws -> Execution {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try Execution.peer("console_look.py", arguments) })
            }
        }
    }

    private static let now = UTCTime(seconds: 1_790_000_000)

    private static let sample = House.Facts(
        checks: [
            ConsoleCheck(name: "lists", state: .ok, detail: "Change 4,711 is applied, confirmed 1 s ago."),
            ConsoleCheck(name: "database", state: .ok, detail: "SQLite, schema 3, answers in 1 ms."),
            ConsoleCheck(name: "decoder", state: .ok, detail: "One confined process for each picture."),
            ConsoleCheck(
                name: "room", state: .warning, detail: "0.8 GB are free beside the database.",
                mend: "make room, or move the data folder"),
            ConsoleCheck(
                name: "callbacks", state: .unknown, detail: "Nothing was sent yet, so nothing is known.",
                mend: "tutela doctor"),
        ],
        lists: [
            ConsoleList(
                name: "demo-a", tier: "A", state: "active", changed: now, active: 1_204_551, quarantined: 12,
                disabled: 3, withdrawn: 840),
            ConsoleList(
                name: "own", tier: "A", state: "active", note: "restricted", changed: now.adding(seconds: -172_800),
                active: 312, expired: 4),
            ConsoleList(
                name: "partner-b", tier: "B", state: "quarantined", changed: now.adding(seconds: -4_400_000),
                active: 88_120),
            ConsoleList(
                name: "known-good", tier: "C", state: "active", note: "known-good", changed: now, active: 42),
        ],
        decisions: ConsoleDecisions(
            last: zip(0..., ConsoleDecision.Class.allCases + ConsoleDecision.Class.allCases).map { index, name in
                ConsoleDecision(
                    id: "dec_06bx1q2v9c3ke0t5h7m8n4p6r2s0w1y\(index)", at: now.adding(seconds: -61 * Int64(index)),
                    decisionClass: name,
                    action: name == .match ? "block" : [.held, .notScanned].contains(name) ? "review" : "allow")
            },
            lastDay: [.match: 4, .held: 9, .notScanned: 23, .noMatch: 12_811, .cleared: 2]))
}
