// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Foundation
internal import Store

/// Opens the lists of a data folder.
enum Lists {
    /// - Parameter mayCreate: whether a missing data folder is made. Commands that only read say that there is none.
    static func open(_ home: HomeOptions, mayCreate: Bool = false) throws -> BankRepository {
        let folder = home.folder
        guard mayCreate || FileManager.default.fileExists(atPath: folder + "/" + Store.fileName) else {
            throw Complaint(
                "there is no list in \(folder)",
                remedy: "make one: tutela bank create mine; or name another folder with --home", code: "HOME-EMPTY")
        }
        let store = try Store(home: folder, schemas: [BankSchema.schema])
        return BankRepository(store: store, home: folder, clock: { Date() })
    }
}
