// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import Policy
internal import PolicyPacks
internal import PolicyWords
internal import Screening
internal import Store
internal import Submissions
internal import Web

/// What was decided, why, and what would differ.
struct DecisionWing: Wing {
    let services: APIServices

    func open(_ doors: inout Doors) {
        let classes = Door.Audit.none(because: "the caller's own decisions, as classes")
        let one = "/api/v1/decisions/{decision}"
        doors.answer(Door(.get, "/api/v1/decisions", access: .requires(.decisionsRead), audit: classes), list)
        doors.answer(Door(.get, one, access: .requires(.decisionsRead), audit: classes), get)
        doors.answer(
            Door(
                .get, one + "/explanation", access: .requires(.decisionsExplain),
                audit: .event(.init("decision.explain"))), explain)
        doors.answer(
            Door(
                .post, one + "/replay", access: .requires(.decisionsReplay), audit: .event(.init("decision.replay"))),
            replay)
    }

    private static let unknown = Problem(
        .notFound, code: "decision-unknown", detail: "There is no such decision.")

    private func find(_ context: WebContext) async throws -> StoredDecision {
        let tenant = try context.requirePrincipal().tenant?.description
        let id = try context.parameter("decision")
        let decisions = services.decisions
        guard let decision = try await services.store.perform({ try decisions.decision(id, tenant: tenant) }) else {
            throw Self.unknown
        }
        return decision
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let query = try request.query()
        try query.only(
            "limit", "cursor", "class", "action", "status", "reference", "job", "since", "before")
        let page = try PageRequest(query)
        if let cursor = page.cursor, !SubmissionIDs.isID(cursor, of: .decision) {
            throw Problem(.badRequest, code: "cursor-invalid", detail: "Send what an earlier answer called “next”.")
        }
        var filter = DecisionRepository.Filter()
        if let word = try query.word("class", DecisionClass.self) { filter.classes = [word] }
        filter.action = try query.word("action", Action.self)
        filter.status = try query.word("status", ItemStatus.self)
        filter.reference = try Reference.check(try query.string("reference"))
        if let job = try query.string("job") {
            guard SubmissionIDs.isID(job, of: .job) else {
                throw Problem(.badRequest, code: "query-invalid", detail: "“job” is the id of a job.")
            }
            filter.job = job
        }
        filter.since = try query.moment("since")
        filter.before = try query.moment("before")
        let (decisions, wanted) = (services.decisions, filter)
        let tenant = principal.tenant?.description
        let found = try await services.store.perform {
            try decisions.decisions(tenant: tenant, wanted, after: page.cursor, limit: page.limit + 1)
        }
        let items = found.prefix(page.limit)
        let withMatches = principal.may(.matchInspect)
        return try .json(
            Paged(
                items: items.map { DecisionAnswer($0, withMatches: withMatches) },
                next: found.count > items.count ? items.last?.id : nil))
    }

    @Sendable private func get(_ request: Request, _ context: WebContext) async throws -> Response {
        try request.query().only()
        let decision = try await find(context)
        return try .json(
            DecisionAnswer(decision, withMatches: try context.requirePrincipal().may(.matchInspect)))
    }

    @Sendable private func explain(_ request: Request, _ context: WebContext) async throws -> Response {
        let query = try request.query()
        try query.only("detail")
        let detail = try query.word("detail", Explanation.Detail.self) ?? .short
        let language = AcceptLanguage.chosen(request.headers[values: .acceptLanguage])
        let decision = try await find(context)
        let (store, trail) = (services.store, context.trail)
        let (rules, archive) = (services.rules, services.archive)
        let answer = try await store.perform {
            let answer = try ExplanationAnswer(
                decision, language: language, detail: detail, rules: rules, archive: archive)
            try store.write { try trail.record("decision:\(decision.id)", within: $0) }
            return answer.json
        }
        var response = Response.json(bytes: .init(string: answer))
        response.headers[.contentLanguage] = language.tag
        return response
    }

    @Sendable private func replay(_ request: Request, _ context: WebContext) async throws -> Response {
        try request.query().only()
        let fields = try Fields(try await request.jsonValue(context), allowing: ["at", "ruleSet"])
        let at = try fields.moment("at")
        let digest = try fields.text("ruleSet", most: 64, isWord: true)
        if let digest, Hexadecimal.bytes(Array(digest.utf8), count: 32) == nil || digest != digest.lowercased() {
            throw fields.refusal("ruleSet", "64 hexadecimal digits in lower case")
        }
        let decision = try await find(context)
        let (store, trail) = (services.store, context.trail)
        let (rules, archive) = (services.rules, services.archive)
        let answer = try await store.perform {
            let answer = try ReplayAnswer(decision, at: at, digest: digest, rules: rules, archive: archive)
            var detail: [String: String] = [:]
            if let at { detail["at"] = at.description }
            if let digest { detail["rules"] = String(digest.prefix(12)) }
            let words = detail
            try store.write { try trail.record("decision:\(decision.id)", words, within: $0) }
            return answer
        }
        return try .json(answer)
    }
}
