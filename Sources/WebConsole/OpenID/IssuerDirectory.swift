// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

/// Remembers what the issuer says of itself, and asks it again seldom.
///
/// A token that names an unknown key may mean that the issuer changed its keys, or that somebody makes tokens up. So the
/// keys are asked for again, but not more than once in ``pause`` seconds, whatever comes in.
actor IssuerDirectory {
    /// How long keys and metadata are believed, in seconds.
    static let lifetime: Int64 = 3600
    /// Least seconds between two questions for keys, and after a failure.
    static let pause: Int64 = 60
    static let pauseAfterFailure: Int64 = 5

    private let settings: OpenIDSettings
    private let transport: any IssuerTransport
    private let clock: @Sendable () -> UTCTime
    private var metadata: (value: IssuerMetadata, at: Int64)?
    private var keys: (value: IssuerKeySet, at: Int64)?
    private var failedAt: Int64?
    private var keysFailedAt: Int64?
    private var asking: Task<IssuerKeySet, any Error>?

    init(_ settings: OpenIDSettings, _ transport: any IssuerTransport, clock: @escaping @Sendable () -> UTCTime) {
        self.settings = settings
        self.transport = transport
        self.clock = clock
    }

    func knownMetadata() async throws(OpenIDRefusal) -> IssuerMetadata {
        let now = clock().seconds
        if let metadata, now - metadata.at < Self.lifetime { return metadata.value }
        // While the issuer is down, each visitor would otherwise wait for its timeout.
        if let failedAt, now - failedAt < Self.pauseAfterFailure { throw OpenIDRefusal(reason: .issuerUnreachable) }
        do {
            let base = settings.issuer.hasSuffix("/") ? String(settings.issuer.dropLast()) : settings.issuer
            let bytes = try await fetch(base + "/.well-known/openid-configuration")
            let value = try IssuerMetadata.read(bytes, settings)
            metadata = (value, now)
            failedAt = nil
            return value
        } catch {
            failedAt = now
            throw error
        }
    }

    /// The key that a token names.
    func verifier(_ id: String?, _ algorithm: String) async throws(OpenIDRefusal) -> VerifyingKey {
        let now = clock().seconds
        if let keys, now - keys.at < Self.lifetime {
            let isKnown = id.map(keys.value.contains) ?? !keys.value.isEmpty
            if isKnown || now - keys.at < Self.pause {
                return VerifyingKey(try await keys.value.verifier(id, algorithm))
            }
        }
        if let keysFailedAt, now - keysFailedAt < Self.pauseAfterFailure {
            throw OpenIDRefusal(reason: .issuerUnreachable, detail: "keys")
        }
        return VerifyingKey(try await renewedKeys().verifier(id, algorithm))
    }

    private func renewedKeys() async throws(OpenIDRefusal) -> IssuerKeySet {
        // Everybody who waits for keys waits for the same answer.
        let task =
            asking
            ?? Task {
                let address = try await self.knownMetadata().keys
                return try IssuerKeySet(try await self.fetch(address))
            }
        asking = task
        defer { asking = nil }
        do {
            let value = try await task.value
            keys = (value, clock().seconds)
            keysFailedAt = nil
            return value
        } catch let refusal as OpenIDRefusal {
            keysFailedAt = clock().seconds
            throw refusal
        } catch {
            keysFailedAt = clock().seconds
            throw OpenIDRefusal(reason: .issuerUnreachable, detail: "keys")
        }
    }

    private func fetch(_ address: String) async throws(OpenIDRefusal) -> [UInt8] {
        do {
            let answer = try await transport.document(address)
            guard answer.status == 200 else {
                throw OpenIDRefusal(reason: .issuerUnreachable, detail: "status \(answer.status)")
            }
            return answer.bytes
        } catch let refusal as OpenIDRefusal {
            throw refusal
        } catch {
            throw OpenIDRefusal(reason: .issuerUnreachable, detail: "\(error)")
        }
    }
}
