// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import Store
internal import Web

/// Banks and their settings.
struct BankWing: Wing {
    let services: APIServices

    func open(_ doors: inout Doors) {
        let settings = Door.Audit.none(because: "settings and counts of lists, without values")
        doors.answer(Door(.get, "/api/v1/banks", access: .requires(.banksRead), audit: settings), list)
        doors.answer(
            Door(
                .post, "/api/v1/banks", access: .requires(.banksManage), audit: .event(.init("bank.create"))), create)
        doors.answer(Door(.get, "/api/v1/banks/{bank}", access: .requires(.banksRead), audit: settings), get)
        doors.answer(
            Door(
                .patch, "/api/v1/banks/{bank}", access: .requires(.banksManage), audit: .event(.init("bank.change"))),
            change)
        doors.answer(
            Door(
                .delete, "/api/v1/banks/{bank}", access: .requires(.banksManage), audit: .event(.init("bank.remove"))),
            remove)
    }

    private static let settings: Set<String> = ["tier", "contributors", "category", "source", "radius", "state"]

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let names = BankNames(try context.requirePrincipal())
        let query = try request.query()
        try query.only("limit", "cursor")
        let page = try PageRequest(query)
        let banks = services.banks
        let summaries = try await services.store.perform { try banks.list() }
        let answers = summaries.compactMap { summary in
            names.scope.visible(summary.bank.name).map { BankAnswer(summary, name: $0) }
        }.sorted { $0.name < $1.name }
        let rest = answers.drop { bank in page.cursor.map { bank.name <= $0 } ?? false }
        let items = Array(rest.prefix(page.limit))
        return try .json(Paged(items: items, next: rest.count > items.count ? items.last?.name : nil))
    }

    @Sendable private func get(_ request: Request, _ context: WebContext) async throws -> Response {
        let names = BankNames(try context.requirePrincipal())
        try request.query().only()
        let name = try context.parameter("bank")
        let banks = services.banks
        let summary = try await services.store.perform { try banks.show(try names.readable(name, in: banks)) }
        return try answer(summary, names)
    }

    private func answer(
        _ summary: BankSummary, _ names: BankNames, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let answer = BankAnswer(summary, name: names.scope.visible(summary.bank.name) ?? summary.bank.name)
        return try Response.json(answer, status: status).tagged(answer.version)
    }

    @Sendable private func create(_ request: Request, _ context: WebContext) async throws -> Response {
        let names = BankNames(try context.requirePrincipal())
        try request.query().only()
        let fields = try Fields(
            try await request.jsonValue(context), allowing: Self.settings.union(["name", "purpose", "restricted"]))
        let name = try fields.required("name", try fields.text("name", most: 64, isWord: true))
        let purpose = try fields.word("purpose", BankPurpose.self) ?? .known
        let restricted = try fields.flag("restricted") ?? false
        var settings = BankSettings()
        try Self.read(fields, into: &settings, takesNull: false)
        let given = settings
        let (banks, store, trail) = (services.banks, services.store, context.trail)
        let summary = try await store.perform {
            try store.write { connection in
                let bank = try banks.create(
                    name, in: names.scope, purpose: purpose, restricted: restricted, settings: given,
                    within: connection)
                try trail.record(
                    "bank:\(bank.name)", ["purpose": purpose.rawValue, "restricted": String(restricted)],
                    within: connection)
                return try banks.show(bank.name, within: connection)
            }
        }
        return try answer(summary, names, status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: WebContext) async throws -> Response {
        let names = BankNames(try context.requirePrincipal())
        try request.query().only()
        let name = try names.changeable(try context.parameter("bank"))
        let fields = try Fields(try await request.jsonValue(context, isMergePatch: true), allowing: Self.settings)
        guard !fields.isEmpty else { throw Fields.invalid("The body names nothing to change.") }
        // Read once now, so that a mistake is told before anything is asked of the database.
        var probe = BankSettings()
        try Self.read(fields, into: &probe, takesNull: true)
        let changed = Self.settings.filter(fields.has).sorted().joined(separator: " ")
        let (banks, store, trail) = (services.banks, services.store, context.trail)
        let summary = try await store.perform {
            try store.write { connection in
                let before = try banks.show(name, within: connection)
                try request.requireMatch(BankAnswer(before, name: names.scope.visible(name) ?? name).version)
                var settings = before.bank.settings
                try Self.read(fields, into: &settings, takesNull: true)
                _ = try banks.update(name, within: connection) { $0 = settings }
                try trail.record("bank:\(name)", ["changed": changed], within: connection)
                return try banks.show(name, within: connection)
            }
        }
        return try answer(summary, names)
    }

    @Sendable private func remove(_ request: Request, _ context: WebContext) async throws -> Response {
        let names = BankNames(try context.requirePrincipal())
        try request.query().only()
        let name = try names.changeable(try context.parameter("bank"))
        let (banks, store, trail) = (services.banks, services.store, context.trail)
        try await store.perform {
            try store.write { connection in
                let before = try banks.show(name, within: connection)
                try request.requireMatch(BankAnswer(before, name: names.scope.visible(name) ?? name).version)
                let removed = try banks.remove(name, within: connection)
                try trail.record("bank:\(name)", ["entries": String(removed)], within: connection)
            }
        }
        return .empty()
    }

    private static func read(_ fields: Fields, into settings: inout BankSettings, takesNull: Bool) throws(Problem) {
        func isTaken(_ name: String) -> Bool { takesNull && fields.isNull(name) }
        if let tier = try fields.word("tier", TrustTier.self) { settings.tier = tier }
        if let count = try fields.integer("contributors", in: 0...1_000_000) { settings.contributors = count }
        if isTaken("category") {
            settings.category = nil
        } else if let category = try fields.text("category", most: ImportLimits.categoryBytes, isWord: true) {
            settings.category = category
        }
        if isTaken("source") {
            settings.source = nil
        } else if let source = try fields.text("source", most: ImportLimits.sourceBytes) {
            settings.source = source
        }
        if isTaken("radius") {
            settings.radius = nil
        } else if let radius = try fields.integer("radius", in: Bank.radii) {
            settings.radius = radius
        }
        if let state = try fields.word("state", ListingState.self) { settings.state = state }
    }
}
