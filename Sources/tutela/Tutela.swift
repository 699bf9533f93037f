// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Spelling

/// The program: finds the verb, runs it, turns what went wrong into words and an exit code.
@main
struct Tutela: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tutela",
        abstract: "Screen pictures against lists of known ones, on your own machine.",
        discussion: """
            Example:
              tutela bank create mine --tier A --contributors 2
              tutela bank import list.csv --bank mine
              tutela scan photos/ --report report.html

            A match is a lead for a person to follow, not proof. What could not be scanned is named, and is never \
            "no match". Nothing leaves this machine.

            The data folder is --home, else TUTELA_HOME, else ~/.local/share/tutela.
            """,
        version: Program.version,
        subcommands: [
            ScanCommand.self, InspectCommand.self, HashCommand.self, MatchCommand.self, BankCommand.self,
            PolicyCommand.self, ServeCommand.self, UserCommand.self, KeyCommand.self, TenantCommand.self,
            DoctorCommand.self,
        ])

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let complaint = unknownVerb(arguments) {
            Console.complain(complaint)
            Foundation.exit(ExitStatus.usage.rawValue)
        }
        do {
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let status as ExitStatus {
            Foundation.exit(status.rawValue)
        } catch {
            guard let complaint = Complaint(error) else { end(with: error) }
            Console.complain(complaint)
            Foundation.exit(ExitStatus.error.rawValue)
        }
    }

    /// Ends as the argument parser would, with our prefix and our numbers: its 1 is our "something was found".
    private static func end(with error: any Error) -> Never {
        let status = exitCode(for: error)
        // Help and version are no errors: they go to standard output.
        if status.isSuccess { exit(withError: error) }
        var text = fullMessage(for: error)
        if text.hasPrefix("Error: ") { text = "error: " + text.dropFirst("Error: ".count) }
        if !text.isEmpty { Console.say(text) }
        let ending: ExitStatus = status == .validationFailure ? .usage : .error
        Foundation.exit(ending.rawValue)
    }

    /// The complaint about the first word that should be a verb and is none, at any depth: `scna`, `bank crate`.
    private static func unknownVerb(_ arguments: [String]) -> Complaint? {
        var command: any ParsableCommand.Type = Tutela.self
        var known: [String] = []
        for word in arguments {
            let subcommands = command.configuration.subcommands
            guard !subcommands.isEmpty, !word.hasPrefix("-") else { return nil }
            if let next = subcommands.first(where: { $0.configuration.commandName == word }) {
                command = next
                known.append(word)
                continue
            }
            let verbs = subcommands.compactMap { $0.configuration.commandName } + (known.isEmpty ? ["help"] : [])
            guard !verbs.contains(word) else { return nil }
            func quoted(_ verb: some StringProtocol) -> String {
                "\"" + (known + [String(verb)]).joined(separator: " ") + "\""
            }
            let guess = Misspelling.nearest(to: word, among: verbs).map { " Did you mean \(quoted($0))?" } ?? ""
            return Complaint(
                "no verb \(quoted(word.prefix(40))).\(guess)",
                remedy: "all verbs: " + (["tutela"] + known + ["--help"]).joined(separator: " "), code: "CLI-VERB")
        }
        return nil
    }
}

/// What this build is.
enum Program {
    static let version = "0.1.0"
}
