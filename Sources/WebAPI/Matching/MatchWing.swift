// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import NIOCore
internal import Screening
internal import Submissions
internal import Web

/// Fingerprints in, classes out, from memory.
struct MatchWing: Wing {
    let services: APIServices

    func open(_ doors: inout Doors) {
        doors.answer(
            Door(
                .post, "/api/v1/match", access: .requires(.match),
                audit: .none(because: "answered from memory; the answer is a class, and nothing is kept"),
                bodyLimit: 256 << 10, rate: .light), match)
    }

    @Sendable private func match(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        guard request.mediaType == "application/json" else {
            throw Problem(
                .unsupportedMediaType, code: "media-type-unsupported", detail: "Send application/json and say so.")
        }
        let queries = try MatchQuery.read(
            try await request.bytes(context), most: services.limits.matchQueries)
        let change = services.lists.standing.change
        let found: [[ScanRecord.Match]?]
        do throws(ListsStale) {
            found = try Self.matches(queries, services.lists, tenant: principal.tenant?.description)
        } catch {
            throw RoomError.listsStale
        }
        return .json(bytes: ByteBuffer(bytes: try Self.answer(found, change, principal.may(.matchInspect))))
    }

    /// All matches of each query; `nil` where nothing of the query could be compared.
    static func matches(
        _ queries: [MatchQuery], _ lists: LiveLists, tenant: String?
    ) throws(ListsStale) -> [[ScanRecord.Match]?] {
        // One search for all: the index overlaps the waiting times of many.
        var codes: [PDQHash] = []
        var owners: [Int] = []
        for (number, query) in queries.enumerated() {
            guard let pdq = query.pdq, query.quality ?? PDQ.qualityFloor >= PDQ.qualityFloor else { continue }
            codes.append(pdq)
            owners.append(number)
        }
        var found = [[ScanRecord.Match]?](repeating: nil, count: queries.count)
        let near = try lists.near(codes, tenant: tenant)
        for (owner, matches) in zip(owners, near) { found[owner] = matches.map(ScanRecord.Match.init) }
        for (number, query) in queries.enumerated() where query.hasDigest {
            let exact = try lists.exact(
                md5: query.md5, sha1: query.sha1, sha256: query.sha256, tenant: tenant)
            let all = exact.map(ScanRecord.Match.init) + (found[number] ?? [])
            // A hash too plain to be compared leaves the picture unknown, unless a digest is known.
            found[number] = all.isEmpty && query.pdq != nil && found[number] == nil ? nil : all
        }
        return found
    }

    /// The class of a query's matches.
    static func decisionClass(_ matches: [ScanRecord.Match]?) -> DecisionClass {
        guard let matches else { return .notScanned }
        if matches.isEmpty { return .noMatch }
        let decision = ScanRecord.Decision.ofFingerprints(matches)
        switch decision.outcome {
        case .match: return .match
        case .held: return .held
        case .cleared: return .cleared
        case .none: return decision.because.isEmpty ? .noMatch : .cleared
        case .unknown, .other: return .notScanned
        }
    }

    private static func answer(
        _ found: [[ScanRecord.Match]?], _ change: Int64, _ withMatches: Bool
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + 24 * found.count)
        bytes += "{\"results\":[".utf8
        for (number, matches) in found.enumerated() {
            if number > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += "{\"class\":\"".utf8
            bytes += decisionClass(matches).rawValue.utf8
            bytes.append(UInt8(ascii: "\""))
            if withMatches {
                bytes += ",\"matches\":[".utf8
                let shown = (matches ?? []).prefix(StoredDecision.mostMatches)
                for (index, match) in shown.enumerated() {
                    if index > 0 { bytes.append(UInt8(ascii: ",")) }
                    bytes += try JSONText.encoded(StoredDecision.Match(match)).utf8
                }
                bytes.append(UInt8(ascii: "]"))
            }
            bytes.append(UInt8(ascii: "}"))
        }
        bytes += "],\"listChange\":\(change)}".utf8
        return bytes
    }
}

extension ScanRecord.Match {
    /// A match of a fingerprint that came without its picture.
    init(_ match: ListMatch) {
        self.init(
            bank: match.bank, entry: match.entry, kind: match.kind, distance: match.distance,
            knownView: match.knownView, tier: match.tier, contributors: match.contributors,
            isConfirmed: match.isConfirmed, category: match.category, isKnownGood: match.isKnownGood)
    }
}
