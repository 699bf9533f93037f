// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `tutela policy` as a person runs it, on the packs that are built in.
@Suite("The command line: policy")
struct PolicyCommandTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func tutela(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:]
    ) throws -> Execution {
        try Execution.run(
            Repository.program("tutela"), arguments, input: input.map { Data($0.utf8) },
            environment: ["TUTELA_HOME": folder.path + "/home", "LC_ALL": "C"].merging(environment) { $1 })
    }

    private static let request = """
        {"content.sexual": true, "depicted.minor": false, "origin": "synthetic", "consent": "denied-by-subject",
         "request.kind": "subject-request", "request.valid": true, "actor.roles": ["online-platform", "u2u"],
         "clock.valid-request-at": "2026-06-01T10:00:00Z", "clock.detected-at": "2026-06-01T10:00:00Z"}
        """

    private func evaluate(_ more: String...) throws -> Execution {
        try Execution.run(
            Repository.program("tutela"),
            ["policy", "evaluate", "--facts", "-", "--at", "2026-06-01T12:00:00Z"] + more,
            input: Data(Self.request.utf8),
            environment: ["TUTELA_HOME": folder.path + "/home"])
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    // MARK: evaluate

    @Test("evaluate prints one line of JSON with the keys of the contract, and 48 hours from a valid request")
    func evaluateJSON() throws {
        let run = try evaluate("--jurisdiction", "US")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.isEmpty)
        #expect(run.lines.count == 1)
        let decision = try object(run.output)
        #expect(Set(decision.keys).isSuperset(of: ["category", "action", "obligations", "rules", "unsigned"]))
        #expect(decision["category"] as? String == "ncii.synthetic")
        #expect(decision["action"] as? String == "review", "one source alone removes nothing")
        let obligations = try #require(decision["obligations"] as? [[String: Any]])
        let removal = try #require(obligations.first { $0["kind"] as? String == "remove" })
        #expect(removal["deadline"] as? String == "2026-06-03T10:00:00Z")
        #expect(Set(removal.keys).isSuperset(of: ["kind", "to", "deadline", "rule"]))
        #expect(try evaluate("--jurisdiction", "US").output == run.output, "the same facts give the same bytes")
    }

    @Test("a decision of evaluate replays byte for byte, and one that was changed does not")
    func replay() throws {
        let stored = try folder.write(Data((try evaluate("--jurisdiction", "US")).output.utf8), to: "stored.ndjson")
        let same = try tutela("policy", "replay", stored)
        #expect(same.status == 0, "\(same.output)\(same.errors)")
        #expect(same.output.isEmpty)
        let text = try String(contentsOfFile: stored, encoding: .utf8)
        let changed = try folder.write(
            Data(text.replacingOccurrences(of: "\"action\":\"review\"", with: "\"action\":\"allow\"").utf8),
            to: "changed.ndjson")
        let different = try tutela("policy", "replay", changed)
        #expect(different.status == 1)
        #expect(different.output.contains("different"))
        let foreign = try tutela(
            "policy", "replay", stored, "--home", folder.path + "/elsewhere", "--packs", try houseOnly())
        #expect(foreign.status == 2, "without its rule set a decision cannot be made again")
        #expect(foreign.errors.contains("policy/rulesets"))
        #expect(try tutela("policy", "replay", folder.path + "/none").status == 2)
        let garbage = try folder.write(Data("{\"engine\":1}\n".utf8), to: "garbage.ndjson")
        #expect(try tutela("policy", "replay", garbage).status == 2)
    }

    /// A copy of the house's packs alone.
    private func houseOnly() throws -> String {
        let path = folder.path + "/law"
        if !FileManager.default.fileExists(atPath: path) {
            #expect(try tutela("policy", "export", path).status == 0)
        }
        return path + "/house"
    }

    @Test("mistakes in facts, places, platforms and times are named, with what was meant")
    func mistakes() throws {
        for (arguments, expected) in [
            (["--fact", "orgin=real"], "did you mean origin?"), (["--fact", "origin=rael"], "did you mean \"real\"?"),
            (["--fact", "origin"], "name=value"), (["--jurisdiction", "FR,BR"], "no pack has law of BR"),
            ([], "no facts"), (["--platform", "twich"], "did you mean twitch?"),
            (["--facts", folder.path + "/none.json"], "none.json"),
        ] {
            let run = try Execution.run(
                Repository.program("tutela"), ["policy", "evaluate"] + arguments,
                environment: ["TUTELA_HOME": folder.path + "/home"])
            #expect(run.status == 2, "\(arguments)")
            #expect(run.errors.contains(expected), "\(run.errors)")
            #expect(run.errors.contains("code "), "\(run.errors)")
            #expect(run.output.isEmpty)
        }
        #expect(try tutela("policy", "evaluate", "--jurisdiction", "Korea").status == 64)
        #expect(try tutela("policy", "evaluate", "--at", "yesterday").status == 64)
        #expect(try tutela("policy", "evalute").errors.contains("Did you mean \"policy evaluate\"?"))
    }

    @Test("facts, policies and packs that say nothing are refused, and a pipe is read")
    func nothingRead() throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/void", withIntermediateDirectories: true)
        let void = folder.path + "/void"
        for arguments in [
            ["evaluate", "--facts", void], ["evaluate", "--facts", "/dev/null"], ["evaluate", "--policy", void],
            ["evaluate", "--policy", "/dev/null"], ["evaluate", "--packs", void], ["evaluate", "--packs", "/dev/null"],
            ["lint", void], ["lint", "/dev/null"],
        ] {
            let run = try Execution.run(
                Repository.program("tutela"), ["policy"] + arguments,
                environment: ["TUTELA_HOME": folder.path + "/home"])
            #expect(run.status == 2, "\(arguments) \(run.errors)")
            #expect(run.output.isEmpty, "\(arguments)")
            #expect(run.errors.contains("code "), "\(arguments) \(run.errors)")
        }
        for empty in ["{}", "", "# nothing"] {
            let run = try tutela("policy", "evaluate", "--facts", "-", input: empty)
            #expect(run.status == 2)
            #expect(run.errors.contains("no facts"), "\(run.errors)")
        }
        let at = ["--jurisdiction", "US", "--at", "2026-06-01T12:00:00Z"]
        let piped = try Execution.run(
            Repository.program("tutela"), ["policy", "evaluate", "--facts", "/dev/stdin"] + at,
            input: Data(Self.request.utf8), environment: ["TUTELA_HOME": folder.path + "/home"])
        #expect(piped.status == 0, "\(piped.errors)")
        #expect(piped.output == (try evaluate("--jurisdiction", "US")).output)
    }

    @Test("each verb has help with an example")
    func help() throws {
        for verb in ["evaluate", "explain", "lint", "replay", "diff", "duties", "export"] {
            let run = try tutela("policy", verb, "--help")
            #expect(run.status == 0)
            #expect(run.output.contains("Example:"), "\(verb)")
            #expect(run.output.contains("tutela policy \(verb)") || verb == "evaluate", "\(verb)")
        }
    }

    // MARK: explain, duties

    @Test("explain speaks the language that is asked for, else that of the locale")
    func languages() throws {
        let facts = try folder.write(Data(Self.request.utf8), to: "facts.json")
        let english = try tutela("policy", "explain", "--facts", facts, "--jurisdiction", "US")
        #expect(english.status == 0, "\(english.errors)")
        #expect(english.output.contains("us.tida.removal"))
        #expect(english.output.contains("withheld"))
        let korean = try tutela("policy", "explain", "--facts", facts, "--jurisdiction", "US", "--language", "ko")
        #expect(korean.output.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) })
        let spanish = try tutela(
            "policy", "explain", "--facts", facts, "--jurisdiction", "US", environment: ["LC_ALL": "es_ES.UTF-8"])
        #expect(spanish.output != english.output)
        #expect(spanish.output.contains("us.tida.removal"))
        #expect(try tutela("policy", "explain", "--facts", facts, "--language", "tlh").status == 64)
        #expect(try tutela("policy", "explain").status == 64)
    }

    @Test("explain shows one rule as a lawyer reads it")
    func rule() throws {
        let sheet = try tutela("policy", "explain", "us.tida.removal")
        #expect(sheet.status == 0, "\(sheet.errors)")
        for part in ["Pub. L. 119-12", "2026-05-19", "48 hours", "by no lawyer", "primary"] {
            #expect(sheet.output.contains(part), "\(part)")
        }
        let mistyped = try tutela("policy", "explain", "us.tida.removl")
        #expect(mistyped.status == 2)
        #expect(mistyped.errors.contains("did you mean us.tida.removal?"))
    }

    @Test("duties lists what holds for the service, without an item")
    func duties() throws {
        let run = try tutela(
            "policy", "duties", "--fact", "actor.roles=[hosting, online-platform]", "--jurisdiction", "EU", "--at",
            "2026-11-24")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("eu.dsa.16.channel"))
        let json = try tutela("policy", "duties", "--jurisdiction", "EU", "--at", "2026-11-24", "--format", "json")
        #expect(json.lines.count == 1)
        #expect((try object(json.output)["obligations"] as? [Any])?.isEmpty == false)
    }

    // MARK: lint, export, diff

    @Test("the built-in packs have no mistake, and every test holds")
    func lintBuiltIn() throws {
        let run = try tutela("policy", "lint")
        #expect(run.status == 0, "\(run.output.prefix(3000))\(run.errors)")
        #expect(run.errors.contains("0 failures, 0 mistakes"), "\(run.errors)")
        #expect(run.lines.contains { $0.hasPrefix("us.intimate-images\tUS\tlaw\t") })
    }

    @Test("lint names a mistake by file, line and column, a failing test by its difference, and has three exit codes")
    func lintCodes() throws {
        let pack = """
            pack: own.policy
            title: {en: "Own"}
            jurisdiction: "*"
            kind: operator
            compiled: 2026-11-24
            rules:
              - id: own.rule
                title: {en: "Own rule"}
                citation: "Own terms"
                says: "A sample."
                in-force: 2025-01-01
                when: request.kind is user-flag
                obligations:
                  - {do: human-review, within: PT24H, from: detected-at}
                source: {kind: terms, url: null, note: "Own."}
                confidence: high
                reviewed-by: null
            """
        let good = try folder.write(Data(pack.utf8), to: "own.yaml")
        #expect(try tutela("policy", "lint", good).status == 0)
        #expect(try tutela("policy", "lint", "--strict", good).status == 1, "no test cites it")
        let broken = try folder.write(
            Data(pack.replacingOccurrences(of: "request.kind", with: "request.kid").utf8), to: "broken.yaml")
        let lint = try tutela("policy", "lint", broken)
        #expect(lint.status == 2)
        #expect(lint.output.contains("broken.yaml:12:"), "\(lint.output)")
        #expect(lint.output.contains("request.kind"), "a hint")
        let test = """
            policytest: Own
            cases:
              - name: A flag allows
                cites: [own.rule]
                at: 2026-06-01
                facts: {request.kind: user-flag}
                expect: {action: block}
            """
        let suite = try folder.write(Data(test.utf8), to: "own.policytest.yaml")
        let failing = try tutela("policy", "lint", good, suite)
        #expect(failing.status == 1)
        #expect(failing.output.contains("test fails: A flag allows"))
        #expect(failing.output.contains("block"))
    }

    @Test("a lawyer exports the packs, changes a deadline, and sees what that changes")
    func changeADeadline() throws {
        let law = folder.path + "/law"
        _ = try houseOnly()
        #expect(try tutela("policy", "export", law).status == 2, "nothing is replaced")
        let stored = try folder.write(Data((try evaluate("--jurisdiction", "US")).output.utf8), to: "stored.ndjson")
        #expect(try tutela("policy", "diff", "--to", law, stored).status == 0, "an exported copy is the same")
        let file = law + "/us/intimate-images.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("PT48H"))
        try text.replacingOccurrences(of: "PT48H", with: "PT24H").write(toFile: file, atomically: true, encoding: .utf8)
        let diff = try tutela("policy", "diff", "--from", "built-in", "--to", law, stored)
        #expect(diff.status == 1, "\(diff.errors)")
        #expect(diff.output.contains("us.tida.removal"))
        #expect(diff.output.contains("2026-06-02T10:00:00Z"), "\(diff.output)")
        #expect(diff.output.contains("due sooner"))
        // What was decided under the changed packs is made again under them, and today's packs would say otherwise.
        let old = try folder.write((try evaluate("--jurisdiction", "US", "--packs", law)).output, to: "old.ndjson")
        let replay = try tutela("policy", "replay", old)
        #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
        #expect(replay.output.contains("today\tline 1\tlater: remove"), "\(replay.output)")
        #expect(try tutela("policy", "diff", "--to", String(repeating: "0", count: 64)).status == 2)
    }

    // MARK: installed policy

    @Test("an installed policy always applies, and a broken one stops decisions")
    func installed() throws {
        let forum = """
            pack: own.policy
            title: {en: "Own"}
            jurisdiction: "*"
            kind: operator
            compiled: 2026-11-24
            jurisdictions: [KR]
            context: {service.size: other}
            rules: []
            """
        try folder.write(Data(forum.utf8), to: "home/policy/own.yaml")
        let decision = try object(try tutela("policy", "evaluate", "--at", "2026-06-01").output)
        #expect(decision["jurisdictions"] as? [String] == ["KR"])
        #expect(try tutela("doctor").output.contains("law of KR"))
        try folder.write(Data("pack: [".utf8), to: "home/policy/own.yaml")
        let broken = try tutela("policy", "evaluate")
        #expect(broken.status == 2)
        #expect(broken.errors.contains("/home/policy/own.yaml:"))
        #expect(try tutela("doctor").output.contains("FAIL  policy"))
    }

    // MARK: scan

    /// A list of one patterned picture, and a disk with an exact copy of it, another picture and a broken file.
    private func prepare() throws -> String {
        let grey = Pictures.pattern(200, 150, seed: 1)
        try folder.write(Pictures.bitmap(grey, width: 200), to: "known/one.bmp")
        try folder.write(Pictures.bitmap(grey, width: 200), to: "disk/exact.bmp")
        try folder.write(Pictures.bitmap(seed: 2), to: "disk/unrelated.bmp")
        try folder.write([UInt8](), to: "disk/empty.png")
        #expect(
            try tutela("bank", "create", "mine", "--tier", "A", "--contributors", "2", "--category", "csam").status == 0
        )
        let hashes = try tutela("hash", "--format", "ndjson", folder.path + "/known")
        #expect(try tutela("bank", "import", "-", "--bank", "mine", input: hashes.output).status == 0)
        return folder.path + "/disk"
    }

    @Test("a scan decides by rules, its records replay, and one item is explained")
    func scan() throws {
        let disk = try prepare()
        let (results, report) = (folder.path + "/results.ndjson", folder.path + "/report.html")
        let scan = try tutela(
            "scan", disk, "--jurisdiction", "KR,US", "--results", results, "--report", report, "--format", "csv")
        #expect(scan.status == 1, "\(scan.errors)")
        #expect(scan.lines[0].contains(",action,category,deadline"))
        #expect(scan.lines.contains { $0.contains("exact.bmp,match") && $0.contains(",block,csam.unknown-origin,") })
        #expect(scan.errors.contains("By rules: 1 to block"))
        let lines = try String(contentsOfFile: results, encoding: .utf8).split(separator: "\n")
        for line in lines {
            let record = try object(String(line))
            let decision = try #require(record["decision"] as? [String: Any])
            let policy = try #require(decision["policy"] as? [String: Any])
            #expect(policy["jurisdictions"] as? [String] == ["KR", "US"])
            if decision["outcome"] as? String == "unknown" { #expect(decision["action"] as? String == "review") }
        }
        let replay = try tutela("policy", "replay", results)
        #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
        #expect(replay.errors.contains("3 decisions: 3 the same"))
        let explained = try tutela("policy", "explain", "--results", results, "--path", disk + "/exact.bmp")
        #expect(explained.status == 0, "\(explained.errors)")
        #expect(explained.output.contains("exact.bmp"))
        #expect(try tutela("policy", "explain", "--results", results, "--path", "nowhere").status == 2)
        #expect(try String(contentsOfFile: report, encoding: .utf8).contains("What follows by law and policy"))
    }

    @Test("a stopped scan goes on under the same rules only")
    func resume() throws {
        let disk = try prepare()
        let results = folder.path + "/results.ndjson"
        #expect(try tutela("scan", disk, "--jurisdiction", "US", "--results", results).status == 1)
        // As a power cut leaves it: two records, and the note of a running scan.
        let lines = try String(contentsOfFile: results, encoding: .utf8).split(separator: "\n")
        let running = folder.path + "/running.ndjson"
        let begun = try tutela("scan", disk + "/exact.bmp", "--jurisdiction", "US", "--results", running)
        #expect(begun.status == 1)
        try Data((lines[0] + "\n").utf8).write(to: URL(filePath: running))
        #expect(try tutela("scan", disk, "--jurisdiction", "US", "--resume", running).status == 2, "it was completed")
        let forced = try tutela(
            "scan", disk, "--jurisdiction", "US", "--resume", running, "--force", "--format", "ndjson")
        #expect(forced.status == 1, "\(forced.errors)")
        #expect(forced.lines.count == 3)
        #expect(
            forced.lines.allSatisfy { $0.contains("\"policy\":{") }, "records of the earlier run keep their decision")
        #expect(try tutela("policy", "replay", running).status == 0)
    }

    @Test("without rules a scan says nothing of them")
    func scanWithout() throws {
        let disk = try prepare()
        let scan = try tutela("scan", disk, "--format", "ndjson")
        #expect(!scan.output.contains("policy"))
        #expect(!scan.errors.contains("By rules"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/home/policy"))
        let pipe = try tutela("scan", disk)
        #expect(pipe.lines.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 7 })
    }
}
