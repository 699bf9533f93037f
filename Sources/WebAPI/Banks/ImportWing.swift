// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import Store
internal import Submissions
internal import Web

/// Lists as they come from exchanges, into banks.
struct ImportWing: Wing {
    let services: APIServices

    private static let action = AuditAction("bank.import")

    func open(_ doors: inout Doors) {
        doors.answer(
            Door(
                .post, "/api/v1/banks/{bank}/import", access: .requires(.entriesManage), audit: .event(Self.action),
                bodyLimit: services.limits.importBytes, rate: .heavy), importList)
    }

    private static let mediaTypes: Set<String> = [
        "application/octet-stream", "application/json", "application/x-ndjson", "text/csv", "text/plain",
    ]

    @Sendable private func importList(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let query = try request.query()
        try query.only("format", "kind", "category", "source", "keep-going", "callback")
        let options = try Self.options(query)
        let callback = try query.string("callback")
        try services.check(callback: callback)
        let isAsync = try request.prefersAsync() || callback != nil
        let name = try BankNames(principal).changeable(try context.parameter("bank"))
        guard let type = request.mediaType, Self.mediaTypes.contains(type) else {
            throw Problem(
                .unsupportedMediaType, code: "media-type-unsupported",
                detail: "Send the list as one of: " + Self.mediaTypes.sorted().joined(separator: ", ") + ".")
        }
        let bytes = try await request.bytes(context)
        let (banks, store, trail, audit) = (services.banks, services.store, context.trail, services.audit)
        let actor = principal.actor
        let tenant = principal.tenant?.description
        guard isAsync else {
            let (summary, change) = try await store.perform {
                try store.write { connection in
                    let summary = try banks.importList(
                        MemorySource(bytes), named: "the list", into: name, options: options, actor: actor,
                        within: connection)
                    let change = try banks.lastChange(within: connection).number
                    try trail.record("bank:\(name)", Self.detail(summary), within: connection)
                    return (summary, change)
                }
            }
            await services.caughtUp(with: change)
            return try .json(ImportAnswer(summary))
        }
        // A bank that is not there is told now and not by a callback.
        _ = try await store.perform { try banks.show(name) }
        let (job, claim) = services.jobs.make(
            .importList, tenant: tenant, actor: actor, items: 1, endpoint: callback)
        let requestID = context.requestID
        let undertaking = try services.undertake(
            job, claim, bytes: bytes.count,
            keep: { try trail.record("bank:\(name)", ["job": job.id], within: $0) }
        ) {
            // In the transaction in which the job ends: a list that is imported and a job that is lost cannot both be.
            JobRunner.Ending(state: .done) { connection in
                let summary = try banks.importList(
                    MemorySource(bytes), named: "the list", into: name, options: options, actor: actor,
                    within: connection)
                try audit.record(
                    AuditEvent(
                        actor: actor, tenant: tenant, action: Self.action, object: "bank:\(name)", request: requestID,
                        detail: Self.detail(summary).merging(["job": job.id]) { first, _ in first }),
                    within: connection)
                return try JSONText.encoded(ImportAnswer(summary))
            }
        }
        return try await services.complete(undertaking) { _, _ in }
    }

    private static func options(_ query: Query) throws(Problem) -> ImportOptions {
        var options = ImportOptions(
            format: try query.word("format", ImportFormat.self), kind: try query.word("kind", FingerprintKind.self),
            keepGoing: try query.flag("keep-going") ?? false)
        options.believesConfirmations = false
        options.category = try query.text("category", most: ImportLimits.categoryBytes, isWord: true)
        options.source = try query.text("source", most: ImportLimits.sourceBytes)
        return options
    }

    private static func detail(_ summary: ImportSummary) -> [String: String] {
        [
            "records": String(summary.records), "imported": String(summary.imported),
            "problems": String(summary.problems), "format": summary.format.rawValue,
        ]
    }
}

/// What an import came to.
private struct ImportAnswer: Encodable {
    var format: String
    var records: Int
    var imported: Int
    var expired: Int
    var duplicates: Int
    var problems: Int
    var firstProblems: [Finding]
    var leftOut: [String: Int]
    var entries: Int

    struct Finding: Encodable {
        var line: Int
        var column: String?
        var reason: String
        var remedy: String
    }

    init(_ summary: ImportSummary) {
        format = summary.format.rawValue
        records = summary.records
        imported = summary.imported
        expired = summary.expired
        duplicates = summary.duplicates
        problems = summary.problems
        firstProblems = summary.firstProblems.prefix(100).map {
            Finding(line: $0.line, column: $0.column, reason: $0.reason, remedy: $0.remedy)
        }
        leftOut = summary.leftOut
        entries = summary.entriesInBank
    }
}
