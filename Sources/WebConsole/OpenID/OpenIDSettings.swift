// SPDX-License-Identifier: Apache-2.0

public import Identity

/// An issuer of OpenID Connect whose word on who somebody is counts here.
public struct OpenIDSettings: Sendable {
    /// As its discovery document spells it, to the letter: `https://login.example.org/realms/staff`.
    public var issuer: String
    /// The name of this server at the issuer.
    public var clientID: String
    /// The secret that the issuer gave; `nil` for a public client, which PKCE alone protects.
    public var clientSecret: String?
    /// Where browsers reach this server: `https://tutela.example.org`. The callback is `/login/openid/callback` there.
    public var publicAddress: String
    /// What the button says after "Sign in with".
    public var name: String
    /// What is asked for beside `openid`.
    public var scopes: [String]
    /// Where groups stand in the token; dots go down: `groups`, `realm_access.roles`.
    public var groupsClaim: String
    /// Which of these groups have which roles here, and on whose behalf its people act.
    public var mapping: ForeignMapping
    /// Signatures that are accepted, of ``OpenIDSettings/knownAlgorithms``.
    public var algorithms: Set<String>
    /// How far the issuer's clock may differ, in seconds; 60 at most.
    public var skew: Int

    /// Signatures that can be accepted. `none` and the `HS…` family never are: anybody who knows a public key could make them.
    public static let knownAlgorithms: Set<String> = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    ]

    /// Describes an issuer.
    ///
    /// - Parameters:
    ///   - issuer: its address, as its discovery document spells it.
    ///   - clientID: the name of this server there.
    ///   - clientSecret: its secret there; `nil` for a public client.
    ///   - publicAddress: scheme, host and port under which browsers reach this server.
    ///   - name: what the button says.
    ///   - scopes: what is asked for beside `openid`.
    ///   - groupsClaim: where groups stand in the token.
    ///   - mapping: which of these groups have which roles here.
    ///   - algorithms: signatures that are accepted.
    ///   - skew: how far the issuer's clock may differ, in seconds; 60 at most.
    /// - Throws: ``OpenIDSettingsError`` for what cannot be right or safe.
    public init(
        issuer: String, clientID: String, clientSecret: String?, publicAddress: String, name: String,
        scopes: [String] = ["profile"], groupsClaim: String = "groups", mapping: ForeignMapping,
        algorithms: Set<String> = ["RS256", "PS256", "ES256", "EdDSA"], skew: Int = 60
    ) throws(OpenIDSettingsError) {
        func refuse(_ setting: String, _ problem: String) -> OpenIDSettingsError {
            OpenIDSettingsError(setting: setting, problem: problem)
        }
        guard Self.isSafe(issuer), !issuer.contains("?"), !issuer.contains("#") else {
            throw refuse("issuer", "must be an https address without query; http is for this machine only")
        }
        guard Self.isSafe(publicAddress) else {
            throw refuse("public-address", "must be an https address; http is for this machine only")
        }
        guard !clientID.isEmpty else { throw refuse("client-id", "is empty") }
        if let clientSecret, clientSecret.isEmpty { throw refuse("client-secret", "is empty") }
        guard !mapping.roles.isEmpty else { throw refuse("roles", "name nobody: nobody could sign in") }
        guard !algorithms.isEmpty, algorithms.isSubset(of: Self.knownAlgorithms) else {
            throw refuse("algorithms", "must be some of \(Self.knownAlgorithms.sorted().joined(separator: ", "))")
        }
        guard (0...60).contains(skew) else { throw refuse("skew", "must be 0 to 60 seconds") }
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.publicAddress = publicAddress.hasSuffix("/") ? String(publicAddress.dropLast()) : publicAddress
        self.name = name.isEmpty ? "your organisation" : name
        self.scopes = scopes
        self.groupsClaim = groupsClaim
        self.mapping = mapping
        self.algorithms = algorithms
        self.skew = skew
    }

    var callback: String { publicAddress + "/login/openid/callback" }
    /// Whether pages may be reached without TLS: then the issuer may be, too.
    var isLocal: Bool { issuer.hasPrefix("http://") }

    /// https anywhere, http on the loopback address.
    static func isSafe(_ address: String) -> Bool {
        guard address.unicodeScalars.allSatisfy({ ("!"..."~").contains($0) }) else { return false }
        if address.hasPrefix("https://") { return address.utf8.count > "https://".utf8.count }
        return isLoopback(address)
    }

    static func isLoopback(_ address: String) -> Bool {
        guard address.hasPrefix("http://") else { return false }
        let authority = address.dropFirst("http://".count).prefix { !"/?#".contains($0) }
        return ["127.0.0.1", "localhost", "[::1]"].contains { host in
            authority == host
                || (authority.hasPrefix(host + ":") && authority.dropFirst(host.count + 1).allSatisfy(\.isNumber))
        }
    }
}

/// Why an issuer cannot be used as configured.
public struct OpenIDSettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable code.
    public let code = "openid-settings"
    /// Which setting.
    public var setting: String
    /// What is wrong with it.
    public var problem: String
    /// What happened, for a person.
    public var description: String { "openid.\(setting) \(problem)." }
}
