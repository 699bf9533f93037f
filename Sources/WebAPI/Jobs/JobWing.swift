// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import NIOCore
internal import Store
internal import Submissions
internal import Web

/// Jobs, and the callbacks that tell of their end.
struct JobWing: Wing {
    let services: APIServices

    func open(_ doors: inout Doors) {
        doors.answer(
            Door(
                .get, "/api/v1/jobs/{job}", access: .requires(.screen),
                audit: .none(because: "the caller's own work, as classes")), job)
        doors.answer(
            Door(
                .get, "/api/v1/webhooks/keys", access: .requires(.screen), audit: .none(because: "public keys"),
                rate: .light), keys)
        doors.answer(
            Door(
                .get, "/api/v1/webhooks/endpoints", access: .requires(.screen),
                audit: .none(because: "the caller's own addresses")), endpoints)
        doors.answer(
            Door(
                .post, "/api/v1/webhooks/endpoints", access: .requires(.screen),
                audit: .event(.init("webhook.enable"))), enable)
    }

    @Sendable private func job(_ request: Request, _ context: WebContext) async throws -> Response {
        let tenant = try context.requirePrincipal().tenant?.description
        try request.query().only()
        let id = try context.parameter("job")
        let jobs = services.jobs
        guard let job = try await services.store.perform({ try jobs.job(id, tenant: tenant) }) else {
            throw Problem(
                .notFound, code: "job-unknown", detail: "There is no such job, or it ended more than 7 days ago.")
        }
        return .json(bytes: ByteBuffer(string: JobAnswer.json(job)))
    }

    private struct Keys: Encodable {
        var keys: [Key]

        struct Key: Encodable {
            var id: String
            var algorithm = "ed25519"
            var publicKey: String
        }
    }

    @Sendable private func keys(_ request: Request, _ context: WebContext) async throws -> Response {
        try request.query().only()
        return try .json(
            Keys(
                keys: services.webhookKeys.enumerated().map {
                    .init(id: $0.offset == 0 ? "current" : "earlier-\($0.offset)", publicKey: $0.element)
                }))
    }

    private struct Endpoints: Encodable {
        var endpoints: [Endpoint]

        struct Endpoint: Encodable {
            var url: String
            var since: String
            var reason: String
        }
    }

    @Sendable private func endpoints(_ request: Request, _ context: WebContext) async throws -> Response {
        let tenant = try context.requirePrincipal().tenant?.description
        try request.query().only()
        let outbox = services.outbox
        let disabled = try await services.store.perform { try outbox.disabledEndpoints(tenant: tenant) }
        return try .json(
            Endpoints(
                endpoints: disabled.map { .init(url: $0.endpoint, since: $0.since.description, reason: $0.reason) }))
    }

    @Sendable private func enable(_ request: Request, _ context: WebContext) async throws -> Response {
        let tenant = try context.requirePrincipal().tenant?.description
        let fields = try Fields(try await request.jsonValue(context), allowing: ["url"])
        let url = try fields.required("url", try fields.text("url", most: 2_048, isWord: true))
        let (outbox, store, trail) = (services.outbox, services.store, context.trail)
        let isEnabled = try await store.perform {
            try store.write { connection in
                guard try outbox.enable(url, tenant: tenant, within: connection) else { return false }
                try trail.record("endpoint:\(url.prefix(400))", within: connection)
                return true
            }
        }
        guard isEnabled else {
            throw Problem(
                .notFound, code: "endpoint-unknown", detail: "Callbacks to this address are not switched off.")
        }
        return .empty()
    }
}

extension Request {
    /// The body as JSON, read strictly.
    ///
    /// - Throws: ``Problem`` 415, 413 or 400.
    func jsonValue(_ context: WebContext, isMergePatch: Bool = false) async throws -> JSONValue {
        guard mediaType == "application/json" || isMergePatch && mediaType == "application/merge-patch+json" else {
            throw Problem(
                .unsupportedMediaType, code: "media-type-unsupported",
                detail: isMergePatch
                    ? "Send application/merge-patch+json or application/json and say so."
                    : "Send application/json and say so.")
        }
        return try JSONValue(try await bytes(context))
    }
}
