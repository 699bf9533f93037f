// SPDX-License-Identifier: Apache-2.0

public import Crypto
internal import Foundation

/// What tells one request from another with the same idempotency key, without being a fingerprint of its picture.
///
/// A plain digest of a body that is a picture *is* a fingerprint of the picture, and hashes are treated as images. So the
/// digest is keyed with the client's idempotency key, a salt of the row and a secret of the installation, of which the
/// database holds the salt alone: who has only the database cannot test whether a picture was ever handed in.
public struct RequestFingerprint: Sendable {
    private var code: HMAC<SHA256>

    /// Begins a request.
    ///
    /// - Parameters:
    ///   - key: the client's key, as it sent it.
    ///   - salt: of the row.
    ///   - secret: of the installation, the same on all its servers.
    public init(key: String, salt: [UInt8], secret: SymmetricKey) {
        var derived = HMAC<SHA256>(key: secret)
        derived.update(data: salt)
        derived.update(data: Data(key.utf8))
        code = HMAC<SHA256>(key: SymmetricKey(data: Data(derived.finalize())))
    }

    /// Adds a part: method and path, headers that matter, the body. Parts cannot be mistaken for one another.
    ///
    /// - Parameter part: of the request.
    public mutating func add(_ part: [UInt8]) {
        let count = UInt64(part.count)
        code.update(data: (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * UInt64($0))) })
        code.update(data: part)
    }

    /// The fingerprint, 32 bytes.
    public var bytes: [UInt8] { Array(code.finalize()) }
}
