// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import NIOCore
internal import Policy
internal import Screening
internal import Store
internal import Submissions
internal import Web

/// Items in, classes out.
struct ScreenWing: Wing {
    let services: APIServices

    func open(_ doors: inout Doors) {
        let limits = services.limits
        doors.answer(
            Door(
                .post, "/api/v1/screen", access: .requires(.screen), audit: .decision,
                bodyLimit: limits.itemBytes + 64 << 10, rate: .heavy), screen)
        doors.answer(
            Door(
                .post, "/api/v1/screen/batch", access: .requires(.screen), audit: .decision,
                bodyLimit: limits.batchBytes, rate: .heavy), screenBatch)
        doors.answer(
            Door(
                .post, "/api/v1/hash", access: .requires(.hash),
                audit: .none(because: "the caller's own picture; nothing is compared and nothing is kept"),
                bodyLimit: limits.itemBytes, rate: .heavy), hash)
    }

    /// What stands in the query and headers of both requests to screen.
    private struct Wishes {
        var reference: String?
        var surface: String?
        var callback: String?
        var key: String?
        var isAsync: Bool

        /// - Parameter takesReference: of one item.
        init(_ request: Request, takesReference: Bool) throws(Problem) {
            let query = try request.query()
            if takesReference {
                try query.only("reference", "surface", "callback")
            } else {
                try query.only("surface", "callback")
            }
            reference = try Reference.check(try query.string("reference"))
            surface = try query.string("surface")
            if let surface, !CallerFacts.surfaces.contains(surface) {
                throw Fields.invalid("“surface” must be one of: \(CallerFacts.surfaces.joined(separator: ", ")).")
            }
            callback = try query.string("callback")
            key = try request.idempotencyKey()
            isAsync = try request.prefersAsync() || callback != nil
        }

        /// By which two requests with one idempotency key may differ.
        func parts(_ path: String, _ submitter: Submitter, _ request: SubmissionRequest) -> [[UInt8]] {
            let head = [
                path, reference ?? "", surface ?? "", callback ?? "", isAsync ? "async" : "",
                submitter.isInspector ? "inspector" : "",
            ]
            return head.map { Array($0.utf8) } + request.parts
        }
    }

    @Sendable private func screen(_ request: Request, _ context: WebContext) async throws -> Response {
        let submitter = Submitter(try context.requirePrincipal())
        let wishes = try Wishes(request, takesReference: true)
        try services.check(callback: wishes.callback)
        let asked = try await services.readItem(
            request, context, reference: wishes.reference, surface: wishes.surface)
        return try await services.once(
            key: wishes.key, actor: submitter.actor, parts: wishes.parts("screen", submitter, asked)
        ) {
            if wishes.isAsync {
                return try services.startScreening(
                    .screen, asked, submitter, surface: wishes.surface, wishes.callback)
            }
            let decision = try await services.decide(asked.items[0], for: submitter, asked.facts)
            let body = try JSONText.encoded(DecisionAnswer(decision, withMatches: submitter.isInspector))
            let decisions = services.decisions
            return Undertaking(
                answer: KeptAnswer(status: .ok, body: body), keep: { try decisions.add(decision, within: $0) })
        }
    }

    @Sendable private func screenBatch(_ request: Request, _ context: WebContext) async throws -> Response {
        let submitter = Submitter(try context.requirePrincipal())
        let wishes = try Wishes(request, takesReference: false)
        try services.check(callback: wishes.callback)
        let asked = try await services.readBatch(request, context, surface: wishes.surface)
        return try await services.once(
            key: wishes.key, actor: submitter.actor, parts: wishes.parts("batch", submitter, asked)
        ) {
            if wishes.isAsync {
                return try services.startScreening(.batch, asked, submitter, surface: wishes.surface, wishes.callback)
            }
            let results = try await services.results(asked, for: submitter)
            let body = try results.json(withMatches: submitter.isInspector)
            let decisions = services.decisions
            return Undertaking(answer: KeptAnswer(status: .ok, body: body)) { connection in
                for decision in results.decisions { try decisions.add(decision, within: connection) }
            }
        }
    }

    @Sendable private func hash(_ request: Request, _ context: WebContext) async throws -> Response {
        try request.query().only()
        guard let type = request.mediaType, type == "application/octet-stream" || type.hasPrefix("image/") else {
            throw Problem(
                .unsupportedMediaType, code: "media-type-unsupported",
                detail: "Send the picture with its own media type (image/…) or as application/octet-stream.")
        }
        let record = try await services.screener.hash(try await request.bytes(context))
        return try .json(HashAnswer(record))
    }
}

/// The fingerprints of a picture.
private struct HashAnswer: Encodable {
    var status: String
    var reason: ReasonAnswer?
    var format: String?
    var width: Int?
    var height: Int?
    var frames: Int
    var md5: String?
    var sha1: String?
    var sha256: String?
    var fingerprints: [Fingerprint]

    struct Fingerprint: Encodable {
        var frame: Int
        var view: String
        var pdq: String
        var quality: Int
    }

    init(_ record: ScanRecord) {
        status = record.status.rawValue
        reason = record.reason.map { ReasonAnswer(code: $0.code, message: $0.message) }
        format = record.format
        width = record.width
        height = record.height
        frames = record.frameCount
        md5 = record.digests?.md5
        sha1 = record.digests?.sha1
        sha256 = record.digests?.sha256
        fingerprints = record.fingerprints.map {
            Fingerprint(
                frame: $0.frame, view: View(region: $0.region, orientation: .original).name, pdq: $0.pdq,
                quality: $0.quality)
        }
    }
}
