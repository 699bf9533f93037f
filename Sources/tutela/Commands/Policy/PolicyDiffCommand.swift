// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Policy
internal import PolicyPacks

/// `tutela policy diff`.
struct PolicyDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say what would change for recorded decisions if one set of packs took the place of another.",
        discussion: """
            Example:
              tutela policy export law/          # then change a deadline in law/us/intimate-images.yaml
              tutela policy diff --from built-in --to law/ results.ndjson

            A set is built-in, a folder or file of packs, or the digest of a set that is kept. A pack of an operator is put \
            on top of the built-in ones.

            Exit codes: 0 nothing changes, 1 something does, 2 an error.
            """)

    @Option(name: .long, help: ArgumentHelp("The rules that hold now.", valueName: "set"))
    var from = "built-in"

    @Option(name: .long, help: ArgumentHelp("The rules that would replace them.", valueName: "set"))
    var to: String

    @Argument(help: ArgumentHelp("Recorded decisions; without it only the rules are compared.", valueName: "file"))
    var file: String?

    @Option(name: .long, help: ArgumentHelp("Examples of each kind of change.", valueName: "n"))
    var examples = 3

    @OptionGroup var home: HomeOptions

    func run() throws {
        let (old, new) = (try set(from), try set(to))
        let output = Output()
        let rules = RuleSetDifference(from: old, to: new)
        for id in rules.removed { try output.writeLine("- \(id)") }
        for id in rules.added { try output.writeLine("+ \(id)") }
        for change in rules.changed + rules.packs {
            for field in change.fields {
                let (before, after) = (Printable.text(field.old ?? "nothing"), Printable.text(field.new ?? "nothing"))
                try output.writeLine("~ \(change.id)  \(field.path): \(before) → \(after)")
            }
        }
        var isChanged = !rules.isEmpty
        if let file {
            var survey = DecisionSurvey(from: old, to: new, examples: max(0, examples))
            try StoredDecisions(path: file).forEach { survey.add($0, line: $1) }
            guard survey.decisions > 0 else { throw StoredDecisions.none(in: file) }
            try write(survey, to: output)
            isChanged = survey.unchanged < survey.decisions
        }
        try output.flush()
        if isChanged { throw ExitStatus.found }
    }

    private func write(_ survey: DecisionSurvey, to output: Output) throws {
        try output.writeLine(
            "\(Figures.counted(survey.decisions, "decision", "decisions")): "
                + "\(Figures.grouped(survey.unchanged)) unchanged, "
                + "\(Figures.grouped(survey.decisions - survey.unchanged)) changed")
        for (transition, count) in survey.actions.sorted(by: { $0.key < $1.key }) {
            try output.writeLine("\(Figures.grouped(count))\t\(transition.from.rawValue) → \(transition.to.rawValue)")
        }
        for kind in DecisionChange.Kind.allCases {
            guard let count = survey.counts[kind] else { continue }
            try output.writeLine("\(Figures.grouped(count))\t\(kind.words)")
            for example in survey.examples[kind] ?? [] {
                let item = Printable.text(example.item ?? "line \(example.line)")
                for part in example.change.parts where part.kind == kind {
                    try output.writeLine("\t\(item): \(part.words)")
                }
            }
        }
    }

    /// A rule set by name.
    private func set(_ name: String) throws -> RuleSet {
        if name == "built-in" { return try LawBooks.ruleSet() }
        if name.utf8.count == 64, name.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            !FileManager.default.fileExists(atPath: name)
        {
            do throws(RuleSetArchiveProblem) {
                if let set = try RuleSetArchive(home: home.folder).ruleSet(name) { return set }
            } catch {
                throw Complaint(error.message, remedy: error.remedy, code: error.code)
            }
            throw Complaint(
                "the rule set \(name.prefix(12))… is not kept in \(home.folder)/policy/rulesets",
                remedy: "name another data folder with --home", code: "POLICY-RULESET")
        }
        let files = try LawBooks.files(at: [name]).filter { !$0.isPolicyTest }
        let packs = try files.map { file throws(PackProblems) in try PackReader.read(file) }
        return packs.contains { $0.kind == .house }
            ? try LawBooks.ruleSet(to: files) : try LawBooks.ruleSet(adding: files)
    }
}
