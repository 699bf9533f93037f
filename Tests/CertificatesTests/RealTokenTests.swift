// SPDX-License-Identifier: Apache-2.0

import Certificates
import Foundation
import TestSupport
import Testing

/// Tokens and certificates as services in use wrote them into pictures. The pictures lie beside the repository.
@Suite(.enabled(if: Repository.material("provenance") != nil, "the pictures are not beside this repository"))
struct RealTokenTests {
    private static func files() -> [URL] {
        guard let folder = Repository.material("provenance") else { return [] }
        var files: [URL] = []
        let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        while let file = walk?.nextObject() as? URL {
            if (try? file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true { files.append(file) }
        }
        return files.sorted { $0.path < $1.path }
    }

    /// DER values of up to 64 kB that begin with certain bytes after their header. Where a container cuts a store into
    /// segments, a value can be torn; such ones do not parse and are counted apart.
    private static func values(in data: Data, after inner: [UInt8], lengths: Int) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var start = data.startIndex
        let needle = Data(inner)
        while let hit = data[start...].range(of: needle) {
            start = hit.lowerBound + 1
            let begin = hit.lowerBound - 2 - lengths
            guard begin >= data.startIndex, data[begin] == 0x30, data[begin + 1] == 0x80 | UInt8(lengths) else {
                continue
            }
            let length = data[(begin + 2)..<hit.lowerBound].reduce(0) { $0 << 8 | Int($1) }
            let end = hit.lowerBound + length
            if end <= data.endIndex { found.append([UInt8](data[begin..<end])) }
        }
        return found
    }

    @Test func tokensInPicturesAreSoundAndTheirAuthoritiesKnown() throws {
        let files = Self.files()
        let trust = try #require(Repository.material("provenance/trust"))
        func list(_ name: String) throws -> TrustList {
            TrustList(name: name, pem: try String(contentsOf: trust.appending(path: name), encoding: .utf8))
        }
        let lists = try [list("C2PA-TSA-TRUST-LIST.pem"), list("interim-anchors.pem")]
        var seen: Set<[UInt8]> = []
        var outcomes: [TimeStampVerification.Outcome: Int] = [:]
        var malformed: [String] = []
        var torn = 0
        let signedData: [UInt8] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02]
        for file in files {
            for bytes in Self.values(in: try Data(contentsOf: file), after: signedData, lengths: 2)
            where seen.insert(bytes).inserted {
                let stamp: TimeStamp
                do {
                    stamp = try TimeStamp(token: bytes)
                } catch {
                    torn += 1
                    continue
                }
                var budget = SignatureBudget()
                guard let algorithm = stamp.imprintAlgorithm else {
                    Issue.record("\(file.lastPathComponent): \(stamp.imprintIdentifier)")
                    continue
                }
                // The message lies in the manifest, which other rooms read; here the token vouches for its own imprint.
                let result = stamp.verification(
                    ofDigest: stamp.imprint, algorithm: algorithm, to: lists, budget: &budget)
                outcomes[result.outcome, default: 0] += 1
                if result.outcome == .malformed { malformed.append(file.lastPathComponent) }
                #expect(result.outcome != .valid || result.firstFailure == nil)
            }
        }
        #expect(outcomes[.valid, default: 0] > 0)
        // The signature in this one is r and s without DER, which is no CMS; OpenSSL refuses it too.
        #expect(malformed.allSatisfy { $0 == "trustnxt-icon-signed-timestamp.jpg" }, "\(malformed)")
        #expect(torn < seen.count / 2)
    }

    @Test func certificatesInPicturesAreReadAndVerifyEachOther() throws {
        let files = Self.files()
        var known: Set<Certificate> = []
        var torn = 0
        var seen: Set<[UInt8]> = []
        for file in files {
            let data = try Data(contentsOf: file)
            // SEQUENCE { SEQUENCE { [0] { INTEGER 2 }: the start of any certificate of version 3.
            for bytes in Self.values(in: data, after: [0x30, 0x82], lengths: 2)
            where bytes.count > 13 && bytes[8..<13] == [0xa0, 0x03, 0x02, 0x01, 0x02] && seen.insert(bytes).inserted {
                if let certificate = try? Certificate(der: bytes) { known.insert(certificate) } else { torn += 1 }
            }
        }
        var verdicts: [SignatureVerdict: Int] = [:]
        for certificate in known {
            for issuer in known where issuer.subject.matches(certificate.issuer) {
                guard certificate.authorityKeyIdentifier == issuer.subjectKeyIdentifier else { continue }
                let verdict = issuer.publicKey.verify(
                    certificate.signature, of: certificate.tbs, algorithm: certificate.signatureAlgorithm)
                verdicts[verdict, default: 0] += 1
            }
        }
        #expect(known.count > 20 && torn < known.count / 2)
        // Two are of one certificate into which a JPEG segment's head was read.
        #expect(verdicts[.valid, default: 0] > 20 && verdicts[.invalid, default: 0] <= 2)
        #expect(verdicts.keys.allSatisfy { $0 == .valid || $0 == .invalid }, "\(verdicts)")
    }
}
