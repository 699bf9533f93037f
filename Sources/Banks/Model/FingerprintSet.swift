// SPDX-License-Identifier: Apache-2.0

public import Fingerprints

/// The fingerprints of one entry.
///
/// Fingerprints are treated as images: printing or reflecting a set shows which kinds it has, never the values.
public struct FingerprintSet: Hashable, Sendable {
    private var values: [[UInt8]?] = [nil, nil, nil, nil]

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
        FingerprintKind.allCases.reduce(into: FingerprintKinds()) { kinds, kind in
            if self[kind] != nil { kinds.insert(FingerprintKinds(kind)) }
        }
    }

    /// Whether there is no fingerprint at all.
    public var isEmpty: Bool { values.allSatisfy { $0 == nil } }

    /// The bytes of a kind. Setting a wrong length is a defect of the caller, so it stays inside the room.
    subscript(kind: FingerprintKind) -> [UInt8]? {
        get { values[kind.slot] }
        set { values[kind.slot] = newValue }
    }
}

extension FingerprintKind {
    fileprivate var slot: Int {
        switch self {
        case .pdq: 0
        case .md5: 1
        case .sha1: 2
        case .sha256: 3
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
