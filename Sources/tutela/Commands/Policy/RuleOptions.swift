// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Policy
internal import PolicyPacks
internal import Spelling

/// Which rules decide.
struct RuleOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("An operator's pack on top of the others; may be repeated.", valueName: "file"))
    var policy: [String] = []

    @Option(name: .long, help: ArgumentHelp("Packs in place of the built-in ones.", valueName: "folder"))
    var packs: String?

    /// The packs that come first: of `--packs`, else those installed, else those built in.
    func books(_ installed: InstalledPolicy) throws -> [PolicyFile] {
        guard let folder = packs ?? (installed.replacesBooks ? installed.booksFolder : nil) else {
            return LawBooks.builtIn
        }
        let files = try LawBooks.files(at: [folder]).filter { !$0.isPolicyTest }
        guard !files.isEmpty else {
            throw Complaint(
                "there are no packs in \(folder)",
                remedy: "packs are files that end in .yaml; the built-in ones: tutela policy export \(folder)",
                code: "POLICY-NO-PACKS")
        }
        return files
    }

    /// The packs of `--policy`. Each must give one: whoever names a policy means it to hold.
    private func named() throws -> [PolicyFile] {
        try policy.flatMap { path in
            let packs = try LawBooks.files(at: [path]).filter { !$0.isPolicyTest }
            guard !packs.isEmpty else {
                throw Complaint(
                    "there is no pack in --policy \(path)",
                    remedy: "packs are files that end in .yaml, and those that end in .policytest.yaml are tests",
                    code: "POLICY-NO-PACKS")
            }
            return packs
        }
    }

    /// The rule set, all mistakes found first.
    func ruleSet(_ home: HomeOptions) throws -> RuleSet {
        let installed = InstalledPolicy(home: home)
        return try LawBooks.ruleSet(adding: installed.packs() + named(), to: books(installed))
    }
}

/// Whose law binds.
struct BindingOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Whose law binds, by commas: KR,US (default: what your policy says, else every tie that the facts leave open).",
            valueName: "codes"))
    var jurisdiction: [JurisdictionList] = []

    @Option(name: .long, help: ArgumentHelp("Apply a platform's rules; may be repeated.", valueName: "name"))
    var platform: [String] = []

    var jurisdictions: [Jurisdiction] { Set(jurisdiction.flatMap(\.codes)).sorted() }

    /// The platforms, which must exist: a mistyped one would apply no rules at all.
    func platforms(of set: RuleSet) throws -> Set<String> {
        let names = platform.flatMap { $0.split(separator: ",").map { $0.lowercased() } }
        for name in names where !set.knownPlatforms.contains(name) {
            let guess = Misspelling.nearest(to: name, among: set.knownPlatforms).map { "did you mean \($0)? " } ?? ""
            throw Complaint(
                "no pack has rules of a platform \"\(name)\"",
                remedy: guess + "there are: " + set.knownPlatforms.joined(separator: ", "), code: "POLICY-PLATFORM")
        }
        return Set(names)
    }

    /// The jurisdictions, of which each must have rules: naming one that has none would drop all others.
    func jurisdictions(of set: RuleSet) throws -> [Jurisdiction] {
        let known = set.lawfulJurisdictions
        for place in jurisdictions {
            guard set.hasLaw(of: place) else {
                throw Complaint(
                    "no pack has law of \(place)",
                    remedy: "there is law of: " + known.map(\.code).joined(separator: ", "),
                    code: "POLICY-JURISDICTION")
            }
        }
        return jurisdictions
    }
}

/// Codes of jurisdictions between commas.
struct JurisdictionList: ExpressibleByArgument {
    let codes: [Jurisdiction]

    init?(argument: String) {
        var codes: [Jurisdiction] = []
        for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let code = Jurisdiction(word.uppercased()), code != .everywhere else { return nil }
            codes.append(code)
        }
        self.codes = codes
    }
}
