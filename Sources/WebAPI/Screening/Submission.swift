// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Outbound
internal import Policy
internal import Screening
internal import Submissions
internal import Web

/// One item as it was handed in.
enum ItemSource: Sendable {
    /// The bytes themselves.
    case bytes([UInt8])
    /// Where they lie, on a host that the operator allows.
    case url(String)
    /// It was refused before anybody looked at it.
    case refused(Problem)
}

/// One item and what its client calls it.
struct Submission: Sendable {
    var source: ItemSource
    var reference: String?
}

/// On whose behalf items are screened.
struct Submitter: Sendable {
    var tenant: String?
    var actor: String
    /// May see entries and distances.
    var isInspector: Bool

    init(_ principal: Principal) {
        tenant = principal.tenant?.description
        actor = principal.actor
        isInspector = principal.may(.matchInspect)
    }

    /// For jobs that are taken over: whoever asks for the result is shown no matches.
    init(tenant: String?, actor: String) {
        self.tenant = tenant
        self.actor = actor
        isInspector = false
    }
}

extension APIServices {
    /// Screens one item. Nothing is kept yet.
    ///
    /// - Throws: ``Problem``, `ScreenerBusy`, `FetchRefusal`: the item is not scanned, and nothing is decided about it.
    func decide(
        _ submission: Submission, for submitter: Submitter, _ facts: FactSet, job: String? = nil
    ) async throws -> StoredDecision {
        let bytes: [UInt8]
        switch submission.source {
        case .bytes(let given): bytes = given
        case .url(let url):
            guard let fetch else { throw Self.urlsRefused }
            bytes = try await fetch.fetch(url, most: limits.itemBytes).bytes
        case .refused(let problem): throw problem
        }
        // Before the comparison, so that it never claims more than was compared.
        let change = lists.standing.change
        let record = try await screener.screen(bytes, tenant: submitter.tenant, circumstances: facts)
        try Reference.refuseFingerprints(in: submission.reference, of: record)
        return StoredDecision(
            id: ids.next(.decision), record, tenant: submitter.tenant, actor: submitter.actor, at: clock(),
            reference: submission.reference, job: job, listChange: change)
    }

    /// Screens one item of several: that it fails is its result, and no other item's.
    func result(
        _ submission: Submission, for submitter: Submitter, _ facts: FactSet, job: String? = nil
    ) async throws -> ItemResult {
        do {
            return .decision(try await decide(submission, for: submitter, facts, job: job))
        } catch let error as CancellationError {
            throw error
        } catch {
            guard let problem = RoomError.problem(of: error) as? Problem else { throw error }
            return .problem(problem)
        }
    }

    static let urlsRefused = Problem(
        .unprocessableContent, code: "url-refused", detail: "This server fetches nothing. Send the bytes themselves.")

    /// Whether a callback can go to an address.
    ///
    /// - Throws: ``Problem`` 422.
    func check(callback: String?) throws(Problem) {
        guard let callback else { return }
        guard let webhooks else {
            throw Problem(
                .unprocessableContent, code: "callback-refused", detail: "This server sends no callbacks.")
        }
        do {
            try webhooks.check(callback)
        } catch {
            throw Problem(.unprocessableContent, code: "callback-refused", detail: "\(error.message) \(error.remedy)")
        }
    }
}

/// What came of one item of several.
enum ItemResult: Sendable {
    case decision(StoredDecision)
    case problem(Problem)

    /// As a member of the list of results.
    func json(withMatches: Bool) throws -> String {
        var object = JSONText()
        switch self {
        case .decision(let decision):
            object.add("decision", raw: try JSONText.encoded(DecisionAnswer(decision, withMatches: withMatches)))
        case .problem(let problem):
            var inner = JSONText()
            inner.add("status", raw: String(problem.status.code))
            inner.add("code", problem.code)
            inner.add("detail", problem.detail)
            object.add("problem", raw: inner.closed)
        }
        return object.closed
    }
}

extension [ItemResult] {
    var decisions: [StoredDecision] {
        compactMap { if case .decision(let decision) = $0 { decision } else { nil } }
    }

    func json(withMatches: Bool) throws -> String {
        "{\"results\":" + JSONText.array(try map { try $0.json(withMatches: withMatches) }) + "}"
    }
}
