// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird

extension Door {
    /// Whether a request through it may change something.
    var isChange: Bool { method != .get && method != .head }
}

extension Gate {
    /// Refuses changes that another site's page made a browser send.
    ///
    /// Programs with keys are not asked: no browser adds a key by itself. A signed-in browser must come from this site and
    /// know the session's token; one that signs in just now must come from this site.
    func refuseForgery(
        _ door: Door, _ request: inout Request, _ context: WebContext, isByCookie: Bool
    ) async throws {
        guard isByCookie || door.errors == .page else { return }
        guard request.isFromThisSite else { throw Self.forged("The request comes from another site.") }
        guard isByCookie, let proof = context.session else { return }
        var sent = request.headers[.csrfToken]
        if sent == nil, request.mediaType == "application/x-www-form-urlencoded" {
            let buffer = try await request.buffer(context)
            request.body = RequestBody(buffer: buffer)
            let text = String(validating: buffer.readableBytesView, as: UTF8.self) ?? ""
            sent = try Query(text[...], limit: 256).string("csrf")
        }
        guard let sent, ConstantTime.areEqual(sent, proof.csrfToken) else {
            throw Self.forged("The form is too old. Load the page again.")
        }
    }

    private static func forged(_ detail: String) -> Problem {
        Problem(.forbidden, code: "forged", detail: detail)
    }
}

extension Request {
    /// Whether a browser says that its page is of this site; programs that say nothing pass.
    var isFromThisSite: Bool {
        // No page's script can set this one, and it is right where `origin` is not: our pages send no referrer, and then
        // browsers write `origin: null` on forms of this very site.
        if let site = headers[.fetchSite] { return site == "same-origin" || site == "none" }
        guard let origin = headers[.origin] else { return true }
        guard let host = head.authority, let range = origin.firstRange(of: "://") else { return false }
        return origin[range.upperBound...].lowercased() == host.lowercased()
    }
}

/// Compares secrets without telling by time how much of them is right.
enum ConstantTime {
    static func areEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
