// SPDX-License-Identifier: Apache-2.0

/// A kind of fingerprint that a bank can hold.
public enum FingerprintKind: String, Sendable, CaseIterable {
    /// Perceptual, 256 bits: finds altered copies.
    case pdq
    /// Exact digest, 128 bits.
    case md5
    /// Exact digest, 160 bits.
    case sha1
    /// Exact digest, 256 bits.
    case sha256

    /// Size in bytes.
    public var byteCount: Int {
        switch self {
        case .pdq, .sha256: 32
        case .md5: 16
        case .sha1: 20
        }
    }

    /// The name as people write it.
    public var title: String {
        switch self {
        case .pdq: "PDQ"
        case .md5: "MD5"
        case .sha1: "SHA-1"
        case .sha256: "SHA-256"
        }
    }
}

/// Which kinds of fingerprint an entry has, or matched with.
public struct FingerprintKinds: OptionSet, Hashable, Sendable, CustomStringConvertible {
    /// The bits as stored.
    public let rawValue: Int

    /// Makes a set from the bits as stored.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Perceptual.
    public static let pdq = FingerprintKinds(rawValue: 1)
    /// Exact digest, 128 bits.
    public static let md5 = FingerprintKinds(rawValue: 2)
    /// Exact digest, 160 bits.
    public static let sha1 = FingerprintKinds(rawValue: 4)
    /// Exact digest, 256 bits.
    public static let sha256 = FingerprintKinds(rawValue: 8)

    /// The names, for example `pdq+md5`.
    public var description: String {
        FingerprintKind.allCases.filter { contains(FingerprintKinds($0)) }.map(\.rawValue).joined(separator: "+")
    }

    /// The set of one kind.
    public init(_ kind: FingerprintKind) {
        switch kind {
        case .pdq: self = .pdq
        case .md5: self = .md5
        case .sha1: self = .sha1
        case .sha256: self = .sha256
        }
    }
}
