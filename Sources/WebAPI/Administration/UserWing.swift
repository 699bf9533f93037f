// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import Store
internal import Web

/// People and tenants.
struct UserWing: Wing {
    let services: APIServices

    func open(_ doors: inout Doors) {
        let names = Door.Audit.none(because: "names and roles, for whoever manages them")
        doors.answer(Door(.get, "/api/v1/users", access: .requires(.peopleManage), audit: names), list)
        doors.answer(
            Door(
                .post, "/api/v1/users", access: .requires(.peopleManage), audit: .event(.init("user.create")),
                rate: .heavy), create)
        doors.answer(
            Door(
                .patch, "/api/v1/users/{user}", access: .requires(.peopleManage), audit: .event(.init("user.change"))),
            change)
        doors.answer(Door(.get, "/api/v1/tenants", access: .requires(.peopleManage), audit: names), tenants)
        doors.answer(
            Door(
                .post, "/api/v1/tenants", access: .requires(.peopleManage), audit: .event(.init("tenant.create"))),
            createTenant)
    }

    private struct Person: Encodable, Sendable {
        var id: String
        var name: String
        var roles: [String]
        var tenant: String?
        var state: String
        var created: String
        var password: String?

        init(_ user: User, password: String? = nil) {
            id = user.id
            name = user.name
            roles = user.roles.sorted().map(\.rawValue)
            tenant = user.tenant?.description
            state = user.disabled ? "disabled" : "active"
            created = user.created.description
            self.password = password
        }
    }

    private struct House: Encodable, Sendable {
        var name: String
        var title: String
        var created: String

        init(_ tenant: Tenant) {
            name = tenant.name.description
            title = tenant.title
            created = tenant.created.description
        }
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let query = try request.query()
        try query.only("limit", "cursor")
        let page = try PageRequest(query)
        let users = services.users
        let found = try await services.store.perform {
            try users.list(for: principal, after: page.cursor ?? "", limit: page.limit + 1)
        }
        let items = found.prefix(page.limit)
        return try .json(
            Paged(items: items.map { Person($0) }, next: found.count > items.count ? items.last?.login : nil))
    }

    @Sendable private func create(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        try request.query().only()
        let fields = try Fields(try await request.jsonValue(context), allowing: ["name", "roles", "tenant"])
        let name = try fields.required("name", try fields.text("name", most: 64, isWord: true))
        let roles = try fields.required("roles", try fields.words("roles", Role.self, atLeast: 1))
        let tenant = try Tenancy.read(fields, principal)
        let password = OneTimePassword.make()
        let hash = try await services.passwords.hash(password)
        let (users, trail) = (services.users, context.trail)
        let user = try await services.store.perform {
            try users.add(
                name, tenant: tenant, roles: roles, password: hash, by: principal,
                recording: { try trail.record($0, $1, within: $2) })
        }
        return try .json(Person(user, password: password), status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        try request.query().only()
        let id = try context.parameter("user")
        let fields = try Fields(
            try await request.jsonValue(context, isMergePatch: true), allowing: ["roles", "state"])
        let roles = try fields.words("roles", Role.self, atLeast: 1)
        let state = try fields.word("state", State.self)
        guard roles == nil || state == nil else {
            throw Fields.invalid("Change roles and state one after the other: each is an event of its own.")
        }
        let (users, trail) = (services.users, context.trail)
        let recording: AuditRecording = { try trail.record($0, $1, within: $2) }
        let user = try await services.store.perform {
            if let roles { return try users.setRoles(roles, of: id, by: principal, recording: recording) }
            guard let state else { throw Fields.invalid("The body names nothing to change.") }
            return try users.setDisabled(state == .disabled, of: id, by: principal, recording: recording)
        }
        return try .json(Person(user))
    }

    private enum State: String, CaseIterable, Sendable {
        case active, disabled
    }

    @Sendable private func tenants(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let query = try request.query()
        try query.only("limit", "cursor")
        let page = try PageRequest(query)
        let tenants = services.tenants
        let found = try await services.store.perform { try tenants.list(for: principal) }
        let rest = found.map(House.init).drop { house in page.cursor.map { house.name <= $0 } ?? false }
        let items = Array(rest.prefix(page.limit))
        return try .json(Paged(items: items, next: rest.count > items.count ? items.last?.name : nil))
    }

    @Sendable private func createTenant(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        try request.query().only()
        let fields = try Fields(try await request.jsonValue(context), allowing: ["name", "title"])
        let text = try fields.required("name", try fields.text("name", most: 32, isWord: true))
        guard let name = TenantName(text) else {
            throw fields.refusal("name", "1 to 32 of a–z, 0–9 and -, the first a letter or digit")
        }
        let title = try fields.text("title", most: 100) ?? ""
        let (tenants, trail) = (services.tenants, context.trail)
        let tenant = try await services.store.perform {
            try tenants.create(
                name, title: title, by: principal, recording: { try trail.record($0, $1, within: $2) })
        }
        return try .json(House(tenant), status: .created)
    }
}
