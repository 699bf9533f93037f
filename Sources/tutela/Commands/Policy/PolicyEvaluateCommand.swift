// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Policy
internal import PolicyPacks
internal import PolicyWords

/// `tutela policy evaluate`.
struct PolicyEvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Decide about one item from facts.",
        discussion: """
            Example:
              echo '{"content.sexual": true, "request.kind": "subject-request", "request.valid": true}' |
                tutela policy evaluate --facts - --jurisdiction US --format table

            The decision is one line of JSON, which `policy replay` reads; its rules are kept in \
            TUTELA_HOME/policy/rulesets. Not legal advice.

            Exit codes: 0 decided, whatever the decision; 2 facts or rules cannot be read.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, table
    }

    @Option(name: .long, help: ArgumentHelp("json: one line for programs; table: for people.", valueName: "form"))
    var format: Format = .json

    @OptionGroup var facts: FactOptions
    @OptionGroup var binding: BindingOptions
    @OptionGroup var rules: RuleOptions
    @OptionGroup var home: HomeOptions

    func run() throws {
        let set = try rules.ruleSet(home)
        let jurisdictions = try binding.jurisdictions(of: set)
        let platforms = try binding.platforms(of: set)
        let given = try facts.factSet()
        guard !given.names.isEmpty || !set.context.names.isEmpty else {
            throw Complaint(
                "no facts, and nothing known is nothing decided",
                remedy: "name some: --facts FILE, --facts - or --fact origin=synthetic", code: "POLICY-NO-FACTS")
        }
        let decision = set.decide(
            given, at: facts.time, jurisdictions: jurisdictions, platforms: platforms)
        // A decision is worth giving even where its rules cannot be kept; but whoever stores it must know.
        do throws(RuleSetArchiveProblem) {
            try RuleSetArchive(home: home.folder).keep(set)
        } catch {
            Console.say("note: this decision cannot be replayed later: \(error.message) \(error.remedy)")
        }
        let output = Output()
        switch format {
        case .json: try output.writeLine(decision.canonical.text)
        case .table: try output.write(DecisionTable(decision).text(decorated: Console.outputIsTerminal))
        }
        try output.flush()
    }
}
