// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The program as a person runs it.
@Suite("The command line")
struct CommandLineTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func tutela(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:]
    ) throws -> Execution {
        try Execution.run(
            Repository.program("tutela"), arguments, input: input.map { Data($0.utf8) },
            environment: ["TUTELA_HOME": folder.path + "/home"].merging(environment) { $1 })
    }

    /// A bank of patterned pictures and a disk with an exact copy, an altered copy, an unrelated picture and a broken file.
    private func prepare(broken: Bool = true, known: Bool = true) throws {
        let grey = Pictures.pattern(200, 150, seed: 1)
        try folder.write(Pictures.bitmap(grey, width: 200), to: "known/one.bmp")
        try folder.write(Pictures.bitmap(seed: 2), to: "disk/unrelated.bmp")
        if known {
            try folder.write(Pictures.bitmap(grey, width: 200), to: "disk/exact.bmp")
            try folder.write(Pictures.bitmap(Pictures.mirrored(grey, width: 200), width: 200), to: "disk/mirrored.bmp")
        }
        if broken { try folder.write([UInt8](), to: "disk/empty.png") }
        #expect(try tutela("bank", "create", "mine", "--tier", "A", "--contributors", "2").status == 0)
        let hashes = try tutela("hash", "--format", "ndjson", folder.path + "/known")
        let imported = try tutela("bank", "import", "-", "--bank", "mine", input: hashes.output)
        #expect(imported.status == 0, "\(imported.errors)")
    }

    // MARK: scan

    @Test("scan prints one NDJSON record per file with the keys that programs rely on")
    func scanNDJSON() throws {
        try prepare()
        let scan = try tutela("scan", folder.path + "/disk", "--format", "ndjson")
        #expect(scan.status == 1)
        #expect(scan.lines.count == 4)
        for line in scan.lines {
            let record = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(
                Set(record.keys).isSuperset(of: [
                    "path", "status", "sha256", "fingerprints", "matches", "provenance", "decision",
                ]))
        }
        #expect(scan.errors.split(separator: "\n").last == "1 file could not be scanned.")
    }

    @Test("exit codes tell found, unknown and nothing apart")
    func exitCodes() throws {
        try prepare()
        let disk = folder.path + "/disk"
        #expect(try tutela("scan", disk).status == 1)
        #expect(try tutela("scan", disk, "--strict").status == 2)
        #expect(try tutela("scan", disk + "/empty.png").status == 2)
        #expect(try tutela("scan", disk + "/unrelated.bmp").status == 0)
        #expect(try tutela("scan", disk + "/exact.bmp", "--strict").status == 1)
        #expect(try tutela("scan", folder.path + "/nothing-here").status == 2)
        #expect(try tutela("scan").status == 64)
        #expect(try tutela("scan", disk, "--format", "xml").status == 64)
        #expect(try tutela("scna", disk).status == 64)
    }

    @Test("a pipe gets plain columns, one line a file")
    func pipedTable() throws {
        try prepare()
        let scan = try tutela("scan", folder.path + "/disk")
        let states = scan.lines.map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        }
        #expect(states.sorted() == ["held", "match", "none", "unknown"])
        #expect(!scan.output.contains("\u{1B}"))
    }

    @Test("the report is one private file, holds no fingerprint and no digest, and is not replaced unasked")
    func report() throws {
        try prepare()
        let path = folder.path + "/report.html"
        #expect(try tutela("scan", folder.path + "/disk", "--report", path).status == 1)
        let page = try String(contentsOfFile: path, encoding: .utf8)
        #expect(page.hasPrefix("<!doctype html>"))
        #expect(page.contains("exact.bmp"))
        #expect(!page.contains("<img"))
        #expect(!page.contains("<script"))
        let hashes = try tutela("hash", "--format", "ndjson", folder.path + "/disk/exact.bmp").output
        let record = try #require(try JSONSerialization.jsonObject(with: Data(hashes.utf8)) as? [String: Any])
        for key in ["pdq", "sha256", "md5", "sha1"] {
            let value = try #require(record[key] as? String)
            #expect(!page.contains(value), "\(key) stands in the report")
        }
        let mode = try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
        #expect(mode & 0o777 == 0o600)
        let again = try tutela("scan", folder.path + "/disk", "--report", path)
        #expect(again.status == 2)
        #expect(again.errors.contains("--force"))
        let results = folder.path + "/untouched.ndjson"
        #expect(try tutela("scan", folder.path + "/disk", "--report", path, "--results", results).status == 2)
        #expect(!FileManager.default.fileExists(atPath: results), "a refused scan leaves no results file behind")
        #expect(!FileManager.default.fileExists(atPath: results + ".running"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == page)
        #expect(try tutela("scan", folder.path + "/disk", "--report", path, "--force").status == 1)
    }

    @Test("a stopped scan goes on where it was, drops a torn line, and ends with every file once")
    func resume() throws {
        try prepare()
        for number in 0..<30 {
            try folder.write(Pictures.bitmap(seed: 100 + number, width: 60, height: 60), to: "disk/more/\(number).bmp")
        }
        let (disk, results) = (folder.path + "/disk", folder.path + "/results.ndjson")
        #expect(try tutela("scan", disk, "--results", results).status == 1)
        let whole = try String(contentsOfFile: results, encoding: .utf8)
        #expect(!FileManager.default.fileExists(atPath: results + ".running"))
        let complete = try tutela("scan", disk, "--resume", results)
        #expect(complete.status == 2)
        #expect(complete.errors.contains("completed"))

        // As if the machine had stopped in the middle of the eleventh record.
        let lines = whole.split(separator: "\n")
        let cut = lines.prefix(10).joined(separator: "\n") + "\n" + lines[10].prefix(50)
        try cut.write(toFile: results, atomically: false, encoding: .utf8)
        let resumed = try tutela("scan", disk, "--resume", results, "--force")
        #expect(resumed.status == 1, "\(resumed.errors)")
        #expect(try String(contentsOfFile: results, encoding: .utf8) == whole)
    }

    @Test("a scan does not go on with other lists than it was begun with")
    func resumeWithOtherLists() throws {
        try prepare()
        let (disk, results) = (folder.path + "/disk", folder.path + "/results.ndjson")
        let process = try interruptedScan(disk, results)
        #expect(process.status == 130, "\(process.errors)")
        #expect(try tutela("bank", "set", "mine", "--tier", "B").status == 0)
        let resumed = try tutela("scan", disk, "--resume", results)
        #expect(resumed.status == 2)
        #expect(resumed.errors.contains("lists have changed"))
    }

    @Test("Ctrl-C leaves a usable report and results that can be gone on with")
    func interrupt() throws {
        try prepare()
        let (disk, results) = (folder.path + "/disk", folder.path + "/results.ndjson")
        let stopped = try interruptedScan(disk, results)
        #expect(stopped.status == 130, "\(stopped.errors)")
        let page = try String(contentsOfFile: results + ".html", encoding: .utf8)
        #expect(page.contains("Stopped after"))
        let before = try String(contentsOfFile: results, encoding: .utf8).split(separator: "\n").count
        #expect(before < 2004)
        let resumed = try tutela("scan", disk, "--resume", results)
        #expect(resumed.status == 1, "\(resumed.errors)")
        let paths = try String(contentsOfFile: results, encoding: .utf8).split(separator: "\n").compactMap { line in
            (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["path"] as? String
        }
        #expect(paths.count == 2004)
        #expect(Set(paths).count == 2004)
    }

    /// Starts a scan of many files and interrupts it when its first results are there.
    private func interruptedScan(_ disk: String, _ results: String) throws -> Execution {
        let picture = Pictures.bitmap(seed: 77, width: 300, height: 300)
        for number in 0..<2000 {
            try folder.write(picture + [UInt8(number % 251), UInt8(number / 251)], to: "disk/many/\(number).bmp")
        }
        let script = """
            "$1" scan "$2" --results "$3" --report "$3.html" --lanes 1 &
            child=$!
            for i in $(seq 1 400); do
              [ -s "$3" ] && break
              sleep 0.05
            done
            kill -INT $child
            wait $child
            """
        return try Execution.run(
            "/bin/bash", ["-c", script, "bash", Repository.program("tutela"), disk, results],
            environment: ["TUTELA_HOME": folder.path + "/home"])
    }

    @Test("paths come from standard input, by line or by NUL, whatever bytes they hold")
    func pathsFromInput() throws {
        try prepare()
        try folder.write(Pictures.bitmap(seed: 40), to: "disk/with\nnewline.bmp")
        let disk = folder.path + "/disk/"
        #expect(try tutela("scan", "-", input: disk + "exact.bmp\n" + disk + "unrelated.bmp\n").lines.count == 2)
        let list = disk + "with\nnewline.bmp\0" + disk + "unrelated.bmp\0"
        let scan = try tutela("scan", "-", "--null", input: list)
        #expect(scan.lines.count == 2)
        #expect(scan.output.contains("with\\u{A}newline.bmp"))
        #expect(try tutela("scan", "-", input: "").status == 2)
    }

    @Test("two scans at once on one home both answer")
    func twoAtOnce() throws {
        try prepare()
        let script = """
            "$1" scan "$2" --format ndjson > "$3.1" & "$1" scan "$2" --format ndjson > "$3.2" & wait; cmp "$3.1" "$3.2"
            """
        let both = try Execution.run(
            "/bin/bash",
            ["-c", script, "bash", Repository.program("tutela"), folder.path + "/disk", folder.path + "/out"],
            environment: ["TUTELA_HOME": folder.path + "/home"])
        #expect(both.status == 0, "\(both.errors)")
    }

    @Test("no list, an empty list and a switched-off list are said, not scanned with")
    func nothingToCompareWith() throws {
        try folder.write(Pictures.bitmap(seed: 1), to: "disk/a.bmp")
        let none = try tutela("scan", folder.path + "/disk")
        #expect(none.status == 2)
        #expect(none.errors.contains("there is no list in"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/home"), "looking must not make the folder")
        _ = try tutela("bank", "create", "empty")
        let empty = try tutela("scan", folder.path + "/disk")
        #expect(empty.status == 2)
        #expect(empty.errors.contains("empty is empty"))
        let unknown = try tutela("scan", folder.path + "/disk", "--bank", "emty")
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("Did you mean"))
    }

    // MARK: hash

    @Test("hash prints hash, quality and path between tabs; --dihedral adds seven columns")
    func hash() throws {
        let path = try folder.write(Pictures.bitmap(seed: 1), to: "a.bmp")
        let plain = try tutela("hash", path).lines[0].split(separator: "\t").map(String.init)
        #expect(plain.count == 3)
        #expect(plain[0].count == 64)
        #expect(plain[2] == path)
        let turned = try tutela("hash", path, "--dihedral").lines[0].split(separator: "\t").map(String.init)
        #expect(Array(turned.prefix(3)) == plain)
        #expect(turned.count == 10)
        #expect(Set(turned).count == 10)
        let broken = try tutela("hash", folder.write("x", to: "b.jpg"))
        #expect(broken.status == 2)
        #expect(broken.output.isEmpty)
        #expect(broken.errors.contains("b.jpg"))
    }

    // MARK: match

    @Test("match answers each query with one line, from a list or a bank")
    func match() throws {
        try prepare()
        let known = try tutela("hash", folder.path + "/known/one.bmp").output.split(separator: "\t")[0]
        let other = String(repeating: "0f", count: 32)
        let list = try folder.write("\(other)\n\n\(known)\n", to: "list.txt")
        let fromList = try tutela(
            "match", "--list", list, "--stats", input: "\(known)\n\(String(repeating: "5", count: 64))\n")
        #expect(fromList.status == 1)
        #expect(
            fromList.lines == [
                "{\"query\":\"\(known)\",\"matches\":[{\"bank\":\"list.txt\",\"entry\":\"3\",\"distance\":0,\"view\":\"original\"}]}",
                "{\"query\":\"\(String(repeating: "5", count: 64))\",\"matches\":[]}",
            ])
        #expect(fromList.errors.contains("built 2 entries in "))
        #expect(fromList.errors.contains("2 queries in "))
        let fromBank = try tutela(
            "match", "--bank", "mine", input: try tutela("hash", "--format", "ndjson", folder.path + "/known").output)
        #expect(fromBank.lines[0].contains("\"bank\":\"mine\""))
        #expect(try tutela("match", "--list", list, "--threads", "3", input: "\(known)\n").lines == [fromList.lines[0]])
        #expect(try tutela("match", "--list", list, input: String(repeating: "5", count: 64)).status == 0)
        #expect(try tutela("match", "--list", list, input: "nonsense\n").status == 2)
        #expect(try tutela("match", "--list", folder.path + "/missing", input: "").status == 2)
    }

    // MARK: bank

    @Test("a wrong line stops an import by number and stores nothing; --keep-going stores the rest")
    func importWithBadLine() throws {
        _ = try tutela("bank", "create", "mine")
        let good = (1...3).map { String(repeating: "\($0)a", count: 32) }
        let list = try folder.write("pdq\n\(good[0])\nzz\n\(good[1])\n\(good[2])\n", to: "list.csv")
        let strict = try tutela("bank", "import", list, "--bank", "mine")
        #expect(strict.status == 2)
        #expect(strict.errors.contains("line 3"))
        #expect(!strict.errors.contains("zz"))
        #expect(try tutela("bank", "list").output.contains("\t0\t"))
        let lenient = try tutela("bank", "import", list, "--bank", "mine", "--keep-going")
        #expect(lenient.status == 2)
        #expect(lenient.output.contains("Imported 3 of 4"))
        #expect(lenient.output.contains("line 3"))
    }

    @Test("an import says which entries will not match: expired ones, and ones that are switched off in the list")
    func importOfWhatDoesNotMatch() throws {
        _ = try tutela("bank", "create", "mine")
        let values = (1...3).map { String(repeating: "\($0)a", count: 32) }
        let list = try folder.write(
            "pdq,expires\n\(values[0]),2020-01-01\n\(values[1]),\n\(values[2]),\n", to: "list.csv")
        let first = try tutela("bank", "import", list, "--bank", "mine")
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("\n1 of them has expired already and will never match.\n"))
        #expect(!first.output.contains("of those"))
        _ = try tutela("bank", "set", "mine", "--entry", "e-000002", "--state", "withdrawn")
        let second = try tutela("bank", "import", list, "--bank", "mine")
        #expect(second.output.contains("\n3 were there already:\n"))
        #expect(
            second.output.contains(
                "\n2 of those do not match: quarantined, disabled, withdrawn or expired in mine. "
                    + "Importing does not change that; see: tutela bank show mine\n"))
        #expect(!second.output.contains(values[1]))
    }

    @Test("the help of bank import names every column and says when an entry expires")
    func importHelp() throws {
        let help = try tutela("bank", "import", "--help").output.split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        #expect(help.contains("confirmed, state, expires, pdq_views;"))
        #expect(help.contains("expires is the moment from which an entry no longer matches"))
    }

    @Test("an empty list file is an error")
    func importEmpty() throws {
        _ = try tutela("bank", "create", "mine")
        let imported = try tutela("bank", "import", folder.write("", to: "list.csv"), "--bank", "mine")
        #expect(imported.status == 2)
        #expect(imported.errors.contains("list.csv"))
    }

    @Test("lists never show fingerprints unless asked; export writes them; remove wants the name twice")
    func bankLife() throws {
        try prepare()
        let known = String(try tutela("hash", folder.path + "/known/one.bmp").output.split(separator: "\t")[0])
        #expect(!(try tutela("bank", "list").output.contains(known)))
        #expect(!(try tutela("bank", "show", "mine", "--entries", "5").output.contains(known)))
        #expect(try tutela("bank", "show", "mine", "--entries", "5", "--reveal-values").output.contains(known))
        let exported = try tutela("bank", "export", "mine")
        #expect(exported.output.contains(known))
        #expect(try tutela("bank", "create", "copy").status == 0)
        #expect(try tutela("bank", "import", "-", "--bank", "copy", input: exported.output).status == 0)
        #expect(try tutela("bank", "export", "copy").output == exported.output)
        #expect(try tutela("bank", "remove", "copy").status == 2)
        #expect(try tutela("bank", "remove", "copy", "--yes", "copy").status == 0)
        #expect(!(try tutela("bank", "list").output.contains("copy")))
        _ = try tutela("bank", "set", "mine", "--entry", "e-000001", "--state", "withdrawn")
        #expect(try tutela("scan", folder.path + "/disk").errors.contains("empty"))
    }

    @Test("a corrupt database is named, and nothing is answered from it")
    func corruptDatabase() throws {
        try prepare()
        let database = folder.path + "/home/tutela.sqlite"
        try Data("this is no database, it only has its name ............................".utf8)
            .write(to: URL(filePath: database))
        for name in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + name) }
        let scan = try tutela("scan", folder.path + "/disk")
        #expect(scan.status == 2)
        #expect(scan.output.isEmpty)
        #expect(scan.errors.contains("tutela.sqlite"))
        #expect(try tutela("doctor").status == 2)
    }

    // MARK: doctor and help

    @Test("doctor proves the decoder and says what to mend")
    func doctor() throws {
        let doctor = try tutela("doctor")
        #expect(doctor.status == 0, "\(doctor.output)")
        #expect(doctor.output.contains("seccomp"))
        #expect(doctor.output.contains("golden pictures"))
        let broken = try tutela("doctor", environment: ["TUTELA_DECODER": "/nowhere"])
        #expect(broken.status == 2)
        #expect(broken.output.contains("FAIL  decoder"))
        #expect(broken.output.contains("mend:"))
    }

    @Test("doctor counts free space in plain figures, also when there is none")
    func freeSpace() throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/home", withIntermediateDirectories: true)
        let figures = /home, (\d\.\d|[1-9]\d{1,2}) [kMGTPE]B free\n/
        let doctor = try tutela("doctor")
        #expect(doctor.output.contains(figures), "\(doctor.output)")

        let full = folder.path + "/full"
        try FileManager.default.createDirectory(atPath: full, withIntermediateDirectories: true)
        // Needs root.
        guard mount("tmpfs", full, "tmpfs", 0, "size=64k") == 0 else { return }
        defer { umount2(full, Int32(MNT_DETACH)) }
        try folder.write([UInt8](repeating: 0, count: 60 << 10), to: "full/ballast")
        let nearlyFull = try tutela("doctor", "--home", full).output
        #expect(nearlyFull.contains("/full, 4.0 kB free\n"), "\(nearlyFull)")
        try folder.write([UInt8](repeating: 0, count: 4 << 10), to: "full/last-block")
        let none = try tutela("doctor", "--home", full).output
        #expect(none.contains("/full, 0 bytes free\n"), "\(none)")
    }

    @Test("an unknown verb is guessed at every depth")
    func unknownVerbs() throws {
        for (words, message) in [
            (["scna"], "no verb \"scna\". Did you mean \"scan\"?"),
            (["bank", "crate", "x"], "no verb \"bank crate\". Did you mean \"bank create\"?"),
            (["bank", "xyzzy"], "no verb \"bank xyzzy\"."),
        ] {
            let run = try Execution.run(Repository.program("tutela"), words)
            #expect(run.status == 64)
            #expect(run.output.isEmpty)
            #expect(run.errors.hasPrefix("error: \(message)\n"), "\(run.errors)")
            let all = words.count > 1 ? "tutela bank --help" : "tutela --help"
            #expect(run.errors.contains("all verbs: \(all)\n"))
        }
    }

    @Test(
        "every error of use begins alike, on standard error",
        arguments: [
            ["scan"], ["scan", ".", "--format", "xml"], ["scan", ".", "--nonsense"], ["bank", "--nonsense"],
            ["bank", "create"], ["bank", "create", "a", "b"], ["match", "--radius", "300"], ["--nonsense"],
        ])
    func usageErrors(_ arguments: [String]) throws {
        let run = try Execution.run(Repository.program("tutela"), arguments)
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix("error: "), "\(run.errors)")
        #expect(!run.errors.contains("Error: "))
        #expect(run.errors.contains("Usage: "))
    }

    @Test(
        "help and version go to standard output",
        arguments: [
            [], ["--help"], ["help"], ["help", "bank"], ["bank"], ["bank", "create", "--help"], ["--version"],
        ])
    func helpIsNoError(_ arguments: [String]) throws {
        let run = try Execution.run(Repository.program("tutela"), arguments)
        #expect(run.status == 0)
        #expect(!run.output.isEmpty)
        #expect(run.errors.isEmpty)
    }

    @Test("an insecure decoder is warned of and stands in the report")
    func insecure() throws {
        try prepare()
        let report = folder.path + "/insecure.html"
        let scan = try tutela("scan", folder.path + "/disk", "--insecure-decoder", "--report", report)
        #expect(scan.errors.contains("warning: --insecure-decoder"))
        #expect(try String(contentsOfFile: report, encoding: .utf8).contains("INSECURE"))
    }

    @Test(
        "every verb has help with an example first, on one screen",
        arguments: [
            [], ["scan"], ["hash"], ["match"], ["doctor"], ["bank"], ["bank", "create"], ["bank", "list"],
            ["bank", "show"], ["bank", "import"], ["bank", "export"], ["bank", "set"], ["bank", "remove"],
        ])
    func help(_ verb: [String]) throws {
        let help = try Execution.run(Repository.program("tutela"), verb + ["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("Example:"))
        #expect(help.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 56)
    }
}
