// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Crypto
internal import Foundation
internal import Identity

/// The code flow of OpenID Connect with PKCE: out to the issuer, and back with a code.
struct OpenIDSignIn: Sendable {
    let settings: OpenIDSettings
    private let transport: any IssuerTransport
    private let directory: IssuerDirectory
    private let used = UsedAttempts()
    private let key: SymmetricKey
    private let clock: @Sendable () -> UTCTime
    private let random: @Sendable (Int) -> [UInt8]

    init(
        _ settings: OpenIDSettings, _ transport: any IssuerTransport, clock: @escaping @Sendable () -> UTCTime,
        random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.settings = settings
        self.transport = transport
        self.clock = clock
        self.random = random
        directory = IssuerDirectory(settings, transport, clock: clock)
        // Several servers behind one address know the same client secret, so each can read what another one sealed.
        // A public client has none: its attempts must come back to the server that they left from.
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: settings.clientSecret.map { Array($0.utf8) } ?? random(32)),
            salt: Array(settings.issuer.utf8), info: Array("tutela sign-in attempt 1".utf8), outputByteCount: 32)
    }

    /// Begins: where the browser goes, and what its cookie keeps meanwhile.
    func begin() async throws -> (address: String, cookie: String) {
        let metadata = try await directory.knownMetadata()
        let attempt = SignInAttempt(random: random, now: clock())
        let query = [
            ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", settings.callback),
            ("scope", (["openid"] + settings.scopes.filter { $0 != "openid" }).joined(separator: " ")),
            ("state", attempt.state), ("nonce", attempt.nonce), ("code_challenge", attempt.challenge),
            ("code_challenge_method", "S256"),
        ]
        let separator = metadata.authorization.contains("?") ? "&" : "?"
        let address =
            metadata.authorization + separator + query.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
        return (address, try attempt.sealed(with: key))
    }

    /// Ends: from what the browser brings back to who the person is.
    ///
    /// - Parameters:
    ///   - query: names and values of the callback.
    ///   - cookie: of ``begin()``, from the same browser.
    func finish(_ query: [String: String], cookie: String?) async throws(OpenIDRefusal) -> ForeignIdentity {
        let now = clock()
        guard let cookie, let attempt = SignInAttempt.open(cookie, with: key, now: now), query["state"] == attempt.state
        else { throw OpenIDRefusal(reason: .attemptUnknown) }
        guard used.use(attempt, now: now) else { throw OpenIDRefusal(reason: .attemptUsed) }
        let metadata = try await directory.knownMetadata()
        if let issuer = query["iss"] {
            guard issuer == settings.issuer else { throw OpenIDRefusal(reason: .wrongIssuer) }
        } else if metadata.namesItself {
            throw OpenIDRefusal(reason: .wrongIssuer, detail: "the callback does not name it")
        }
        if query["error"] != nil { throw OpenIDRefusal(reason: .issuerRefused) }
        guard let code = query["code"], (1...2048).contains(code.utf8.count) else {
            throw OpenIDRefusal(reason: .codeRefused)
        }
        let token = try await redeem(code, attempt, metadata)
        let claims = try await IdentityToken(token).verified(
            by: directory, settings, nonce: attempt.nonce, now: clock())
        return ForeignIdentity(
            issuer: settings.issuer, subject: claims.subject, name: claims.name, groups: claims.groups(settings))
    }

    private func redeem(
        _ code: String, _ attempt: SignInAttempt, _ metadata: IssuerMetadata
    ) async throws(OpenIDRefusal) -> String {
        var form = [
            (name: "grant_type", value: "authorization_code"), (name: "code", value: code),
            (name: "redirect_uri", value: settings.callback), (name: "code_verifier", value: attempt.verifier),
        ]
        var authorization: String?
        if let secret = settings.clientSecret, !metadata.takesSecretInForm {
            let pair = "\(Self.encoded(settings.clientID)):\(Self.encoded(secret))"
            authorization = "Basic " + Data(pair.utf8).base64EncodedString()
        } else {
            form.append((name: "client_id", value: settings.clientID))
            if let secret = settings.clientSecret { form.append((name: "client_secret", value: secret)) }
        }
        let answer: (status: Int, bytes: [UInt8])
        do {
            answer = try await transport.submit(metadata.token, form: form, authorization: authorization)
        } catch {
            throw OpenIDRefusal(reason: .issuerUnreachable, detail: "\(error)")
        }
        guard answer.status == 200 else {
            throw OpenIDRefusal(reason: .codeRefused, detail: "status \(answer.status)")
        }
        guard let token = JSONValue.object(answer.bytes)?["id_token"]?.string else {
            throw OpenIDRefusal(reason: .tokenMalformed, detail: "no id_token")
        }
        return token
    }

    /// As in forms and queries, with `%20` for a space.
    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
