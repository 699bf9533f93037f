// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Policy
internal import PolicyPacks

/// Looks at the packs that an operator installed, together with those that they stand on.
public enum PolicyCheck {
    /// - Parameter folder: the folder `policy` of the data folder.
    public static func findings(folder: String) -> [Finding] {
        let manager = FileManager.default
        let books = folder + "/packs"
        let replaces = manager.fileExists(atPath: books)
        let names = ((try? manager.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }.sorted()
        let set: RuleSet
        do throws(PackProblems) {
            let own = try LawBooks.files(at: names.map { folder + "/" + $0 }).filter { !$0.isPolicyTest }
            let below = replaces ? try LawBooks.files(at: [books]).filter { !$0.isPolicyTest } : LawBooks.builtIn
            set = try LawBooks.ruleSet(adding: own, to: below)
        } catch {
            let first = error.problems[0]
            return [
                Finding(
                    .fail, "policy",
                    "\(error.problems.count) mistakes, the first in \(first.file), line \(first.line): \(first.message)",
                    mend: "\(first.hint); all of them: tutela policy lint")
            ]
        }
        return [finding(set, installed: names, replaces: replaces)] + overdue(folder)
    }

    private static func finding(_ set: RuleSet, installed: [String], replaces: Bool) -> Finding {
        let rules = set.packs.flatMap(\.rules)
        let unsigned = rules.count { !$0.isSigned }
        let own = installed.filter { !$0.contains(".policytest.") }.count
        let books = replaces ? "packs in place of the built-in ones" : "built-in packs"
        let chosen = set.chosenJurisdictions.map(\.code).joined(separator: ", ")
        let binding = chosen.isEmpty ? "" : ", law of \(chosen)"
        let what =
            "\(books)\(own > 0 ? " and \(own) of your own" : ""): \(rules.count) rules, \(unsigned) unsigned\(binding); "
            + "rule set \(set.digest.prefix(12))"
        return Finding(.ok, "policy", what + (own == 0 && !replaces ? "; scans use them only when asked" : ""))
    }

    /// Rule sets of earlier decisions that cannot be read any more.
    private static func overdue(_ folder: String) -> [Finding] {
        let archive = RuleSetArchive(home: (folder as NSString).deletingLastPathComponent)
        let damaged = archive.digests.compactMap { digest -> RuleSetArchiveProblem? in
            do throws(RuleSetArchiveProblem) {
                _ = try archive.ruleSet(digest)
                return nil
            } catch {
                return error
            }
        }
        return damaged.map { Finding(.fail, "policy", $0.message, mend: $0.remedy) }
    }
}
