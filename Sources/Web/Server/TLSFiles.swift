// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import NIOSSL
internal import Synchronization

/// A certificate chain and its key in PEM files that can be renewed while the server runs.
public final class TLSFiles: Sendable {
    private let certificate: String
    private let key: String
    private let state: Mutex<(current: NIOSSLContextConfigurationOverride, stamp: [Int])>

    /// Reads the files.
    ///
    /// - Parameters:
    ///   - certificate: path of the chain, the server's own certificate first.
    ///   - key: path of its key.
    /// - Throws: what NIOSSL says of files that cannot be read or are no PEM.
    public init(certificate: String, key: String) throws {
        self.certificate = certificate
        self.key = key
        state = Mutex((try Self.read(certificate, key), Self.stamp(certificate, key)))
    }

    /// Reads the files again; connections that are open keep what they have.
    ///
    /// - Throws: what NIOSSL says of files that cannot be read; the earlier ones stay in use.
    public func reload() throws {
        let stamp = Self.stamp(certificate, key)
        let read = try Self.read(certificate, key)
        state.withLock { $0 = (read, stamp) }
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

    private static func read(_ certificate: String, _ key: String) throws -> NIOSSLContextConfigurationOverride {
        var read = NIOSSLContextConfigurationOverride()
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        let privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
        read.certificateChain = chain.map { .certificate($0) }
        read.privateKey = .privateKey(privateKey)
        // Refuses a key that is another certificate's now, and not at the first handshake.
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        _ = try NIOSSLContext(configuration: configuration)
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
        let first = state.withLock { $0.current }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: first.certificateChain ?? [], privateKey: first.privateKey ?? .file(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.sslContextCallback = { [self] _, promise in promise.succeed(state.withLock { $0.current }) }
        return configuration
    }
}
