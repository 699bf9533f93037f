// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Fingerprints
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import Screening
internal import Store
internal import Web

/// Entries of banks. Their values have doors of their own.
struct EntryWing: Wing {
    let services: APIServices

    func open(_ doors: inout Doors) {
        let entries = "/api/v1/banks/{bank}/entries"
        let readable = Door.Audit.none(because: "entries without their values")
        doors.answer(Door(.get, entries, access: .requires(.entriesRead), audit: readable), list)
        doors.answer(
            Door(
                .post, entries, access: .requires(.entriesManage), audit: .event(.init("entry.add")),
                bodyLimit: 8 << 20), add)
        doors.answer(
            Door(
                .post, entries + "/search", access: .requires(.entriesRead), audit: .event(.init("entry.search"))),
            search)
        doors.answer(Door(.get, entries + "/{entry}", access: .requires(.entriesRead), audit: readable), get)
        doors.answer(
            Door(
                .patch, entries + "/{entry}", access: .requires(.entriesManage), audit: .event(.init("entry.change"))),
            change)
        doors.answer(
            Door(
                .delete, entries + "/{entry}", access: .requires(.entriesManage), audit: .event(.init("entry.remove"))),
            remove)
        doors.answer(
            Door(
                .get, entries + "/{entry}/fingerprints", access: .requires(.entryValues),
                audit: .event(.init("entry.read-values"))), values)
        doors.answer(
            Door(
                .get, "/api/v1/banks/{bank}/fingerprints", access: .requires(.entryValues),
                audit: .event(.init("entry.read-values"))), allValues)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let names = BankNames(try context.requirePrincipal())
        let query = try request.query()
        try query.only("limit", "cursor", "note", "id", "category", "source", "state")
        let page = try PageRequest(query)
        var asked = EntryQuery()
        asked.note = try query.text("note", most: 128)
        asked.idPrefix = try query.text("id", most: 128)
        asked.category = try query.text("category", most: ImportLimits.categoryBytes)
        asked.source = try query.text("source", most: ImportLimits.sourceBytes)
        asked.state = try query.word("state", ListingState.self)
        let name = try context.parameter("bank")
        let banks = services.banks
        let wanted = asked
        let found = try await services.store.perform {
            try banks.search(
                wanted, of: try names.readable(name, in: banks), after: page.cursor, limit: page.limit)
        }
        return try .json(Paged(items: found.entries.map { EntryAnswer($0, list: name) }, next: found.next))
    }

    @Sendable private func search(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let names = BankNames(principal)
        try request.query().only()
        let set = try EntryReading.fingerprints(try await request.jsonValue(context), "")
        let name = try context.parameter("bank")
        let (banks, store, trail, lists) = (services.banks, services.store, context.trail, services.lists)
        let near = try set.pdq.map { try lists.near([$0], tenant: principal.tenant?.description).first ?? [] } ?? []
        let found = try await store.perform {
            let qualified = try names.readable(name, in: banks)
            return try store.write { connection in
                let bank = try banks.show(qualified, within: connection).bank.id
                var rows: Set<Int64> = Set(near.filter { $0.bankID == bank }.map(\.rowID))
                // Each digest by itself: an entry that has one of them is found.
                for kind in FingerprintKind.allCases {
                    guard let one = Self.only(kind, of: set) else { continue }
                    var query = EntryQuery()
                    query.fingerprints = one
                    let page = try banks.search(query, of: qualified, limit: 100, within: connection)
                    rows.formUnion(page.entries.map(\.row))
                }
                let entries = try rows.sorted().prefix(100).compactMap { row -> StoredEntry? in
                    do {
                        return try banks.stored(.row(row), of: qualified, within: connection)
                    } catch let error as BankError where error.code == .unknownEntry {
                        // Removed since the lists in memory saw it.
                        return nil
                    }
                }
                try trail.record("bank:\(qualified)", ["found": String(entries.count)], within: connection)
                return entries
            }
        }
        return try .json(Paged(items: found.map { EntryAnswer($0, list: name) }, next: nil))
    }

    private static func only(_ kind: FingerprintKind, of set: FingerprintSet) -> FingerprintSet? {
        switch kind {
        case .pdq: set.pdq.flatMap { FingerprintSet(pdq: $0) }
        case .md5: set.md5.flatMap { FingerprintSet(md5: $0) }
        case .sha1: set.sha1.flatMap { FingerprintSet(sha1: $0) }
        case .sha256: set.sha256.flatMap { FingerprintSet(sha256: $0) }
        }
    }

    private struct Added: Encodable {
        var added: [Entry]
        var listChange: Int64

        struct Entry: Encodable, Sendable {
            var id: String
            var isNew: Bool
        }
    }

    @Sendable private func add(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let names = BankNames(principal)
        try request.query().only()
        let fields = try Fields(try await request.jsonValue(context), allowing: ["entries"])
        let values = try fields.required("entries", try fields.array("entries", 1...services.limits.entries))
        var entries: [BankEntry] = []
        for (number, value) in values.enumerated() { entries.append(try EntryReading.entry(value, number)) }
        let name = try names.changeable(try context.parameter("bank"))
        let (banks, store, trail, all) = (services.banks, services.store, context.trail, entries)
        let (added, change) = try await store.perform {
            try store.write { connection in
                let added = try all.map { entry in
                    let added = try banks.add(entry, to: name, actor: principal.actor, within: connection)
                    return Added.Entry(id: added.stored.entry.id, isNew: added.isNew)
                }
                let change = try banks.lastChange(within: connection).number
                try trail.record(
                    "bank:\(name)", ["entries": String(added.count), "new": String(added.count { $0.isNew })],
                    within: connection)
                return (added, change)
            }
        }
        await services.caughtUp(with: change)
        return try .json(Added(added: added, listChange: change), status: .created)
    }

    @Sendable private func get(_ request: Request, _ context: WebContext) async throws -> Response {
        let names = BankNames(try context.requirePrincipal())
        try request.query().only()
        let (name, id) = (try context.parameter("bank"), try context.parameter("entry"))
        let banks = services.banks
        let stored = try await services.store.perform {
            try banks.stored(.id(id), of: try names.readable(name, in: banks))
        }
        let answer = EntryAnswer(stored, list: name)
        return try Response.json(answer).tagged(answer.version)
    }

    @Sendable private func change(_ request: Request, _ context: WebContext) async throws -> Response {
        let names = BankNames(try context.requirePrincipal())
        try request.query().only()
        let shown = try context.parameter("bank")
        let (name, id) = (try names.changeable(shown), try context.parameter("entry"))
        let fields = try Fields(
            try await request.jsonValue(context, isMergePatch: true), allowing: EntryReading.changeable)
        guard !fields.isEmpty else { throw Fields.invalid("The body names nothing to change.") }
        // Read once now, so that a mistake is told before anything is asked of the database.
        var probe = BankEntry(id: id, fingerprints: FingerprintSet())
        try EntryReading.change(&probe, fields)
        let changed = EntryReading.changeable.filter(fields.has).sorted().joined(separator: " ")
        let (banks, store, trail) = (services.banks, services.store, context.trail)
        let (stored, number) = try await store.perform {
            try store.write { connection in
                let before = try banks.stored(.id(id), of: name, within: connection)
                try request.requireMatch(EntryAnswer(before, list: shown).version)
                let stored = try banks.updateEntry(.id(id), of: name, within: connection) {
                    try EntryReading.change(&$0, fields)
                }
                let number = try banks.lastChange(within: connection).number
                try trail.record("entry:\(name)/\(id)", ["changed": changed], within: connection)
                return (stored, number)
            }
        }
        await services.caughtUp(with: number)
        let answer = EntryAnswer(stored, list: shown)
        return try Response.json(answer).tagged(answer.version)
    }

    @Sendable private func remove(_ request: Request, _ context: WebContext) async throws -> Response {
        let names = BankNames(try context.requirePrincipal())
        try request.query().only()
        let (name, id) = (try names.changeable(try context.parameter("bank")), try context.parameter("entry"))
        let (banks, store, trail) = (services.banks, services.store, context.trail)
        let number = try await store.perform {
            try store.write { connection in
                _ = try banks.removeEntry(.id(id), of: name, within: connection)
                let number = try banks.lastChange(within: connection).number
                try trail.record("entry:\(name)/\(id)", within: connection)
                return number
            }
        }
        await services.caughtUp(with: number)
        return .empty()
    }

    @Sendable private func values(_ request: Request, _ context: WebContext) async throws -> Response {
        let names = BankNames(try context.requirePrincipal())
        try request.query().only()
        let (name, id) = (try context.parameter("bank"), try context.parameter("entry"))
        let (banks, store, trail) = (services.banks, services.store, context.trail)
        let stored = try await store.perform {
            let qualified = try names.readable(name, in: banks)
            return try store.write { connection in
                let stored = try banks.stored(.id(id), of: qualified, within: connection)
                try trail.record("entry:\(qualified)/\(id)", within: connection)
                return stored
            }
        }
        return try .json(EntryFingerprintsAnswer(stored.entry))
    }

    @Sendable private func allValues(_ request: Request, _ context: WebContext) async throws -> Response {
        let names = BankNames(try context.requirePrincipal())
        let query = try request.query()
        try query.only("limit", "cursor")
        let page = try PageRequest(query)
        let name = try context.parameter("bank")
        let (banks, store, trail) = (services.banks, services.store, context.trail)
        let found = try await store.perform {
            let qualified = try names.readable(name, in: banks)
            return try store.write { connection in
                let found = try banks.search(of: qualified, after: page.cursor, limit: page.limit, within: connection)
                try trail.record("bank:\(qualified)", ["entries": String(found.entries.count)], within: connection)
                return found
            }
        }
        return try .json(Paged(items: found.entries.map { EntryFingerprintsAnswer($0.entry) }, next: found.next))
    }
}

extension APIServices {
    /// Waits until the lists of this server have a change, so that who made it finds it here; for two seconds at most.
    func caughtUp(with change: Int64) async {
        let lists = lists
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await lists.reached(change) }
            group.addTask { try? await Task.sleep(for: .seconds(2)) }
            await group.next()
            group.cancelAll()
        }
    }
}
