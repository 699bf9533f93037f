// SPDX-License-Identifier: Apache-2.0

/// Who may manage whom, and who may be given what.
enum GrantRules {
    /// Refuses who may not manage people, or keys.
    static func require(_ permission: Permission, of manager: Principal, over tenant: TenantName?) throws(IdentityError)
    {
        guard isHouseProgram(manager) || manager.may(permission) else {
            throw IdentityError(
                .notAllowed, "\(manager.actor) may not manage \(permission == .keysManage ? "keys" : "people")",
                remedy: "Ask somebody with the role \(Role.tenantAdmin.rawValue).")
        }
        guard manager.tenant == nil || manager.tenant == tenant else {
            throw IdentityError(
                .notAllowed, "\(manager.actor) manages the tenant \(manager.tenant?.description ?? "") only",
                remedy: "Ask an administrator of the house.")
        }
    }

    /// Whether what belongs to a tenant may be known to somebody.
    static func mayKnow(_ tenant: TenantName?, _ manager: Principal) -> Bool {
        manager.tenant == nil || manager.tenant == tenant
    }

    /// Refuses roles that may not be held together or not here.
    static func check(
        _ roles: Set<Role>, in tenant: TenantName?, forProgram: Bool, by manager: Principal
    ) throws(IdentityError) {
        if let conflict = RoleConflict.first(in: roles) {
            throw IdentityError(
                .rolesConflict,
                "\(conflict.first.rawValue) and \(conflict.second.rawValue) may not be held together: \(conflict.reason)",
                remedy: "Give one of them to somebody else.")
        }
        if tenant != nil, let role = roles.sorted().first(where: \.isOfTheHouseOnly) {
            throw IdentityError(
                .roleNotGiven, "\(role.rawValue) is a role of the house; nobody of a tenant can hold it",
                remedy: "Leave it out.")
        }
        if forProgram, let role = roles.sorted().first(where: \.isOfPeopleOnly) {
            throw IdentityError(
                .roleNotGiven, "\(role.rawValue) stands for the judgement of a person; a key cannot hold it",
                remedy: "Make a user for the person.")
        }
        // A key that was scoped down must not make itself a successor that is not.
        // Nor a person, whose password it would know, out of itself.
        if manager.kind != .user, !isHouseProgram(manager),
            let role = roles.sorted().first(where: { $0 == .tenantAdmin || $0.isOfPeopleOnly })
        {
            throw IdentityError(
                .roleNotGiven, "a key cannot give \(role.rawValue)",
                remedy: "Sign in as a person to do that.")
        }
    }

    /// A command on the machine itself, by somebody who can open the database anyway.
    static func isHouseProgram(_ manager: Principal) -> Bool { manager.kind == .program && manager.tenant == nil }
}

extension Principal {
    /// A command of this machine, on the house's behalf: whoever may open the database may run it.
    ///
    /// - Parameter verb: the command, for example `user-add`.
    public static func program(_ verb: String) -> Principal {
        Principal(kind: .program, id: verb, tenant: nil, roles: [.tenantAdmin])
    }
}
