// SPDX-License-Identifier: Apache-2.0

public import Fingerprints

/// The fingerprints of one entry.
///
/// Fingerprints are treated as images: printing or reflecting a set shows which kinds it has, never the values.
public struct FingerprintSet: Hashable, Sendable {
    // Four properties instead of an array or dictionary: a million-line import makes a million of these.
    private var pdqBytes: [UInt8]?
    private var md5Bytes: [UInt8]?
    private var sha1Bytes: [UInt8]?
    private var sha256Bytes: [UInt8]?

    /// The PDQ of the picture seen otherwise, at most ``KnownView/limit``. They belong to the perceptual hash: a set
    /// without one has none, and two sets that differ in views only are the same set.
    public var views: [KnownView] = []

    /// An empty set.
    public init() {}

    /// Makes a set; digests of the wrong length are refused.
    ///
    /// - Parameters:
    ///   - pdq: the perceptual hash.
    ///   - md5: 16 bytes.
    ///   - sha1: 20 bytes.
    ///   - sha256: 32 bytes.
    public init?(pdq: PDQHash? = nil, md5: [UInt8]? = nil, sha1: [UInt8]? = nil, sha256: [UInt8]? = nil) {
        self[.pdq] = pdq?.bytes
        for (kind, value) in [(FingerprintKind.md5, md5), (.sha1, sha1), (.sha256, sha256)] {
            guard value == nil || value?.count == kind.byteCount else { return nil }
            self[kind] = value
        }
    }

    /// The perceptual hash.
    public var pdq: PDQHash? { self[.pdq].flatMap { PDQHash(bytes: $0) } }
    /// The MD5 digest, 16 bytes.
    public var md5: [UInt8]? { self[.md5] }
    /// The SHA-1 digest, 20 bytes.
    public var sha1: [UInt8]? { self[.sha1] }
    /// The SHA-256 digest, 32 bytes.
    public var sha256: [UInt8]? { self[.sha256] }

    /// Which kinds the set has.
    public var kinds: FingerprintKinds {
        FingerprintKinds(
            rawValue: (pdqBytes == nil ? 0 : FingerprintKinds.pdq.rawValue)
                | (md5Bytes == nil ? 0 : FingerprintKinds.md5.rawValue)
                | (sha1Bytes == nil ? 0 : FingerprintKinds.sha1.rawValue)
                | (sha256Bytes == nil ? 0 : FingerprintKinds.sha256.rawValue))
    }

    /// Whether there is no fingerprint at all.
    public var isEmpty: Bool { kinds.isEmpty }

    /// The bytes of a kind. Setting a wrong length is a defect of the caller, so it stays inside the room.
    subscript(kind: FingerprintKind) -> [UInt8]? {
        get {
            switch kind {
            case .pdq: pdqBytes
            case .md5: md5Bytes
            case .sha1: sha1Bytes
            case .sha256: sha256Bytes
            }
        }
        set {
            switch kind {
            case .pdq: pdqBytes = newValue
            case .md5: md5Bytes = newValue
            case .sha1: sha1Bytes = newValue
            case .sha256: sha256Bytes = newValue
            }
        }
    }
}

extension FingerprintSet: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kinds, never the values.
    public var description: String { "FingerprintSet(\(kinds))" }
    /// The kinds, never the values.
    public var debugDescription: String { description }
    /// The kinds, never the values.
    public var customMirror: Mirror { Mirror(self, children: ["kinds": kinds.description]) }
}
