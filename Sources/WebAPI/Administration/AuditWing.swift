// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import Store
internal import Web

/// The audit log, for auditors. Reading it is recorded in it.
struct AuditWing: Wing {
    let services: APIServices

    func open(_ doors: inout Doors) {
        doors.answer(
            Door(
                .get, "/api/v1/audit", access: .requires(.auditRead), audit: .event(.init("audit.read"))), list)
    }

    private struct Event: Encodable, Sendable {
        var number: Int64
        var at: String
        var actor: String
        var tenant: String?
        var action: String
        var object: String
        var request: String?
        var detail: [String: String]

        init(_ record: AuditRecord) {
            number = record.number
            at = record.at.description
            actor = record.event.actor
            tenant = record.event.tenant
            action = record.event.action.description
            object = record.event.object
            request = record.event.request
            detail = record.event.detail
        }
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let query = try request.query()
        try query.only("limit", "cursor", "actor", "action", "object")
        let page = try PageRequest(query)
        var before: Int64?
        if let cursor = page.cursor {
            guard let number = Int64(cursor), number > 0 else {
                throw Problem(.badRequest, code: "cursor-invalid", detail: "Send what an earlier answer called “next”.")
            }
            before = number
        }
        // The house's auditor sees everything; a tenant's sees what was done on its behalf.
        let filter = AuditFilter(
            actor: try query.text("actor", most: 128, isWord: true),
            object: try query.text("object", most: 256, isWord: true),
            action: try query.text("action", most: 64, isWord: true),
            behalf: principal.tenant.map { .tenant($0.description) })
        let (audit, store, trail, start) = (services.audit, services.store, context.trail, before)
        let found = try await store.perform {
            try store.write { connection in
                let found = try audit.latestEvents(
                    before: start, matching: filter, limit: page.limit + 1, within: connection)
                try trail.record(
                    "audit", ["events": String(min(found.count, page.limit))], within: connection)
                return found
            }
        }
        let items = found.prefix(page.limit)
        let next = found.count > items.count ? items.last.map { String($0.number) } : nil
        return try .json(Paged(items: items.map(Event.init), next: next))
    }
}
