// SPDX-License-Identifier: Apache-2.0

/// The name that a person signs in with.
public enum UserName {
    /// Reads a name: 1 to 64 of `a`–`z`, `0`–`9`, `.`, `-`, `_`, `+`, `@`, the first a letter or digit. Capitals are made
    /// small, so that nobody can be mistaken for somebody else.
    ///
    /// - Throws: ``IdentityError``.
    public static func checked(_ name: String) throws(IdentityError) -> String {
        let name = name.lowercased()
        let bytes = Array(name.utf8)
        func isPlain(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) }
        guard (1...64).contains(bytes.count), isPlain(bytes[0]),
            bytes.allSatisfy({ isPlain($0) || Array(".-_+@".utf8).contains($0) })
        else {
            throw IdentityError(
                .nameInvalid,
                "a user's name has 1 to 64 letters a–z, digits and . - _ + @, the first a letter or digit",
                remedy: "Choose another name, for example the person's mail address.")
        }
        return name
    }

    /// As it is signed in with: `NAME` in the house, `TENANT/NAME` in a tenant.
    static func login(_ name: String, in tenant: TenantName?) -> String {
        tenant.map { "\($0)/\(name)" } ?? name
    }
}
