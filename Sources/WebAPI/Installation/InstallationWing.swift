// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Hummingbird
internal import Identity
internal import MediaDecoding
internal import Policy
internal import Screening
internal import Submissions
internal import Web

/// What this server can do, and the document that says how to ask for it.
struct InstallationWing: Wing {
    let services: APIServices

    func open(_ doors: inout Doors) {
        doors.answer(
            Door(
                .get, "/api/v1/capabilities", access: .requires(.capabilities),
                audit: .none(because: "formats, limits and counts"), rate: .light), capabilities)
        doors.answer(
            Door(
                .get, "/api/v1/openapi.yaml", access: .open(because: "a public document, the same everywhere"),
                audit: .none(because: "a public document"), rate: .light), document)
    }

    @Sendable private func document(_ request: Request, _ context: WebContext) async throws -> Response {
        try request.query().only()
        return .json(bytes: .init(bytes: OpenAPIDocument.bytes), type: "application/yaml")
    }

    @Sendable private func capabilities(_ request: Request, _ context: WebContext) async throws -> Response {
        try request.query().only()
        return try .json(Capabilities(services))
    }
}

private struct Capabilities: Encodable {
    var version: String
    var formats: [Format]
    var confinement: String
    var limits: [String: Int]
    var lists: Lists
    var rules: Rules
    var fetch: Bool
    var callbacks: Bool

    struct Format: Encodable {
        var format: String
        var isolation: String
        var library: String
    }

    struct Lists: Encodable {
        var change: Int64
        var isCurrent: Bool
        var confirmedAt: String
        var lag: Int64
        var banks: Int
        var entries: Int
        var hashes: Int
    }

    struct Rules: Encodable {
        var digest: String?
        var count: Int
    }

    init(_ services: APIServices) {
        version = services.version
        let confinement = services.confinement
        formats = confinement.codecs.map {
            Format(
                format: $0.format, isolation: confinement.isInsecure ? "none" : "sandboxed", library: $0.library)
        }
        self.confinement = confinement.summary
        let limits = services.limits
        let decoding = services.decoding
        self.limits = [
            "itemBytes": limits.itemBytes, "batchItems": limits.batchItems, "batchBytes": limits.batchBytes,
            "matchQueries": limits.matchQueries, "entriesPerRequest": limits.entries,
            "importBytes": limits.importBytes, "pixels": Int(clamping: decoding.maxPixels),
            "side": Int(clamping: decoding.maxSide), "frames": Int(clamping: decoding.maxFrames),
            "fastLaneMilliseconds": Self.milliseconds(decoding.fastLane),
            "slowLaneMilliseconds": Self.milliseconds(decoding.slowLane),
            "idempotencySeconds": Int(RequestLedger.retention),
        ]
        let standing = services.lists.standing
        lists = Lists(
            change: standing.change, isCurrent: standing.isCurrent, confirmedAt: standing.confirmedAt.description,
            lag: standing.lag.components.seconds, banks: standing.banks, entries: standing.entries,
            hashes: standing.hashes)
        rules = Rules(
            digest: services.rules?.digest, count: services.rules?.packs.reduce(0) { $0 + $1.rules.count } ?? 0)
        fetch = services.fetch != nil
        callbacks = services.webhooks != nil
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        Int(duration.components.seconds) * 1_000 + Int(duration.components.attoseconds / 1_000_000_000_000_000)
    }
}
