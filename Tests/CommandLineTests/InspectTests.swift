// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `tutela inspect` as a person runs it, and what `scan` and `doctor` make of provenance.
@Suite("inspect")
struct InspectTests {
    let folder: TemporaryFolder
    /// Stands in every field in which a prompt stands; it must never come out.
    private static let prompt = "qwxzprompt"

    init() throws {
        folder = try TemporaryFolder()
        let settings =
            "\(Self.prompt)\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 200x150, Model: example-v1"
        try folder.write(Pictures.png(seed: 1, texts: [("parameters", settings)]), to: "labelled.png")
        try folder.write(Pictures.png(seed: 2), to: "silent.png")
        try folder.write(Pictures.png(seed: 3).prefix(2000), to: "cut.png")
        try folder.write("no picture", to: "notes.txt")
    }

    private func tutela(_ arguments: String...) throws -> Execution {
        try Execution.run(
            Repository.program("tutela"), arguments, environment: ["TUTELA_HOME": folder.path + "/home"])
    }

    private func object(_ line: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test("prints one object a file with the keys of the contract")
    func ndjson() throws {
        let run = try tutela(
            "inspect", folder.path + "/labelled.png", folder.path + "/silent.png", "--format", "ndjson")
        #expect(run.status == 0, "\(run.errors)")
        try #require(run.lines.count == 2)
        let first = try object(run.lines[0])
        #expect(first["level"] as? String == "declared-unsigned")
        #expect(first["claim"] as? String == "ai-generated")
        let statements = try #require(first["statements"] as? [[String: Any]])
        #expect(statements.first?["source"] as? String == "sd.a1111")
        #expect(Set(statements[0].keys).isSuperset(of: ["source", "level", "claim", "text", "codes"]))
        #expect((first["pixels"] as? [String: Any])?["status"] as? String == "examined")
        #expect((first["sha256"] as? String)?.count == 64)
        let second = try object(run.lines[1])
        #expect(second["level"] as? String == "none")
        #expect(second["claim"] as? String == "not-stated")
        #expect((second["statements"] as? [Any])?.isEmpty == true)
        #expect(!run.output.contains(Self.prompt))
    }

    @Test("says in words who claims what, and that absence says nothing")
    func words() throws {
        let labelled = try tutela("inspect", folder.path + "/labelled.png", "--explain")
        #expect(labelled.output.contains("completely AI-generated. Anyone can add or remove such text."))
        #expect(!labelled.output.contains(Self.prompt))
        let silent = try tutela("inspect", folder.path + "/silent.png")
        #expect(silent.output.contains("This says nothing about how it was made."))
    }

    @Test("a cut file and a file that is no picture say so, and nothing better")
    func trouble() throws {
        let run = try tutela("inspect", folder.path + "/cut.png", folder.path + "/notes.txt", "--format", "ndjson")
        #expect(run.status == 0)
        #expect(try object(run.lines[0])["level"] as? String == "unreadable-or-hostile")
        let notes = try object(run.lines[1])
        #expect(notes["level"] as? String == "none")
        #expect(run.lines[1].contains("Files of this kind are not read for provenance"))
    }

    @Test("exit codes tell an alarm, an unreadable file and a wrong command line apart")
    func exitCodes() throws {
        let labelled = folder.path + "/labelled.png"
        #expect(try tutela("inspect", labelled, "--fail-on", "ai").status == 1)
        #expect(try tutela("inspect", labelled, "--fail-on", "signed-trusted,captured").status == 0)
        #expect(try tutela("inspect", labelled, "--fail-on", "declared-unsigned").status == 1)
        #expect(try tutela("inspect", labelled, "--fail-on", "evil").status == 64)
        let missing = try tutela("inspect", labelled, folder.path + "/gone.png")
        #expect(missing.status == 2)
        #expect(missing.errors.contains("gone.png: not inspected"))
        #expect(missing.output.contains("labelled.png"))
        #expect(try tutela("inspect", labelled, folder.path + "/gone.png", "--fail-on", "ai").status == 1)
        #expect(try tutela("inspect").status == 64)
    }

    @Test("a trust list that cannot be used is an error, installed or named")
    func trustLists() throws {
        let list = try folder.write("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", to: "broken.pem")
        let named = try tutela("inspect", folder.path + "/silent.png", "--trust", list)
        #expect(named.status == 2)
        #expect(named.errors.contains("TRUST-LIST") && named.errors.contains(list))
        try folder.write(try Data(contentsOf: URL(filePath: list)), to: "home/trust/signers/broken.pem")
        let installed = try tutela("inspect", folder.path + "/silent.png")
        #expect(installed.status == 2)
        let doctor = try tutela("doctor")
        #expect(doctor.lines.contains { $0.hasPrefix("FAIL  trust") })
    }

    @Test("doctor says that no list is installed")
    func doctor() throws {
        let lines = try tutela("doctor").lines
        #expect(lines.contains { $0.hasPrefix("warn  trust") && $0.contains("no trust list is installed") })
    }

    @Test("scan keeps the same under provenance, and its exit code does not depend on it")
    func scan() throws {
        #expect(try tutela("bank", "create", "mine").status == 0)
        let hash = String(repeating: "a1b2c3d4", count: 8)
        let imported = try Execution.run(
            Repository.program("tutela"), ["bank", "import", "-", "--bank", "mine"], input: Data("pdq\n\(hash)\n".utf8),
            environment: ["TUTELA_HOME": folder.path + "/home"])
        #expect(imported.status == 0, "\(imported.errors)")
        let scan = try tutela(
            "scan", folder.path + "/labelled.png", folder.path + "/silent.png", "--format", "ndjson", "--report",
            folder.path + "/report.html")
        #expect(scan.status == 0, "\(scan.errors)")
        let records = try scan.lines.map(object)
        let claims = records.compactMap { ($0["provenance"] as? [String: Any])?["claim"] as? String }
        #expect(claims.sorted() == ["ai-generated", "not-stated"])
        #expect(scan.errors.contains("1 says that AI had, or may have had, a part in it"))
        let report = try String(contentsOfFile: folder.path + "/report.html", encoding: .utf8)
        #expect(report.contains("What the files say of how they were made"))
        #expect(!report.contains(Self.prompt) && !scan.output.contains(Self.prompt))
        let fast = try tutela("scan", folder.path + "/silent.png", "--format", "ndjson", "--hashing", "fast")
        #expect(fast.output.contains("\"status\":\"not-examined\""))
        let without = try tutela("scan", folder.path + "/labelled.png", "--format", "ndjson", "--no-provenance")
        #expect(without.output.contains("\"provenance\":null"))
    }
}
