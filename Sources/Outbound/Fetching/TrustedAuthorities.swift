// SPDX-License-Identifier: Apache-2.0

import NIOSSL

/// Whose certificates are believed: the system's authorities, and those that an operator adds for hosts of his own.
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
        return configuration
    }
}
