// SPDX-License-Identifier: Apache-2.0

/// Who a client is that comes from the loopback address without a header, where the operator allowed that.
///
/// Some clients of the matcher-compatible surface cannot send a header. Anybody with an account on the machine can be such
/// a client, and so can everything that a proxy on the machine passes on: never with a proxy before the server.
public struct LoopbackException: Sendable {
    private let principal: Principal

    /// - Parameters:
    ///   - roles: what such clients are here for.
    ///   - tenant: on whose behalf; `nil` is the house.
    /// - Throws: ``IdentityError`` for roles that a program may not hold.
    public init(roles: Set<Role> = [.matcher], tenant: TenantName? = nil) throws(IdentityError) {
        try GrantRules.check(roles, in: tenant, forProgram: true, by: .program("serve"))
        guard !roles.contains(.tenantAdmin) else {
            throw IdentityError(
                .roleNotGiven, "clients without a key cannot hold \(Role.tenantAdmin.rawValue)", remedy: "Leave it out."
            )
        }
        principal = Principal(kind: .loopback, id: "loopback", tenant: tenant, roles: roles)
    }

    /// Who is asking, when it comes from this machine.
    ///
    /// - Parameter address: of the connection itself, never of a header.
    public func principal(from address: String?) -> Principal? {
        guard let address = address.flatMap(NetworkAddress.init), address.isLoopback else { return nil }
        return principal
    }
}
