// SPDX-License-Identifier: Apache-2.0

import NIOSSL

/// Whose certificates are believed: the system's authorities, and those that an operator adds for hosts of his own. They are
/// read once: a change of the system's authorities counts after a restart.
public struct TrustedAuthorities: Sendable {
    let configuration: TLSConfiguration

    /// The system's authorities alone.
    public init() {
        configuration = Self.strict()
    }

    /// The system's authorities and others.
    ///
    /// - Parameter file: the path of a PEM file of certificates.
    /// - Throws: NIOSSL's error when the file cannot be read or holds no certificate.
    public init(adding file: String) throws {
        var configuration = Self.strict()
        configuration.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(file))]
        self.configuration = configuration
    }

    private static func strict() -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        if let system { configuration.trustRoots = .certificates(system) }
        return configuration
    }

    /// Debian's and Fedora's bundle. Every request has a TLS context of its own, and reading a hundred certificates for each
    /// costs more than the request. Elsewhere the library looks for them itself.
    private static let system: [NIOSSLCertificate]? =
        ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"].lazy
        .compactMap { try? NIOSSLCertificate.fromPEMFile($0) }.first { !$0.isEmpty }
}
