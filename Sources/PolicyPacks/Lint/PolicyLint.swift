// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
public import Policy
internal import Spelling

/// Checks packs and runs the suites of tests beside them.
public enum PolicyLint {
    /// Something that does not stop a pack, and that its author should know.
    public struct Warning: Sendable, Hashable, Comparable {
        /// A stable code: `LINT-TITLE`, `LINT-UNCITED`.
        public var code: String
        /// Path of the file.
        public var file: String
        /// Line, from 1.
        public var line: Int
        /// What it is about: a rule, a pack, a case.
        public var subject: String
        /// What, for a person.
        public var message: String

        /// By file and line.
        public static func < (left: Warning, right: Warning) -> Bool {
            (left.file, left.line, left.code, left.subject) < (right.file, right.line, right.code, right.subject)
        }
    }

    /// One pack that was read.
    public struct PackSummary: Sendable, Hashable {
        /// Path of the file.
        public var file: String
        /// Its id.
        public var id: String
        /// Whose rules.
        public var kind: Pack.Kind
        /// Whose law.
        public var jurisdiction: Jurisdiction
        /// How many rules.
        public var rules: Int
        /// How many of them no lawyer signed.
        public var unsigned: Int
        /// How many of them rest on memory.
        public var fromMemory: Int
        /// How many cases cite one of its rules.
        public var cases: Int
        /// Ids of its rules that no case cites.
        public var uncited: [String]
    }

    /// Everything that was found.
    public struct Report: Sendable {
        /// Packs that were read, by path. Those that have mistakes are not among them.
        public var packs: [PackSummary]
        /// Suites that were read: path and number of cases.
        public var suites: [(file: String, cases: Int)]
        /// Mistakes, by file and place.
        public var problems: [PackProblem]
        /// Results of all cases; empty when packs have mistakes, because then there are no rules to test.
        public var results: [PolicyTestResult]
        /// What authors should know.
        public var warnings: [Warning]
        /// Digest of the rule set that was tested, when there is one.
        public var digest: String?
        /// The built-in packs were put below the files, because the files are an operator's.
        public var addsBuiltIn: Bool

        /// Cases that do not hold.
        public var failures: [PolicyTestResult] { results.filter { !$0.holds } }
        /// Whether there is neither a mistake nor a case that does not hold.
        public var isClean: Bool { problems.isEmpty && failures.isEmpty }
    }

    /// Checks files. Those whose names end in `.policytest.yaml` are suites of tests, all others are packs. When no house pack
    /// is among them, the built-in packs are put below them, except those that one of the files replaces by its id.
    /// When one is, the files are a library of law, and each operator's pack in it is tried by itself.
    ///
    /// - Parameters:
    ///   - files: packs and suites.
    ///   - builtIn: what an operator's packs come on top of.
    public static func check(_ files: [PolicyFile], builtIn: [PolicyFile] = LawBooks.builtIn) -> Report {
        var problems: [PackProblem] = []
        var packs: [PackFile] = []
        var suites: [PolicyTest] = []
        for file in files {
            do throws(PackProblems) {
                if file.isPolicyTest {
                    suites.append(try PolicyTestReader.read(file))
                } else {
                    packs.append(try PackFile(file, limits: .file))
                }
            } catch {
                problems += error.problems
            }
        }
        let packsAreClean = problems.allSatisfy { PolicyFile(path: $0.file, bytes: []).isPolicyTest }
        let addsBuiltIn = !packs.contains { $0.pack.kind == .house }
        var bench: LintBench?
        if packsAreClean {
            do throws(PackProblems) {
                bench = try LintBench(packs, suites, builtIn: addsBuiltIn ? builtIn : [])
            } catch {
                problems += error.problems
            }
        }
        var results: [PolicyTestResult] = []
        var warnings: [Warning] = []
        if let bench {
            for suite in suites {
                let set = bench.set(for: suite)
                let known = set.citableIDs
                results += suite.run(under: set)
                for unknown in suite.unknownIDs(in: known) {
                    let guess =
                        Misspelling.nearest(to: unknown.id, among: known.sorted()).map { "; did you mean \($0)?" } ?? ""
                    problems.append(
                        PackProblem(
                            code: "TEST-ID", file: suite.file, line: unknown.line, column: 1,
                            message:
                                "the case \"\(unknown.name)\" speaks of \(unknown.id), which does not exist\(guess)",
                            hint: "correct the id"))
                }
            }
        }
        let citations = Citations(suites)
        for pack in packs { warnings += PackCheck(pack, citations).warnings }
        return Report(
            packs: packs.map { PackSummary($0, citations) }.sorted { $0.file < $1.file },
            suites: suites.map { ($0.file, $0.cases.count) }.sorted { $0.0 < $1.0 }, problems: Set(problems).sorted(),
            results: results, warnings: warnings.sorted(), digest: bench?.common.digest, addsBuiltIn: addsBuiltIn)
    }
}

/// Which case cites which rule.
struct Citations {
    private var cases: [String: Set<String>] = [:]
    let isEmpty: Bool

    init(_ suites: [PolicyTest]) {
        isEmpty = suites.isEmpty
        for suite in suites {
            for test in suite.cases {
                for id in test.cites { cases[id, default: []].insert("\(suite.file)\u{0}\(test.name)") }
            }
        }
    }

    func contains(_ id: String) -> Bool { cases[id] != nil }
    func count(of ids: [String]) -> Int { ids.reduce(into: Set<String>()) { $0.formUnion(cases[$1] ?? []) }.count }
}

extension PolicyLint.PackSummary {
    init(_ file: PackFile, _ citations: Citations) {
        let rules = file.pack.rules
        self.init(
            file: file.file, id: file.pack.id, kind: file.pack.kind, jurisdiction: file.pack.jurisdiction,
            rules: rules.count, unsigned: rules.filter { !$0.isSigned }.count,
            fromMemory: rules.filter { $0.source.kind == .memory }.count, cases: citations.count(of: rules.map(\.id)),
            uncited: rules.map(\.id).filter { !citations.contains($0) })
    }
}

/// What the author of one pack should know.
private struct PackCheck {
    private(set) var warnings: [PolicyLint.Warning] = []
    private let file: PackFile

    init(_ file: PackFile, _ citations: Citations) {
        self.file = file
        let pack = file.pack
        title(pack.title, pack.id)
        for rule in pack.rules {
            title(rule.title, rule.id)
            if rule.source.kind == .memory {
                warn("LINT-MEMORY", rule.id, "it was written from memory; read \(rule.source.verifyAt ?? "the source")")
            }
            if rule.status == .unverified {
                warn("LINT-UNVERIFIED", rule.id, "one weak source says so; it protects, and nobody can sign it")
            }
            if let when = rule.when, when.fails(ofIgnorance: true),
                rule.obligations.contains(where: { $0.verb.measure != nil })
            {
                warn(
                    "LINT-KNOWN", rule.id,
                    "it asks whether a fact is known, so that less knowledge may hide less; check that this is meant")
            }
            if !citations.isEmpty, !citations.contains(rule.id) {
                warn("LINT-UNCITED", rule.id, "no case cites it")
            }
        }
        for release in pack.releases { title(release.title, release.id) }
        let unsigned = pack.rules.filter { !$0.isSigned }.count
        if unsigned > 0, pack.kind == .law {
            warn("LINT-UNSIGNED", pack.id, "\(unsigned) of \(pack.rules.count) rules wait for a lawyer's signature")
        }
    }

    private mutating func title(_ title: LocalText, _ id: String) {
        let missing = [title.ko == nil ? "Korean" : nil, title.es == nil ? "Spanish" : nil].compactMap(\.self)
        if !missing.isEmpty { warn("LINT-TITLE", id, "its title has no \(missing.joined(separator: " and no "))") }
    }

    private mutating func warn(_ code: String, _ id: String, _ message: String) {
        let line = file.places[id]?.first?.line ?? 1
        warnings.append(.init(code: code, file: file.file, line: line, subject: id, message: message))
    }
}

extension Condition {
    /// Whether a fact that becomes unknown can make the condition false.
    ///
    /// - Parameter isPlain: not inside of an odd number of negations.
    fileprivate func fails(ofIgnorance isPlain: Bool) -> Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains { $0.fails(ofIgnorance: isPlain) }
        case .not(let part): part.fails(ofIgnorance: !isPlain)
        case .test(_, .isKnown): isPlain
        case .test(_, .isUnknown): !isPlain
        case .test, .signal: false
        }
    }
}
