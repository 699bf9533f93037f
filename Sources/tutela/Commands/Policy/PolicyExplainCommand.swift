// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Policy
internal import PolicyPacks
internal import PolicyWords
internal import Spelling

/// `tutela policy explain`.
struct PolicyExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say in plain sentences why something was decided, or what a rule says.",
        discussion: """
            Example:
              tutela policy explain --facts facts.json --jurisdiction KR --language ko
              tutela policy explain --results results.ndjson --path photos/one.jpg
              tutela policy explain us.tida.removal

            What was decided, why, what to do, and what is not known; --full has the rules and facts behind it, too.
            A stored decision is explained by the rules under which it was made. Not legal advice.
            """)

    @Argument(help: ArgumentHelp("A rule, by its id.", valueName: "rule"))
    var rule: String?

    @Option(name: .long, help: ArgumentHelp("Explain decisions that a scan or evaluate stored.", valueName: "file"))
    var results: String?

    @Option(name: .long, help: ArgumentHelp("With --results, the item with this path only.", valueName: "path"))
    var path: String?

    @Flag(name: .long, help: "Also every rule that applies or nearly does, and every fact.")
    var full = false

    @OptionGroup var language: LanguageOption
    @OptionGroup var facts: FactOptions
    @OptionGroup var binding: BindingOptions
    @OptionGroup var rules: RuleOptions
    @OptionGroup var home: HomeOptions

    func validate() throws {
        let chosen = [rule != nil, results != nil, facts.facts != nil || !facts.fact.isEmpty].count { $0 }
        guard chosen == 1 else {
            throw ValidationError("name one of: --facts FILE, --results FILE, or a rule")
        }
        if path != nil, results == nil { throw ValidationError("--path goes with --results") }
    }

    func run() throws {
        let set = try rules.ruleSet(home)
        let output = Output()
        if let rule {
            try output.write(try sheet(rule, set))
        } else if let results {
            try explain(results, set, output)
        } else {
            let decision = set.decide(
                try facts.factSet(), at: facts.time, jurisdictions: try binding.jurisdictions(of: set),
                platforms: try binding.platforms(of: set))
            try output.write(text(decision, set))
        }
        try output.flush()
    }

    private func text(_ decision: Policy.Decision, _ set: RuleSet) -> String {
        Explanation.text(
            Explanation.render(decision, rules: set, language: language.chosen, detail: full ? .full : .short),
            width: Console.width)
    }

    private func sheet(_ id: String, _ set: RuleSet) throws -> String {
        guard let rule = set.rule(id), let pack = set.pack(ofRule: id) else {
            let ids = set.packs.flatMap(\.rules).map(\.id)
            let guess = Misspelling.nearest(to: id, among: ids) ?? ids.filter { $0.hasPrefix(id) }.min()
            throw Complaint(
                "no rule \"\(id.prefix(80))\"",
                remedy: guess.map { "did you mean \($0)?" } ?? "all rules: tutela policy export FOLDER",
                code: "POLICY-RULE")
        }
        return RuleSheet(rule, of: pack, language.chosen).text(width: Console.width)
    }

    private func explain(_ results: String, _ current: RuleSet, _ output: Output) throws {
        let archive = RuleSetArchive(home: home.folder)
        var explained = 0
        try StoredDecisions(path: results).forEach { recorded, line in
            if let path, recorded.item != path { return }
            // Its own rules, else those of today: then the explanation is of another decision, and says so.
            let replay = Replay.run(recorded, archive: archive, current: current)
            let set =
                recorded.ruleSet == current.digest ? current : try? archive.ruleSet(recorded.ruleSet)
            if explained > 0 { try output.writeLine("") }
            explained += 1
            try output.writeLine("# " + Printable.text(recorded.item ?? "line \(line)"))
            if let set, let decision = replay.replayed {
                if replay.verdict != .same {
                    try output.flush()
                    Console.say(
                        "note: line \(line): the stored decision is not what its rules decide; see policy replay")
                }
                try output.write(text(decision, set))
            } else {
                try output.flush()
                Console.say(
                    "note: line \(line): the rules under which it was made are not in the archive; explained by those of "
                        + "today")
                try output.write(text(replay.today, current))
            }
        }
        guard explained > 0 else {
            let which = path.map { " about \(Printable.text($0))" } ?? ""
            throw Complaint(
                "there is no decision by rules\(which) in \(results)",
                remedy: "scan with --jurisdiction or --policy, and --results", code: "POLICY-NO-DECISION")
        }
    }
}
