// SPDX-License-Identifier: Apache-2.0

/// What somebody did, or was shown: one row of the audit table.
///
/// It names people, keys and objects by their ids and carries no picture, fingerprint, address or secret.
public struct AuditEvent: Hashable, Sendable {
    /// Who did it: `user:<id>`, `key:<id>`, `program:<verb>`, `nobody`.
    public var actor: String
    /// On whose behalf; `nil` is the house.
    public var tenant: String?
    /// What was done.
    public var action: AuditAction
    /// To what: a kind and an id, for example `bank:partner-b`.
    public var object: String
    /// The id of the request that did it, as the caller got it; `nil` on the command line.
    public var request: String?
    /// More words, in the order of their names; ids, counts and settings, never values.
    public var detail: [String: String]

    /// Describes an event.
    ///
    /// - Parameters:
    ///   - actor: who did it.
    ///   - tenant: on whose behalf; `nil` is the house.
    ///   - action: what was done.
    ///   - object: to what.
    ///   - request: the id of the request.
    ///   - detail: more words; never values.
    public init(
        actor: String, tenant: String? = nil, action: AuditAction, object: String, request: String? = nil,
        detail: [String: String] = [:]
    ) {
        self.actor = actor
        self.tenant = tenant
        self.action = action
        self.object = object
        self.request = request
        self.detail = detail
    }
}

/// What can be recorded, by stable names: `bank.create`, `entry.read-values`, `key.revoke` …
public struct AuditAction: Hashable, Sendable, CustomStringConvertible {
    /// The name, lower case, `thing.verb`.
    public let description: String

    /// Names an action.
    ///
    /// - Parameter name: lower case, `thing.verb`.
    public init(_ name: String) {
        description = name
    }
}
