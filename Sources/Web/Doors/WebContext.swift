// SPDX-License-Identifier: Apache-2.0

public import Hummingbird
public import Identity
internal import Logging
internal import NIOCore

/// What is known of a request beside its bytes.
public struct WebContext: RequestContext {
    /// Hummingbird's own part: parameters, endpoint, logger.
    public var coreContext: CoreRequestContextStorage
    /// Who is asking; `nil` at a door that is open to anybody.
    public var principal: Principal?
    /// The session of a person who signed in with a cookie; `nil` for keys.
    public var session: SessionProof?
    /// The address of the other side, as far as it is believed.
    public var peer: PeerAddress
    /// The id of the request, returned in `x-request-id` and written in logs and audit events.
    public var requestID: String
    /// Records audit events of this request.
    public var trail: AuditTrail
    /// Longest body of the door, in bytes.
    public internal(set) var bodyLimit: Int
    /// How errors of the door look.
    public internal(set) var errors: Door.ErrorForm
    /// When the head had come in, by a clock that never goes back.
    var startedAt: UInt64 = 0
    /// Counts a body that did not say its length.
    var bodyMeter: BodyMeter?

    /// Begins a request.
    public init(source: ApplicationRequestContextSource) {
        self.init(peer: PeerAddress(source.channel.remoteAddress), source: source)
    }

    init(peer: PeerAddress, source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        requestID = ""
        self.peer = peer
        trail = .nothing
        bodyLimit = 0
        errors = .problem
    }

    /// Who is asking, at a door that is not open to anybody.
    ///
    /// - Returns: who was proven to ask.
    /// - Throws: ``Problem`` 401 at any other door.
    public func requirePrincipal() throws(Problem) -> Principal {
        guard let principal else { throw Problem(.unauthorized, code: "unauthorized", detail: "Sign in first.") }
        return principal
    }

    /// A parameter of the path, decoded.
    ///
    /// - Parameter name: as declared in the door's path, without braces.
    /// - Returns: what stands in its place.
    /// - Throws: ``Problem`` 400 when the door declares no such parameter: a defect of the handler.
    public func parameter(_ name: String) throws(Problem) -> String {
        guard let value = parameters.get(name) else {
            throw Problem(.badRequest, code: "parameter-missing", detail: "The path has no “\(name)”.")
        }
        return value
    }
}

/// A session that was proven by its cookie.
public struct SessionProof: Hashable, Sendable {
    /// The session's public id, never the token.
    public var id: String
    /// What a changing request must carry in the header `x-csrf-token` or the form field `csrf`.
    public var csrfToken: String

    /// Describes a session.
    ///
    /// - Parameters:
    ///   - id: the public id.
    ///   - csrfToken: what a changing request must carry.
    public init(id: String, csrfToken: String) {
        self.id = id
        self.csrfToken = csrfToken
    }
}
