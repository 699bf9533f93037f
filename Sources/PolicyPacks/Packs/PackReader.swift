// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
public import Policy

/// Reads packs. A file with a mistake gives no pack; files with a mistake give no rule set.
public enum PackReader {
    /// Reads one pack. Whether it fits to others, and to the rules of its kind, is found when a rule set is made of it.
    ///
    /// - Parameters:
    ///   - file: YAML, or JSON if its name ends in `.json`.
    ///   - limits: how much is read.
    /// - Throws: ``PackProblems`` with every mistake that could be found.
    public static func read(_ file: PolicyFile, limits: ReadingLimits = .file) throws(PackProblems) -> Pack {
        try PackFile(file, limits: limits).pack
    }

    /// Reads packs and puts them together.
    ///
    /// - Parameters:
    ///   - files: packs; suites of tests are no packs.
    ///   - limits: how much of each is read.
    /// - Throws: ``PackProblems`` with every mistake in every file; when there is none, with everything that does not fit
    ///   together.
    public static func read(files: [PolicyFile], limits: ReadingLimits = .file) throws(PackProblems) -> RuleSet {
        var packs: [PackFile] = []
        var problems: [PackProblem] = []
        for file in files {
            do throws(PackProblems) {
                packs.append(try PackFile(file, limits: limits))
            } catch {
                problems += error.problems
            }
        }
        if !problems.isEmpty { throw PackProblems(problems) }
        return try PackFile.ruleSet(packs)
    }
}

/// A pack, and where in its file everything stands.
struct PackFile: Sendable {
    let file: String
    let pack: Pack
    /// Places of an id, in the order of the file.
    let places: [String: [Place]]

    init(_ file: PolicyFile, limits: ReadingLimits) throws(PackProblems) {
        let (reading, root) = try Reading.open(file, limits: limits)
        var reader = PackReading(reading)
        let pack = reader.pack(root)
        try reading.finish()
        guard let pack else {
            throw PackProblems([
                PackProblem(
                    code: "PACK-TYPE", file: file.path, line: 1, column: 1, message: "this is no pack",
                    hint: "begin with pack: my.pack")
            ])
        }
        self.file = file.path
        self.pack = pack
        places = reader.places
    }

    init(file: String, pack: Pack, places: [String: [Place]]) {
        self.file = file
        self.pack = pack
        self.places = places
    }

    /// - Parameters:
    ///   - packs: that shall hold together.
    ///   - isArchived: they decided already, so what they choose is not judged again.
    /// - Throws: ``PackProblems`` with the place of the id that each problem is about.
    static func ruleSet(_ packs: [PackFile], isArchived: Bool = false) throws(PackProblems) -> RuleSet {
        let set: RuleSet
        do throws(RuleSetProblems) {
            set = try RuleSet(packs.map(\.pack))
        } catch {
            let files = Dictionary(grouping: packs) { $0.pack.id }
            throw PackProblems(
                error.problems.map { problem in
                    // Of a thing that is there twice, the second one is shown.
                    let owners = files[problem.pack] ?? []
                    let owner = owners.last { problem.id == nil || $0.places[problem.id ?? ""] != nil } ?? owners.last
                    let places = owner?.places[problem.id ?? problem.pack] ?? []
                    let place = (problem.code == "POLICY-DUPLICATE" ? places.last : places.first) ?? .start
                    return PackProblem(
                        code: problem.code, file: owner?.file ?? "", line: place.line, column: place.column,
                        message: problem.worded, hint: problem.hint)
                })
        }
        let idle = isArchived ? [] : packs.flatMap { $0.idleChoices(among: set) }
        guard idle.isEmpty else { throw PackProblems(idle) }
        return set
    }
}

extension RuleSetProblem {
    /// The message, with the id in front where it does not begin with it anyway.
    fileprivate var worded: String {
        guard let id, !message.hasPrefix(id) else { return message }
        return "\(id): \(message)"
    }
}
