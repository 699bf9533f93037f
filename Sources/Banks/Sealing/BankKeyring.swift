// SPDX-License-Identifier: Apache-2.0

import Store
import Synchronization

/// Hands out the seal of restricted banks: read from the key file once, and only when a restricted bank is touched.
final class BankKeyring: Sendable {
    private let file: BankKeyFile
    private let known = Mutex<EntrySeal?>(nil)

    init(path: String) {
        file = BankKeyFile(path: path)
    }

    /// The seal, checked against the proof in the database: a foreign key must be an error, never "no match".
    func seal(_ connection: SQLConnection) throws -> EntrySeal {
        let proof = try connection.firstRow("SELECT proof FROM bank_key WHERE id = 1") { $0.blob(0) }
        if let seal = known.withLock({ $0 }), seal.proof == proof { return seal }
        let seal = EntrySeal(key: try file.read())
        guard seal.proof == proof else {
            throw BankError(
                .keyWrong,
                "\(file.path): this is not the key that the restricted banks of this home were sealed with",
                remedy: "Put the right key file back from its backup (mode 0600). Nothing can be screened against "
                    + "restricted banks until then."
            )
        }
        known.withLock { $0 = seal }
        return seal
    }

    /// The seal; makes the key when this home never had one. Must run inside a write transaction.
    func sealCreatingKey(_ connection: SQLConnection) throws -> EntrySeal {
        let used = try connection.firstRow("SELECT 1 FROM bank_key WHERE id = 1") { _ in true }
        guard used == nil else { return try seal(connection) }
        let key = try file.exists ? file.read() : file.create()
        let seal = EntrySeal(key: key)
        try connection.execute("INSERT INTO bank_key (id, proof) VALUES (1, $1)", [.blob(seal.proof)])
        return seal
    }
}
