// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Foundation
internal import Store

/// Opens the lists of a data folder.
enum Lists {
    /// - Parameter mayCreate: whether a missing data folder is made. Commands that only read say that there is none.
    static func open(_ home: HomeOptions, mayCreate: Bool = false) throws -> BankRepository {
        let folder = home.folder
        guard mayCreate || !isMissing(folder + "/" + Store.fileName) else {
            throw Complaint(
                "there is no list in \(folder)",
                remedy: "make one: tutela bank create mine; or name another folder with --home", code: "HOME-EMPTY")
        }
        let store = try Store(home: folder, schemas: [BankSchema.schema])
        return BankRepository(store: store, home: folder, clock: { Date() })
    }

    /// Whether a file is not there. One that may not be looked at is not missing: opening it says what is in the way.
    private static func isMissing(_ path: String) -> Bool {
        access(path, F_OK) != 0 && errno != EACCES
    }
}
