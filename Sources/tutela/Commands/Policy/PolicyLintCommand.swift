// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Policy
internal import PolicyPacks

/// `tutela policy lint`.
struct PolicyLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Check packs of rules and run their tests.",
        discussion: """
            Example:
              tutela policy lint my-policy.yaml my-policy.policytest.yaml

            Files that end in .policytest.yaml are tests, all others are packs. An operator's packs are checked together \
            with the built-in ones. Without a path the built-in packs and the installed ones are checked.

            Exit codes: 0 all is well, 1 a test fails (or, with --strict, there is a warning), 2 a file has a mistake.
            """)

    @Argument(help: ArgumentHelp("Files and folders (default: built-in and installed packs).", valueName: "path"))
    var paths: [String] = []

    @Flag(name: .long, help: "Exit 1 on warnings, too.")
    var strict = false

    @Flag(name: .long, help: "Print every warning; otherwise the first ten.")
    var all = false

    @OptionGroup var home: HomeOptions

    func run() throws {
        let report = try report()
        let output = Output()
        for problem in report.problems {
            try output.writeLine("\(problem.file):\(problem.line):\(problem.column): error: \(problem.message)")
            try output.writeLine("    \(problem.hint) [\(problem.code)]")
        }
        for result in report.failures {
            try output.writeLine("\(result.file):\(result.testCase.line): test fails: \(result.testCase.name)")
            for difference in result.differences { try output.writeLine("    \(difference)") }
        }
        let warnings = report.warnings.sorted()
        for warning in all ? warnings[...] : warnings.prefix(10) {
            try output.writeLine("\(warning.file):\(warning.line): warning: \(warning.message) [\(warning.code)]")
        }
        if !report.packs.isEmpty {
            if Console.outputIsTerminal, !report.problems.isEmpty || !warnings.isEmpty { try output.writeLine("") }
            try output.write(table(report).text(decorated: Console.outputIsTerminal))
        }
        try output.flush()
        Console.say(summary(report, warnings.count))
        if !report.problems.isEmpty { throw ExitStatus.error }
        if !report.failures.isEmpty || (strict && !warnings.isEmpty) { throw ExitStatus.found }
    }

    private func report() throws -> PolicyLint.Report {
        let installed = InstalledPolicy(home: home)
        let books = try RuleOptions.books(installed)
        guard paths.isEmpty else {
            let files = try paths.flatMap { path in
                let files = try LawBooks.files(at: [path])
                guard !files.isEmpty else {
                    throw Complaint(
                        "there are neither packs nor tests in \(path)",
                        remedy: "packs are files that end in .yaml, tests end in .policytest.yaml",
                        code: "POLICY-NO-PACKS")
                }
                return files
            }
            return PolicyLint.check(files, builtIn: books.filter { !$0.isPolicyTest })
        }
        return PolicyLint.check(books + (try installed.files()))
    }

    private func table(_ report: PolicyLint.Report) -> TextTable {
        TextTable(
            head: ["PACK", "LAW OF", "KIND", "RULES", "UNSIGNED", "MEMORY", "CASES", "UNTESTED"],
            rows: report.packs.map { pack in
                [
                    pack.id, pack.jurisdiction.code, pack.kind.rawValue, String(pack.rules), String(pack.unsigned),
                    String(pack.fromMemory), String(pack.cases), String(pack.uncited.count),
                ]
            }, numeric: [3, 4, 5, 6, 7])
    }

    private func summary(_ report: PolicyLint.Report, _ warnings: Int) -> String {
        let rules = report.packs.reduce(0) { $0 + $1.rules }
        let unsigned = report.packs.reduce(0) { $0 + $1.unsigned }
        var parts = [
            Figures.counted(report.packs.count, "pack", "packs"),
            Figures.counted(rules, "rule", "rules") + " (\(Figures.grouped(unsigned)) unsigned)",
            Figures.counted(report.results.count, "test", "tests"),
            Figures.counted(report.failures.count, "failure", "failures"),
            Figures.counted(report.problems.count, "mistake", "mistakes"),
            Figures.counted(warnings, "warning", "warnings"),
        ]
        if report.addsBuiltIn, report.problems.isEmpty { parts[0] += " over the built-in ones" }
        let digest = report.digest.map { "\nrule set \($0)" } ?? ""
        return parts.joined(separator: ", ") + digest
    }
}

extension RuleOptions {
    /// What a check without paths looks at below the operator's files: packs and their tests.
    fileprivate static func books(_ installed: InstalledPolicy) throws -> [PolicyFile] {
        guard installed.replacesBooks else { return LawBooks.builtIn + LawBooks.builtInTests }
        return try LawBooks.files(at: [installed.booksFolder])
    }
}
