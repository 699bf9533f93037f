// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Identity
internal import Web

/// On whose behalf something new is made.
enum Tenancy {
    /// A tenant's own people make what is theirs without saying so; the house may name a tenant.
    ///
    /// - Throws: ``Problem`` 404 for a tenant that the asker cannot know.
    static func read(_ fields: Fields, _ principal: Principal) throws(Problem) -> TenantName? {
        guard let text = try fields.text("tenant", most: 32, isWord: true) else { return principal.tenant }
        guard let name = TenantName(text) else {
            throw fields.refusal("tenant", "1 to 32 of a–z, 0–9 and -, the first a letter or digit")
        }
        guard principal.tenant == nil || principal.tenant == name else {
            throw Problem(.notFound, code: "tenant-unknown", detail: "There is no such tenant.")
        }
        return name
    }
}
