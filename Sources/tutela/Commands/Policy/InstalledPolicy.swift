// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import PolicyPacks

/// What lies in the folder `policy` of a data folder.
struct InstalledPolicy {
    /// The folder.
    let folder: String

    init(home: HomeOptions) {
        folder = home.folder + "/policy"
    }

    /// Packs that take the place of the built-in ones.
    var booksFolder: String { folder + "/packs" }

    var replacesBooks: Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: booksFolder, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// The operator's files, suites of tests included, by name.
    func files() throws -> [PolicyFile] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let own = names.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }.sorted()
        return try LawBooks.files(at: own.map { folder + "/" + $0 })
    }

    /// The operator's packs.
    func packs() throws -> [PolicyFile] { try files().filter { !$0.isPolicyTest } }

    /// Whether the operator installed anything to decide by.
    var exists: Bool {
        get throws { try replacesBooks || !packs().isEmpty }
    }
}
