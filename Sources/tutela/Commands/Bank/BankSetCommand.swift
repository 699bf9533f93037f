// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Banks

/// `tutela bank set`.
struct BankSetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change a list, or one of its entries.",
        discussion: """
            Example:
              tutela bank set partner-b --state quarantined
              tutela bank set mine --entry e-000017 --state withdrawn

            Only what is active matches: quarantined waits for a person, disabled was switched off, withdrawn was taken \
            back by its source.
            """)

    @Argument(help: ArgumentHelp("The list.", valueName: "name"))
    var name: String

    @Option(name: .long, help: ArgumentHelp("Change this entry instead of the list.", valueName: "entry"))
    var entry: String?

    @Option(name: .long, help: ArgumentHelp("active, quarantined, disabled, withdrawn.", valueName: "state"))
    var state: ListingState?

    @Flag(inversion: .prefixedNo, help: "With --entry: whether a person confirmed it.")
    var confirmed: Bool?

    @Option(name: .long, help: ArgumentHelp("Trust: A, B, C.", valueName: "tier"))
    var tier: TrustTier?

    @Option(name: .long, help: ArgumentHelp("Independent parties that contribute.", valueName: "n"))
    var contributors: Int?

    @Option(name: .long, help: ArgumentHelp("Largest PDQ distance that matches.", valueName: "bits"))
    var radius: Int?

    @OptionGroup var home: HomeOptions

    func validate() throws {
        if entry != nil, tier != nil || contributors != nil || radius != nil {
            throw ValidationError("--tier, --contributors and --radius belong to the list: leave out --entry")
        }
        if entry == nil, confirmed != nil {
            throw ValidationError("--confirmed belongs to an entry: name it with --entry")
        }
        guard state != nil || confirmed != nil || tier != nil || contributors != nil || radius != nil else {
            throw ValidationError("say what to change, for example --state quarantined")
        }
    }

    func run() throws {
        let lists = try Lists(home)
        if let entry {
            try lists.change("entry.set", by: "bank-set", of: name) { connection in
                if let state { try lists.banks.set(state, entry: entry, of: name, within: connection) }
                if let confirmed { try lists.banks.setConfirmed(confirmed, entry: entry, of: name, within: connection) }
                return (
                    (), ["entry": entry, "state": state?.rawValue, "confirmed": confirmed.map { $0 ? "yes" : "no" }]
                )
            }
            Console.say("Changed entry \(entry) of \(name).")
        } else {
            try lists.change("bank.set", by: "bank-set", of: name) { connection in
                _ = try lists.banks.update(name, within: connection) { settings in
                    settings.state = state ?? settings.state
                    settings.tier = tier ?? settings.tier
                    settings.contributors = contributors ?? settings.contributors
                    settings.radius = radius ?? settings.radius
                }
                return (
                    (),
                    [
                        "state": state?.rawValue, "tier": tier?.rawValue,
                        "contributors": contributors.map(String.init), "radius": radius.map(String.init),
                    ]
                )
            }
            Console.say("Changed \(name).")
        }
    }
}
