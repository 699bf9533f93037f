// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation

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
        subcommands: [ScanCommand.self, HashCommand.self, MatchCommand.self, BankCommand.self, DoctorCommand.self])

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let verb = arguments.first, let complaint = unknownVerb(verb) {
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
            guard let complaint = Complaint(error) else { exit(withError: error) }
            Console.complain(complaint)
            Foundation.exit(ExitStatus.error.rawValue)
        }
    }

    private static func unknownVerb(_ verb: String) -> Complaint? {
        let verbs = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard !verb.hasPrefix("-"), !verbs.contains(verb) else { return nil }
        let guess = Spelling.nearest(to: verb, among: verbs).map { " Did you mean \"\($0)\"?" } ?? ""
        return Complaint(
            "no verb \"\(verb.prefix(40))\".\(guess)", remedy: "all verbs: tutela --help", code: "CLI-VERB")
    }
}

/// What this build is.
enum Program {
    static let version = "0.1.0"
}
