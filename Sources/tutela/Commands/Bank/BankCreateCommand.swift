// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Banks

/// `tutela bank create`.
struct BankCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a new, empty list.",
        discussion: """
            Example:
              tutela bank create partner-a --tier A --contributors 2 --restricted

            Only a list of tier A with two independent contributors, or an entry that a person confirmed, can carry a \
            match, and never without a second signal. Everything else is held for a person.
            """)

    @Argument(help: ArgumentHelp("Name: letters, digits, dot, dash, underscore.", valueName: "name"))
    var name: String

    @Option(
        name: .long,
        help: ArgumentHelp("Trust: A curated by several, B one careful source, C other.", valueName: "tier"))
    var tier: TrustTier = .c

    @Option(name: .long, help: ArgumentHelp("Independent parties that contribute.", valueName: "n"))
    var contributors = 1

    @Option(name: .long, help: ArgumentHelp("Category of entries that name none.", valueName: "word"))
    var category: String?

    @Option(name: .long, help: ArgumentHelp("Where the entries come from.", valueName: "text"))
    var source: String?

    @Option(name: .long, help: ArgumentHelp("Largest PDQ distance that matches (default 31).", valueName: "bits"))
    var radius: Int?

    @Flag(name: .long, help: "Keep the fingerprints encrypted at rest. Cannot be changed later.")
    var restricted = false

    @Flag(name: .long, help: "A list of known-good files: clears exact digests and nothing else.")
    var knownGood = false

    @OptionGroup var home: HomeOptions

    func run() throws {
        let settings = BankSettings(
            tier: tier, contributors: contributors, category: category, source: source, radius: radius)
        let lists = try Lists(home, mayCreate: true)
        let bank = try lists.change("bank.create", by: "bank-create", of: name) { connection in
            let bank = try lists.banks.create(
                name, purpose: knownGood ? .knownGood : .known, restricted: restricted, settings: settings,
                within: connection)
            return (bank, ["purpose": bank.purpose.rawValue, "tier": tier.rawValue])
        }
        let output = Output()
        try output.writeLine("Made \(bank.name), empty. Next: tutela bank import FILE --bank \(bank.name)")
        try output.flush()
    }
}
