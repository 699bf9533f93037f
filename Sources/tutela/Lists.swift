// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Foundation
internal import Ledger
internal import Store

/// The lists of a data folder, to be changed: a change and the audit event of it are kept, or neither.
struct Lists {
    let banks: BankRepository
    private let store: Store

    /// Opens lists to be read. A missing data folder is said to be missing.
    static func open(_ home: HomeOptions) throws -> BankRepository {
        repository(try store(home, [BankSchema.schema], mayCreate: false), home)
    }

    /// Opens lists to be changed.
    ///
    /// - Parameter mayCreate: whether a missing data folder is made.
    init(_ home: HomeOptions, mayCreate: Bool = false) throws {
        store = try Self.store(home, [LedgerSchema.schema, BankSchema.schema], mayCreate: mayCreate)
        banks = Self.repository(store, home)
    }

    /// Makes a change and records it.
    ///
    /// - Parameters:
    ///   - action: what it is: `bank.create`.
    ///   - verb: the command, which is the actor: `bank-create`.
    ///   - name: the list.
    ///   - body: makes the change in the transaction it is given; returns what the event says of it, too.
    func change<Result>(
        _ action: String, by verb: String, of name: String,
        _ body: (SQLConnection) throws -> (Result, detail: [String: String?])
    ) throws -> Result {
        let recording = AuditLog(clock: ProgramClock.now).recording(AuditAction(action), by: "program:\(verb)")
        return try store.write { connection in
            let (result, detail) = try body(connection)
            try recording("bank:\(name)", detail.compactMapValues { $0 }, connection)
            return result
        }
    }

    /// Makes the log of the database small again after much was written.
    func tidy() { store.compactLog() }

    private static func store(_ home: HomeOptions, _ schemas: [RoomSchema], mayCreate: Bool) throws -> Store {
        try home.store(
            schemas, mayCreate: mayCreate,
            missing: Complaint(
                "there is no list in \(home.folder)",
                remedy: "make one: tutela bank create mine; or name another folder with --home", code: "HOME-EMPTY"))
    }

    private static func repository(_ store: Store, _ home: HomeOptions) -> BankRepository {
        BankRepository(store: store, home: home.folder, clock: { Date() })
    }
}
