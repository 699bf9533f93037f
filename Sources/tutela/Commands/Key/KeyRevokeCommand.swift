// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Identity

/// `tutela key revoke`.
struct KeyRevokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "End a key, on every server within a second.",
        discussion: """
            Example:
              tutela key revoke u7f3q2m5x6k7p2ab
            """)

    @Argument(help: ArgumentHelp("The key's id; see tutela key list.", valueName: "id"))
    var id: String

    @OptionGroup var home: HomeOptions

    func run() throws {
        let registry = try Registry(home, verb: "key-revoke")
        let key = try registry.keys.revoke(id, by: registry.manager, recording: registry.recording("key.revoke"))
        Console.say("Revoked key \(key.id).")
    }
}
