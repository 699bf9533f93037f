// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `tutela policy`.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Decide by law and policy, explain decisions, and check packs of rules.",
        discussion: """
            Example:
              tutela policy evaluate --facts facts.json --jurisdiction KR,US
              tutela policy lint my-policy.yaml

            Rules are dated text files, the packs. Those of several countries and platforms are built in; your own in \
            TUTELA_HOME/policy/*.yaml always apply as well. If there is a folder TUTELA_HOME/policy/packs, it takes the \
            place of the built-in packs.

            This is not legal advice: no lawyer has signed the built-in packs.
            """,
        subcommands: [
            PolicyEvaluateCommand.self, PolicyExplainCommand.self, PolicyLintCommand.self, PolicyReplayCommand.self,
            PolicyDiffCommand.self, PolicyDutiesCommand.self, PolicyExportCommand.self,
        ])
}
