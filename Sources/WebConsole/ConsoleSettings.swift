// SPDX-License-Identifier: Apache-2.0

/// What the console must know of the server around it.
public struct ConsoleSettings: Sendable {
    /// What the foot of each page says: `Tutela 1.0.0`.
    public var version: String
    /// Whether answers leave through TLS, here or in front of this server. Without, cookies cannot be `Secure`.
    public var isSecure: Bool
    /// The cookie of sessions, the same as the gate's.
    public var sessionCookie: String
    /// Where programs reach this server, for the examples of `/docs`: `https://tutela.example.org`.
    public var address: String

    /// Describes the server.
    ///
    /// - Parameters:
    ///   - version: what the foot of each page says.
    ///   - isSecure: whether answers leave through TLS.
    ///   - sessionCookie: the cookie of sessions, the same as the gate's.
    ///   - address: where programs reach this server.
    public init(version: String, isSecure: Bool, sessionCookie: String, address: String) {
        self.version = version
        self.isSecure = isSecure
        self.sessionCookie = sessionCookie
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    /// The cookie that ties a sign-in form to the browser that it was shown in.
    var formCookie: String { isSecure ? "__Host-tutela-form" : "tutela-form" }
    /// The cookie that keeps a way to the issuer and back.
    var attemptCookie: String { isSecure ? "__Host-tutela-attempt" : "tutela-attempt" }
}
