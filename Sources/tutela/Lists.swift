// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Foundation
internal import Store

/// Opens the lists of a data folder.
enum Lists {
    /// - Parameter mayCreate: whether a missing data folder is made; reading commands say that there is none.
    static func open(_ home: HomeOptions) throws -> BankRepository {
        let folder = home.folder
        let store = try Store(home: folder, schemas: [BankSchema.schema])
        return BankRepository(store: store, home: folder, clock: { Date() })
    }
}
