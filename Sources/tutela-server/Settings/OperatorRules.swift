// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Policy
internal import PolicyPacks

/// The rules in the data folder's `policy`: packs of the operator, and what they come on top of.
enum OperatorRules {
    /// - Returns: `nil` when the operator installed nothing to decide by: corroboration alone decides then.
    static func read(home: String) throws -> RuleSet? {
        let folder = home + "/policy"
        var isFolder: ObjCBool = false
        let replaces =
            FileManager.default.fileExists(atPath: folder + "/packs", isDirectory: &isFolder) && isFolder.boolValue
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let own = names.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }.sorted()
        let packs = try LawBooks.files(at: own.map { folder + "/" + $0 }).filter { !$0.isPolicyTest }
        guard replaces || !packs.isEmpty else { return nil }
        let books =
            replaces ? try LawBooks.files(at: [folder + "/packs"]).filter { !$0.isPolicyTest } : LawBooks.builtIn
        return try LawBooks.ruleSet(adding: packs, to: books)
    }
}
