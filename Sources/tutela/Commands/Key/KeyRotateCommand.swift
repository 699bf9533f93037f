// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CivilTime
internal import Identity

/// `tutela key rotate`.
struct KeyRotateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Give a key a new secret and a new time to live, and print it, once.",
        discussion: """
            Example:
              tutela key rotate u7f3q2m5x6k7p2ab --overlap 48

            The old secret is accepted for the overlap too, but never longer than it was before.
            """)

    @Argument(help: ArgumentHelp("The key's id; see tutela key list.", valueName: "id"))
    var id: String

    @Option(name: .long, help: ArgumentHelp("Hours that the old secret is accepted, 0 to 720.", valueName: "hours"))
    var overlap = KeyRepository.usualOverlap

    @Option(name: .long, help: ArgumentHelp("How long it lasts from now; else as before.", valueName: "days"))
    var days: Int?

    @OptionGroup var home: HomeOptions

    func run() throws {
        let registry = try Registry(home, verb: "key-rotate")
        let issued = try registry.keys.rotate(
            id, overlap: overlap, lifetime: days, by: registry.manager, recording: registry.recording("key.rotate"))
        let old = issued.key.oldSecretUntil.map { " The old secret is accepted until \($0)." } ?? ""
        Console.say("Key \(id) is good until \(issued.key.expires.date).\(old)")
        try SecretOutput.show(issued.secret, KeyCommand.warning)
    }
}
