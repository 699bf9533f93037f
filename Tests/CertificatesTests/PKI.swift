// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Foundation
import TestSupport

/// Keys and certificates that `openssl` makes for tests. Everything in it is invented.
final class PKI: Sendable {
    enum KeyKind: String, CaseIterable {
        case p256, p384, p521, rsa, pss, ed25519

        var arguments: [String] {
            switch self {
            case .p256: ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
            case .p384: ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"]
            case .p521: ["ec", "-pkeyopt", "ec_paramgen_curve:P-521"]
            case .rsa: ["rsa:2048"]
            case .pss:
                [
                    "rsa-pss:2048", "-pkeyopt", "rsa_pss_keygen_md:sha256", "-pkeyopt", "rsa_pss_keygen_mgf1_md:sha256",
                    "-pkeyopt", "rsa_pss_keygen_saltlen:32",
                ]
            case .ed25519: ["ed25519"]
            }
        }

        /// Ed25519 has its digest built in.
        var digest: String { self == .ed25519 ? "null" : "sha256" }
    }

    /// A key and its certificate.
    struct Identity: Sendable {
        let name: String
        let folder: URL
        let kind: KeyKind
        let certificate: Certificate

        var key: String { folder.appending(path: "\(name).key").path }
        var pem: String { folder.appending(path: "\(name).pem").path }
        var index: String { folder.appending(path: "\(name).index").path }
    }

    struct Failure: Error {
        var message: String
    }

    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Runs `openssl` and wants it to succeed.
    @discardableResult
    static func openssl(_ arguments: [String], input: Data? = nil, folder: String? = nil) throws -> Execution {
        let run = try Execution.run("/usr/bin/openssl", arguments, input: input, folder: folder)
        guard run.status == 0 else {
            throw Failure(message: "openssl \(arguments.joined(separator: " ")): \(run.errors)\(run.output)")
        }
        return run
    }

    static let authority = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"]
    static let signer = [
        "basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature",
        "extendedKeyUsage=critical,1.3.6.1.4.1.62558.2.1,emailProtection",
    ]
    static let stamper = [
        "basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature",
        "extendedKeyUsage=critical,timeStamping",
    ]
    static let responder = [
        "basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature", "extendedKeyUsage=OCSPSigning",
    ]

    /// Makes a certificate.
    ///
    /// - Parameters:
    ///   - name: of its files, and its common name unless `subject` says another.
    ///   - issuer: `nil` for one that is signed with its own key.
    ///   - keyOf: an identity whose key it certifies again.
    func issue(
        _ name: String, by issuer: Identity? = nil, key kind: KeyKind = .p256, keyOf other: Identity? = nil,
        extensions: [String] = PKI.signer, subject: String? = nil, from: String = "20200101000000Z",
        to: String = "20400101000000Z", digest: String? = nil, options: [String] = [], identifiers: Bool = true
    ) throws -> Identity {
        let root = folder.url
        func path(_ suffix: String) -> String { root.appending(path: name + suffix).path }
        let kind = other?.kind ?? kind
        let signingKind = issuer?.kind ?? kind
        let pss = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:-1"]
        let marks =
            identifiers
            ? ["subjectKeyIdentifier=hash", "authorityKeyIdentifier=keyid:always"]
            : ["subjectKeyIdentifier=none", "authorityKeyIdentifier=none"]
        try folder.write((["[e]"] + marks + extensions).joined(separator: "\n") + "\n", to: name + ".ext")
        if issuer == nil { try folder.write("", to: name + ".index") }
        try folder.write(Self.configuration, to: "openssl.cnf")
        var commands: [[String]] = []
        if let other {
            try FileManager.default.copyItem(atPath: other.key, toPath: path(".key"))
        }
        let configuration = root.appending(path: "openssl.cnf").path
        commands.append(
            [
                "req", "-new", "-utf8", "-subj", subject ?? "/O=Tutela Tests/CN=\(name)", "-out", path(".csr"),
                "-config",
                configuration,
            ]
                + (other == nil
                    ? ["-noenc", "-keyout", path(".key"), "-newkey"] + kind.arguments : ["-key", path(".key")])
                + (kind == .pss ? pss : []))
        commands.append(
            [
                "ca", "-batch", "-notext", "-utf8", "-config", configuration, "-in",
                path(".csr"), "-out", path(".pem"), "-extfile", path(".ext"), "-extensions", "e", "-startdate", from,
                "-enddate", to, "-preserveDN", "-md", digest ?? signingKind.digest,
            ]
                + (issuer.map { ["-cert", $0.pem, "-keyfile", $0.key] } ?? ["-selfsign", "-keyfile", path(".key")])
                + (signingKind == .pss ? pss : []) + options)
        // One process instead of three: starting one from a large program is what takes the time.
        let script = commands.map { command in
            "openssl " + command.map { "'\($0)'" }.joined(separator: " ")
        }.joined(separator: " && ")
        let run = try Execution.run(
            "/bin/sh", ["-c", script],
            environment: ["DATABASE": issuer?.index ?? path(".index"), "FOLDER": root.path])
        guard run.status == 0 else { throw Failure(message: "\(name): \(run.errors)") }
        if !FileManager.default.fileExists(atPath: path(".index")) { try folder.write("", to: name + ".index") }
        return Identity(
            name: name, folder: root, kind: kind, certificate: try Certificate(der: try Self.der(path(".pem"))))
    }

    static func der(_ pem: String) throws -> [UInt8] {
        let text = try String(contentsOfFile: pem, encoding: .utf8)
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("-----") }
        guard let data = Data(base64Encoded: lines.joined()) else { throw Failure(message: "no PEM in \(pem)") }
        return [UInt8](data)
    }

    private static let configuration = """
        [req]
        distinguished_name = n
        string_mask = utf8only
        [n]
        [ca]
        default_ca = d
        [d]
        database = $ENV::DATABASE
        new_certs_dir = $ENV::FOLDER
        policy = p
        rand_serial = yes
        default_md = sha256
        unique_subject = no
        email_in_dn = yes
        [p]
        countryName = optional
        organizationName = optional
        organizationalUnitName = optional
        commonName = optional
        emailAddress = optional

        """

    /// Writes certificates one after the other, as `openssl` wants them.
    func bundle(_ identities: [Identity], _ name: String) throws -> String {
        let text = try identities.map { try String(contentsOfFile: $0.pem, encoding: .utf8) }.joined()
        return try folder.write(text, to: name)
    }
}

extension TrustList {
    init(_ name: String, _ identities: [PKI.Identity]) {
        self.init(name: name, anchors: identities.map(\.certificate))
    }
}

/// A moment at which everything that has not been made to expire is valid.
let someTime = UTCTime(seconds: 1_780_000_000)
