// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// A hash algorithm that a C2PA manifest may name.
///
/// Source: C2PA specification, 13.1 (allowed list; the deprecated list is empty).
public enum HashAlgorithm: String, Sendable, Hashable, CaseIterable {
    case sha256, sha384, sha512

    /// Length of a digest in bytes.
    public var digestBytes: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }
}

/// A digest that is being computed.
struct RunningDigest {
    private enum Function {
        case sha256(SHA256)
        case sha384(SHA384)
        case sha512(SHA512)
    }

    private var function: Function

    init(_ algorithm: HashAlgorithm) {
        function =
            switch algorithm {
            case .sha256: .sha256(SHA256())
            case .sha384: .sha384(SHA384())
            case .sha512: .sha512(SHA512())
            }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        switch function {
        case .sha256(var running):
            running.update(bufferPointer: bytes)
            function = .sha256(running)
        case .sha384(var running):
            running.update(bufferPointer: bytes)
            function = .sha384(running)
        case .sha512(var running):
            running.update(bufferPointer: bytes)
            function = .sha512(running)
        }
    }

    mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The digest of what has been added so far.
    func digest() -> [UInt8] {
        switch function {
        case .sha256(let running): Array(running.finalize())
        case .sha384(let running): Array(running.finalize())
        case .sha512(let running): Array(running.finalize())
        }
    }
}

extension HashAlgorithm {
    /// The digest of bytes that are in memory.
    func digest(_ parts: [UInt8]...) -> [UInt8] {
        var running = RunningDigest(self)
        for part in parts { running.update(part) }
        return running.digest()
    }
}
