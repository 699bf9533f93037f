// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Foundation
import TestSupport
import Testing

/// Tokens that `openssl ts` would not make.
enum HandMadeToken {
    /// A token of any certificate: its TSTInfo is written here and signed by `openssl cms`, which adds the signed attributes
    /// and, with `-cades`, the binding to the certificate.
    static func make(_ message: [UInt8], _ authority: StampingAuthority, time: String? = nil) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let sha256 = TLV(0x30, [TLV(0x06, [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]), TLV(0x05, [UInt8]())])
        let imprint = TLV(0x30, [sha256, TLV(0x04, HashAlgorithm.sha256.digest(of: message))])
        let now = UTCTime(seconds: Int64(Date().timeIntervalSince1970)).description.filter { !"-:T".contains($0) }
        let information = TLV(
            0x30,
            [
                TLV(0x02, [1]), TLV(0x06, [0x2a, 3, 4, 1]), imprint, TLV(0x02, [7]),
                TLV(0x18, Array((time ?? now).utf8)),
            ])
        let content = try folder.write(information.bytes, to: "content")
        let out = folder.url.appending(path: "token").path
        try PKI.openssl(
            [
                "cms", "-sign", "-binary", "-nodetach", "-cades", "-nosmimecap", "-md", "sha256", "-in", content,
                "-outform",
                "DER", "-econtent_type", "1.2.840.113549.1.9.16.1.4", "-signer", authority.signer.pem, "-inkey",
                authority.signer.key, "-certfile",
                try authority.pki.bundle(authority.others, "more-\(UUID().uuidString)"),
                "-out", out,
            ])
        return [UInt8](try Data(contentsOf: URL(filePath: out)))
    }

    /// Another certificate for the same key, with the same names and serial number.
    static func twin(of authority: StampingAuthority) throws -> [UInt8] {
        var parts = try #require(TLV.read(authority.signer.certificate.der)).children
        var signed = parts[0].children
        // Another end of validity; nobody signs it again, because the binding is looked at first.
        signed[4] = TLV(0x30, [signed[4].children[0], TLV(0x18, Array("20690101000000Z".utf8))])
        parts[0] = TLV(0x30, signed)
        return TLV(0x30, parts).bytes
    }

    static func replace(_ old: PKI.Identity, by new: [UInt8], in token: [UInt8]) throws -> [UInt8] {
        try changing(token) { parts in
            let certificates = parts[3].children.map {
                $0.bytes == old.certificate.der ? (TLV.read(new) ?? $0) : $0
            }
            parts[3] = TLV(0xa0, certificates)
        }
    }

    static func withoutCertificates(_ token: [UInt8]) throws -> [UInt8] {
        try changing(token) { parts in parts.remove(at: 3) }
    }

    /// The same token as many authorities send it: outer values of indefinite length, the content in two pieces.
    static func indefinite(_ token: [UInt8]) throws -> [UInt8] {
        let outer = try #require(TLV.read(token))
        let signed = outer.children[1].children[0].children
        let content = signed[2].children
        let octets = content[1].children[0].content
        let pieces = TLV(0x24, [TLV(0x04, Array(octets.prefix(20))), TLV(0x04, Array(octets.dropFirst(20)))])
        let wrapped = TLV(0xa0, pieces.indefinite).indefinite
        let encapsulated = TLV(0x30, content[0].bytes + wrapped).indefinite
        let data = signed[0].bytes + signed[1].bytes + encapsulated + signed[3...].flatMap(\.bytes)
        return TLV(0x30, outer.children[0].bytes + TLV(0xa0, TLV(0x30, data).indefinite).indefinite).indefinite
    }

    /// Changes the parts of SignedData.
    private static func changing(_ token: [UInt8], _ change: (inout [TLV]) -> Void) throws -> [UInt8] {
        let outer = try #require(TLV.read(token))
        var parts = outer.children[1].children[0].children
        change(&parts)
        return TLV(0x30, [outer.children[0], TLV(0xa0, [TLV(0x30, parts)])]).bytes
    }
}
