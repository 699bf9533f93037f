// SPDX-License-Identifier: Apache-2.0

public import Ledger
public import Store

/// The first start of an installation: somebody must be able to let the others in.
public enum Bootstrap {
    /// The name of the first administrator.
    public static let name = "admin"
    /// What the first administrator is here for. Give `auditor` to somebody else when there is somebody else.
    public static let roles: Set<Role> = [.tenantAdmin, .operator, .listManager, .auditor]

    /// Makes the first administrator if there is nobody at all.
    ///
    /// It blocks for as long as a password hash takes.
    ///
    /// - Parameters:
    ///   - users: where to look and add.
    ///   - cost: of the password's hash.
    ///   - recording: writes the audit event.
    /// - Returns: a password to be printed once, which must be changed at the first sign-in; `nil` when there is
    ///   somebody already.
    /// - Throws: ``IdentityError``, `StoreError`, or what `recording` throws.
    public static func administrator(
        _ users: UserRepository, cost: ScryptCost = .standard, recording: AuditRecording
    ) throws -> String? {
        guard try users.isEmpty() else { return nil }
        let password = OneTimePassword.make(users.random)
        let hash = try PasswordHash(of: password, cost: cost, random: users.random)
        return try users.store.write { connection in
            _ = try IdentitySchema.beginChange(connection)
            // Of several servers that start for the first time together, one makes the administrator.
            guard try UserRepository.isEmpty(connection) else { return nil }
            let user = try users.insert(
                name, tenant: nil, roles: roles, password: hash, mustChange: true, issuer: nil,
                by: .program("bootstrap"), connection)
            try recording("user:\(user.id)", ["roles": RoleList.text(roles), "first": "yes"], connection)
            return password
        }
    }
}

/// Passwords that the program makes: 100 bits in five groups of four.
public enum OneTimePassword {
    /// Makes one.
    ///
    /// - Parameter random: gives 13 bytes.
    public static func make(_ random: RandomBytes = .system) -> String {
        let letters = Array(Base32.text(random.bytes(13)).prefix(20))
        return stride(from: 0, to: 20, by: 4).map { String(letters[$0..<($0 + 4)]) }.joined(separator: "-")
    }
}
