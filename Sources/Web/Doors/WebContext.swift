// SPDX-License-Identifier: Apache-2.0

public import Hummingbird
public import Identity
internal import Logging

/// What is known of a request beside its bytes.
public struct WebContext: RequestContext {
    /// Hummingbird's own part: parameters, endpoint, logger.
    public var coreContext: CoreRequestContextStorage
    /// Who is asking; `nil` at a door that is open to anybody.
    public var principal: Principal?
    /// The address of the other side, as far as it is believed.
    public var peer: String?
    /// The id of the request, returned in `x-request-id` and written in logs and audit events.
    public var requestID: String
    /// Records audit events of this request.
    public var trail: AuditTrail

    /// Begins a request.
    public init(source: Source) {
        coreContext = .init(source: source)
        requestID = ""
        peer = nil
        trail = AuditTrail(action: nil)
    }

    /// Who is asking, at a door that is not open to anybody.
    ///
    /// - Throws: ``Problem`` 401 at any other door.
    public func requirePrincipal() throws -> Principal {
        guard let principal else { throw Problem(.unauthorized, code: "unauthorized", detail: "Sign in first.") }
        return principal
    }
}
