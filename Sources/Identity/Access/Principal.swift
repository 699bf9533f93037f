// SPDX-License-Identifier: Apache-2.0

/// Who is asking, after it was proven.
public struct Principal: Hashable, Sendable {
    /// How it was proven who is asking.
    public enum Kind: String, Sendable {
        /// A person who signed in.
        case user
        /// A program with an API key.
        case key
        /// A client on the loopback address that cannot send a header, where the operator allowed that.
        case loopback
        /// A command of this machine.
        case program
    }

    /// How it was proven.
    public let kind: Kind
    /// The id of the user or key.
    public let id: String
    /// On whose behalf; `nil` is the house.
    public let tenant: TenantName?
    /// What it is here for.
    public let roles: Set<Role>
    /// What it may do: what its roles allow, or less where a key is scoped.
    public let permissions: Set<Permission>

    /// Describes who is asking.
    ///
    /// - Parameters:
    ///   - kind: how it was proven.
    ///   - id: of the user or key.
    ///   - tenant: on whose behalf; `nil` is the house.
    ///   - roles: what it is here for.
    ///   - scope: if given, only these of the permissions that the roles allow.
    public init(kind: Kind, id: String, tenant: TenantName?, roles: Set<Role>, scope: Set<Permission>? = nil) {
        self.kind = kind
        self.id = id
        self.tenant = tenant
        self.roles = roles
        let allowed = roles.reduce(into: Set<Permission>()) { $0.formUnion($1.permissions) }
        permissions = scope.map { allowed.intersection($0) } ?? allowed
    }

    /// Whether it may do something.
    public func may(_ permission: Permission) -> Bool { permissions.contains(permission) }

    /// The actor of audit events, for example `key:k7f3`.
    public var actor: String { "\(kind.rawValue):\(id)" }
}

/// The name of a tenant: 1 to 32 of `a`–`z`, `0`–`9`, `-`, the first a letter or digit.
public struct TenantName: Hashable, Sendable, CustomStringConvertible {
    /// The name.
    public let description: String

    /// Checks a name.
    ///
    /// - Returns: `nil` when it breaks the rule.
    public init?(_ name: String) {
        let bytes = Array(name.utf8)
        func isAlphanumeric(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) }
        guard (1...32).contains(bytes.count), isAlphanumeric(bytes[0]),
            bytes.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        description = name
    }
}
