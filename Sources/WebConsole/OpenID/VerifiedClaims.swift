// SPDX-License-Identifier: Apache-2.0

/// What the issuer says of a person, signed, for us, now.
struct VerifiedClaims: Hashable, Sendable {
    var subject: String
    fileprivate var claims: [String: JSONValue]

    init(subject: String, claims: [String: JSONValue]) {
        self.subject = subject
        self.claims = claims
    }

    /// A name to begin with: never who the person is, which only issuer and subject say.
    var name: String? {
        if let name = claims["preferred_username"]?.string, (1...64).contains(name.count) { return name }
        return claims["email"]?.string.map { String($0.prefix { $0 != "@" }) }
    }

    /// The values of the claim that stands for groups.
    func groups(_ settings: OpenIDSettings) -> [String] { values(settings.groupsClaim) }

    private func values(_ path: String) -> [String] {
        // A claim may have dots in its name; a name that is there as it stands is meant.
        var value = claims[path]
        if value == nil {
            value = path.split(separator: ".").reduce(JSONValue.object(claims) as JSONValue?) { value, name in
                value?.object?[String(name)]
            }
        }
        return value?.string.map { [$0] } ?? value?.array?.compactMap(\.string) ?? []
    }
}
