// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Banks
internal import Foundation
internal import Screening

/// `tutela bank remove`.
struct BankRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a list and all its entries, for good.",
        discussion: """
            Example:
              tutela bank remove old-list --yes old-list

            To switch a list off and keep it: tutela bank set old-list --state disabled
            """)

    @Argument(help: ArgumentHelp("The list.", valueName: "name"))
    var name: String

    @Option(name: .long, help: ArgumentHelp("The list's name once more, instead of being asked.", valueName: "name"))
    var yes: String?

    @OptionGroup var home: HomeOptions

    func run() throws {
        let lists = try Lists(home)
        let entries = try lists.banks.show(name).entries
        guard try answer(entries) == name else {
            throw Complaint(
                "\(name) was not removed", remedy: "to remove it: tutela bank remove \(name) --yes \(name)",
                code: "BANK-NOT-CONFIRMED")
        }
        let removed = try lists.change("bank.remove", by: "bank-remove", of: name) { connection in
            let removed = try lists.banks.remove(name, within: connection)
            return (removed, ["entries": String(removed)])
        }
        lists.tidy()
        do {
            try BankIndex.forget(folder: home.indexFolder)
        } catch {
            Console.say(
                "note: \(home.indexFolder) still holds hashes of \(name): \(error) It is built anew by the next scan; or "
                    + "remove the folder.")
        }
        Console.say("Removed \(name) and its \(Figures.counted(removed, "entry", "entries")).")
    }

    private func answer(_ entries: Int) throws -> String? {
        if let yes { return yes }
        guard isatty(STDIN_FILENO) == 1 else { return nil }
        Console.sayRaw(
            "This removes \(name) and its \(Figures.counted(entries, "entry", "entries")) for good. "
                + "Type the name to go on: ")
        return readLine()
    }
}
