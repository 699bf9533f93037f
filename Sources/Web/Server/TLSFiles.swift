// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// A certificate chain and its key in PEM files that can be renewed while the server runs.
public final class TLSFiles: Sendable {
    private let certificate: String
    private let key: String
    private struct State {
        var chain: [NIOSSLCertificate]
        var key: NIOSSLPrivateKey
        var stamp: [Int]

        var override: NIOSSLContextConfigurationOverride {
            var override = NIOSSLContextConfigurationOverride()
            override.certificateChain = chain.map { .certificate($0) }
            override.privateKey = .privateKey(key)
            return override
        }

        var configuration: TLSConfiguration {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            return configuration
        }
    }

    private let state: Mutex<State>

    /// Reads the files.
    ///
    /// - Parameters:
    ///   - certificate: path of the chain, the server's own certificate first.
    ///   - key: path of its key.
    /// - Throws: what NIOSSL says of files that cannot be read or are no PEM.
    public init(certificate: String, key: String) throws {
        self.certificate = certificate
        self.key = key
        state = Mutex(try Self.read(certificate, key))
    }

    /// Reads the files again; connections that are open keep what they have.
    ///
    /// - Throws: what NIOSSL says of files that cannot be read; the earlier ones stay in use.
    public func reload() throws {
        let read = try Self.read(certificate, key)
        state.withLock { $0 = read }
    }

    /// Reads the files again if they have changed.
    ///
    /// - Returns: whether they had.
    /// - Throws: what NIOSSL says of files that cannot be read; the earlier ones stay in use.
    public func reloadIfChanged() throws -> Bool {
        let stamp = Self.stamp(certificate, key)
        guard state.withLock({ $0.stamp != stamp }) else { return false }
        try reload()
        return true
    }

    private static func read(_ certificate: String, _ key: String) throws -> State {
        let stamp = stamp(certificate, key)
        let read = State(
            chain: try NIOSSLCertificate.fromPEMFile(certificate), key: try NIOSSLPrivateKey(file: key, format: .pem),
            stamp: stamp)
        // Refuses a key that is another certificate's now, and not at the first handshake.
        _ = try NIOSSLContext(configuration: read.configuration)
        return read
    }

    /// Inode, size and time of change of both files.
    private static func stamp(_ paths: String...) -> [Int] {
        paths.flatMap { path in
            var status = stat()
            guard stat(path, &status) == 0 else { return [0] }
            return [Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
        }
    }

    /// TLS 1.2 or newer, with the files as they are at each handshake.
    func configuration() -> TLSConfiguration {
        var configuration = state.withLock { $0.configuration }
        configuration.sslContextCallback = { [self] _, promise in promise.succeed(state.withLock { $0.override }) }
        return configuration
    }
}
