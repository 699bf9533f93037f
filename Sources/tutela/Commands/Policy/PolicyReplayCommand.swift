// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Policy
internal import PolicyPacks

/// `tutela policy replay`.
struct PolicyReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Make stored decisions again under their own rules, and say what today's rules would change.",
        discussion: """
            Example:
              tutela policy replay results.ndjson

            Rules of the past lie in TUTELA_HOME/policy/rulesets, each named by its digest.

            Exit codes: 0 every decision came out the same, byte for byte; 1 one did not; 2 one could not be made again.
            """)

    @Argument(help: ArgumentHelp("What --results or policy evaluate wrote; - reads standard input.", valueName: "file"))
    var file: String

    @OptionGroup var rules: RuleOptions
    @OptionGroup var home: HomeOptions

    func run() throws {
        let current = try rules.ruleSet(home)
        let archive = RuleSetArchive(home: home.folder)
        var (same, different, missing, changed) = (0, 0, 0, 0)
        let output = Output()
        try StoredDecisions(path: file).forEach { recorded, line in
            let result = Replay.run(recorded, archive: archive, current: current)
            let item = Printable.text(recorded.item ?? "line \(line)")
            switch result.verdict {
            case .same: same += 1
            case .different(let difference):
                different += 1
                try output.writeLine("\(line)\tdifferent\t\(item)\tat byte \(difference.offset)")
                for part in difference.change?.parts ?? [] { try output.writeLine("\(line)\t\t\t\(part.words)") }
                if difference.change == nil {
                    try output.writeLine("\(line)\tstored\t\(item)\t\(Printable.text(difference.stored))")
                    try output.writeLine("\(line)\treplayed\t\(item)\t\(Printable.text(difference.replayed))")
                }
            case .rulesMissing:
                missing += 1
                try output.writeLine(
                    "\(line)\tcannot\t\(item)\trule set \(recorded.ruleSet.prefix(12)) is not kept here")
            case .rulesUnreadable(let problem):
                missing += 1
                try output.writeLine("\(line)\tcannot\t\(item)\t\(Printable.text(problem.message))")
            case .otherEngine(let stored, let ours):
                missing += 1
                try output.writeLine(
                    "\(line)\tcannot\t\(item)\tmade by version \(stored) of the rules of composition; this is \(ours)")
            }
            if let change = result.change {
                changed += 1
                for part in change.parts { try output.writeLine("\(line)\ttoday\t\(item)\t\(part.words)") }
            }
        }
        try output.flush()
        let total = same + different + missing
        guard total > 0 else {
            throw StoredDecisions.none(in: file)
        }
        Console.say(
            "\(Figures.counted(total, "decision", "decisions")): \(same) the same, \(different) different, \(missing) "
                + "not to be made again; today's rules would change \(changed)")
        if missing > 0 {
            Console.say("rules of the past belong in \(archive.folder); put them back from a backup")
        }
        if missing > 0 { throw ExitStatus.error }
        if different > 0 { throw ExitStatus.found }
    }
}
