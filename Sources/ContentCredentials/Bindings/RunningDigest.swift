// SPDX-License-Identifier: Apache-2.0

internal import Certificates
internal import Crypto

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
