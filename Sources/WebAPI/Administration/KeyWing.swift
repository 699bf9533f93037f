// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import Store
internal import Web

/// API keys.
struct KeyWing: Wing {
    let services: APIServices

    func open(_ doors: inout Doors) {
        doors.answer(
            Door(
                .get, "/api/v1/keys", access: .requires(.keysManage),
                audit: .none(because: "keys without their secrets")),
            list)
        doors.answer(
            Door(.post, "/api/v1/keys", access: .requires(.keysManage), audit: .event(.init("key.create"))), create)
        doors.answer(
            Door(.delete, "/api/v1/keys/{key}", access: .requires(.keysManage), audit: .event(.init("key.revoke"))),
            revoke)
        doors.answer(
            Door(
                .post, "/api/v1/keys/{key}/rotate", access: .requires(.keysManage), audit: .event(.init("key.rotate"))),
            rotate)
    }

    private struct Key: Encodable, Sendable {
        var id: String
        var name: String
        var roles: [String]
        var scope: [String]?
        var tenant: String?
        var state: String
        var created: String
        var expires: String
        var lastUsed: String?
        var addresses: [String]
        var secret: String?

        init(_ key: APIKey, now: UTCTime, secret: String? = nil) {
            id = key.id
            name = key.name
            roles = key.roles.sorted().map(\.rawValue)
            scope = key.scope?.map(\.rawValue).sorted()
            tenant = key.tenant?.description
            state = key.revoked != nil ? "revoked" : key.isActive(now) ? "active" : "expired"
            created = key.created.description
            expires = key.expires.description
            lastUsed = key.used?.description
            addresses = key.networks.map(\.description)
            self.secret = secret
        }
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let query = try request.query()
        try query.only("limit", "cursor")
        let page = try PageRequest(query)
        let keys = services.keys
        let found = try await services.store.perform {
            try keys.list(for: principal, includingEnded: true, after: page.cursor ?? "", limit: page.limit + 1)
        }
        let (items, now) = (found.prefix(page.limit), services.clock())
        return try .json(
            Paged(items: items.map { Key($0, now: now) }, next: found.count > items.count ? items.last?.id : nil))
    }

    @Sendable private func create(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        try request.query().only()
        let fields = try Fields(
            try await request.jsonValue(context),
            allowing: ["name", "roles", "scope", "expiresInDays", "addresses", "tenant"])
        var asked = KeyRequest(
            name: try fields.required("name", try fields.text("name", most: 100)),
            tenant: try Tenancy.read(fields, principal),
            roles: try fields.required("roles", try fields.words("roles", Role.self, atLeast: 1)))
        asked.scope = try fields.words("scope", Permission.self)
        if let days = try fields.integer("expiresInDays", in: 1...KeyRequest.longestLifetime) { asked.lifetime = days }
        for address in try fields.array("addresses", 0...32) ?? [] {
            guard case .string(let text) = address, let network = NetworkBlock(text) else {
                throw fields.refusal("addresses", "networks such as 192.0.2.0/24 or 2001:db8::/32")
            }
            asked.networks.append(network)
        }
        let (keys, trail, wanted) = (services.keys, context.trail, asked)
        let issued = try await services.store.perform {
            try keys.create(wanted, by: principal, recording: { try trail.record($0, $1, within: $2) })
        }
        return try .json(Key(issued.key, now: services.clock(), secret: issued.secret), status: .created)
    }

    @Sendable private func rotate(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        try request.query().only()
        let id = try context.parameter("key")
        let (keys, trail) = (services.keys, context.trail)
        let issued = try await services.store.perform {
            try keys.rotate(id, by: principal, recording: { try trail.record($0, $1, within: $2) })
        }
        return try .json(Key(issued.key, now: services.clock(), secret: issued.secret), status: .created)
    }

    @Sendable private func revoke(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        try request.query().only()
        let id = try context.parameter("key")
        let (keys, trail) = (services.keys, context.trail)
        _ = try await services.store.perform {
            try keys.revoke(id, by: principal, recording: { try trail.record($0, $1, within: $2) })
        }
        return .empty()
    }
}
