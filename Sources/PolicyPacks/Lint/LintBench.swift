// SPDX-License-Identifier: Apache-2.0

internal import Policy

/// Which rules each suite of tests is run under.
///
/// Two operators' policies are not meant to hold at once: each says what *its* service is. So where the files bring their own
/// house pack (a library of law with examples in it), law, house and platforms are what all suites share, and an
/// operator's pack is added only for the suite beside it: `forum.policytest.yaml` is run with `forum.yaml`, and a suite
/// that is named after none with all operators' packs of its own folder. Where the files are an operator's own, all hold.
struct LintBench {
    /// What all suites share.
    let common: RuleSet
    private let shared: [PackFile]
    private var operators: [PackFile] = []
    private var sets: [[String]: RuleSet] = [:]

    /// - Parameters:
    ///   - packs: what is checked.
    ///   - suites: what will be run.
    ///   - builtIn: what comes below, except where one of the packs has its id; empty when the packs have a house of their own.
    /// - Throws: everything that does not fit together.
    init(_ packs: [PackFile], _ suites: [PolicyTest], builtIn: [PolicyFile]) throws(PackProblems) {
        if builtIn.isEmpty {
            shared = packs.filter { $0.pack.kind != .operator }
            operators = packs.filter { $0.pack.kind == .operator }
        } else {
            let own = Set(packs.map(\.pack.id))
            var all = packs
            for file in builtIn {
                let pack = try PackFile(file, limits: .file)
                if !own.contains(pack.pack.id) { all.append(pack) }
            }
            shared = all
        }
        common = try PackFile.ruleSet(shared)
        // Every operator's pack must be right, also one that has no tests.
        for group in Set(operators.map { [$0.file] } + suites.map { Self.companions(of: $0.file, operators) }) {
            sets[group] = try PackFile.ruleSet(shared + operators.filter { group.contains($0.file) })
        }
    }

    /// The rules that a suite is run under.
    func set(for suite: PolicyTest) -> RuleSet { sets[Self.companions(of: suite.file, operators)] ?? common }

    /// Files of the operators' packs that hold for a suite.
    private static func companions(of suite: String, _ operators: [PackFile]) -> [String] {
        let beside = operators.filter { folder($0.file) == folder(suite) }
        let named = beside.filter { stem($0.file) == stem(suite) }
        return (named.isEmpty ? beside : named).map(\.file).sorted()
    }

    private static func folder(_ path: String) -> Substring {
        path.lastIndex(of: "/").map { path[..<$0] } ?? ""
    }

    private static func stem(_ path: String) -> Substring {
        path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...].prefix { $0 != "." }
    }
}
