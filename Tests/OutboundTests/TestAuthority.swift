// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOSSL
import Outbound
import TestSupport

/// A certificate for a name, made by `openssl` for one test.
struct TestAuthority {
    private let scratch: TemporaryFolder
    let file: String
    private let key: String

    init(for name: String) throws {
        scratch = try TemporaryFolder()
        file = scratch.url.appending(path: "certificate.pem").path
        key = scratch.url.appending(path: "key.pem").path
        let made = try Execution.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-keyout", key, "-out", file, "-subj", "/CN=test", "-addext", "subjectAltName=\(name)",
            ])
        guard made.status == 0 else { throw CocoaError(.fileWriteUnknown, userInfo: ["openssl": made.errors]) }
    }

    func server() throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(file).map { NIOSSLCertificateSource.certificate($0) }
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(NIOSSLPrivateKey(file: key, format: .pem))))
    }

    func trusted() throws -> TrustedAuthorities { try TrustedAuthorities(adding: file) }
}
