// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Policy
internal import PolicyPacks
internal import PolicyWords

/// `tutela policy duties`.
struct PolicyDutiesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duties",
        abstract: "List the standing duties of your service, which do not depend on an item.",
        discussion: """
            Example:
              tutela policy duties --fact actor.roles=[hosting] --fact service.size=other --jurisdiction EU,ES

            Not legal advice.
            """)

    @Option(name: .long, help: ArgumentHelp("text, or json: one line for programs.", valueName: "form"))
    var format: Format = .text

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @OptionGroup var language: LanguageOption
    @OptionGroup var facts: FactOptions
    @OptionGroup var binding: BindingOptions
    @OptionGroup var rules: RuleOptions
    @OptionGroup var home: HomeOptions

    func run() throws {
        let set = try rules.ruleSet(home)
        let duties = set.standingDuties(
            try facts.factSet(), at: facts.time, jurisdictions: try binding.jurisdictions(of: set))
        let output = Output()
        switch format {
        case .json: try output.writeLine(duties.canonical.text)
        case .text:
            let sections = Explanation.renderDuties(duties, rules: set, language: language.chosen)
            try output.write(Explanation.text(sections, width: Console.width))
        }
        try output.flush()
    }
}
