// SPDX-License-Identifier: Apache-2.0

import ContentCredentials
import Crypto

/// A manifest that tests put together box by box.
struct MadeManifest {
    struct Assertion {
        var label: String
        var type = JUMBFBoxType.cbor
        var content: [UInt8]
        var isGathered = false
        /// Named in the claim.
        var isDeclared = true
        /// In the assertion store.
        var isStored = true
        var salt: [UInt8]?
        /// What the claim is told, when that is not the truth.
        var statedHash: [UInt8]?

        init(_ label: String, _ content: CBORValue) {
            self.label = label
            self.content = content.encoded
        }

        init(_ label: String, json: String) {
            self.label = label
            type = .json
            content = Array(json.utf8)
        }

        var box: [UInt8] {
            JUMBFWriter.superbox(type, label, salt: salt, [JUMBFWriter.box(type == .json ? "json" : "cbor", content)])
        }

        /// What a hashed address of the assertion hashes.
        var hash: [UInt8] { statedHash ?? Array(SHA256.hash(data: box.dropFirst(8))) }

        var reference: CBORValue {
            .map([
                CBOREntry(key: .text("url"), value: .text("self#jumbf=c2pa.assertions/\(label)")),
                CBOREntry(key: .text("hash"), value: .bytes(hash)),
            ])
        }
    }

    var label: String
    var type = JUMBFBoxType.standardManifest
    var version = 2
    var title = "picture.png"
    var assertions: [Assertion]
    var redacted: [String] = []
    var signer: MadeSigner
    /// Added to the unprotected header.
    var unprotected: [CBOREntry] = []
    /// Changed before it is signed.
    var changeClaim: (inout [CBOREntry]) -> Void = { _ in }
    /// Changed after it was signed.
    var changeSignature: (inout [UInt8]) -> Void = { _ in }

    init(_ label: String, signer: MadeSigner, _ assertions: [Assertion]) {
        self.label = label
        self.signer = signer
        self.assertions = assertions
    }

    /// Claim and signature, once made: signatures differ each time, and hashes of them have to fit.
    private var made: (claim: [UInt8], signature: [UInt8])?

    var url: String { "self#jumbf=/c2pa/\(label)" }

    /// The same manifest with its claim and signature made for good.
    var fixed: MadeManifest {
        var copy = self
        copy.made = parts
        return copy
    }

    /// The same manifest with an assertion taken out of its store after it was signed.
    func without(_ label: String) -> MadeManifest {
        var copy = fixed
        for index in copy.assertions.indices where copy.assertions[index].label == label {
            copy.assertions[index].isStored = false
        }
        return copy
    }

    private var claim: CBORValue {
        let declared = assertions.filter(\.isDeclared)
        var entries: [CBOREntry] = [
            CBOREntry(key: .text("instanceID"), value: .text("xmp:iid:1")),
            CBOREntry(key: .text("signature"), value: .text("\(url)/c2pa.signature")),
            CBOREntry(key: .text("dc:title"), value: .text(title)),
            CBOREntry(key: .text("alg"), value: .text("sha256")),
        ]
        let generator = CBORValue.map([CBOREntry(key: .text("name"), value: .text("Example Camera"))])
        if version == 1 {
            entries += [
                CBOREntry(key: .text("claim_generator"), value: .text("example/1")),
                CBOREntry(key: .text("dc:format"), value: .text("image/png")),
                CBOREntry(key: .text("assertions"), value: .array(declared.map(\.reference))),
            ]
        } else {
            entries += [
                CBOREntry(key: .text("claim_generator_info"), value: generator),
                CBOREntry(
                    key: .text("created_assertions"),
                    value: .array(declared.filter { !$0.isGathered }.map(\.reference))),
                CBOREntry(
                    key: .text("gathered_assertions"),
                    value: .array(declared.filter(\.isGathered).map(\.reference))),
            ]
        }
        if !redacted.isEmpty {
            entries.append(
                CBOREntry(key: .text("redacted_assertions"), value: .array(redacted.map(CBORValue.text))))
        }
        changeClaim(&entries)
        return .map(entries)
    }

    private func signatureBox(over claim: [UInt8]) -> [UInt8] {
        let protected = CBORValue.map([
            CBOREntry(key: .unsigned(1), value: .negative(6)),
            CBOREntry(key: .unsigned(33), value: .array([.bytes(signer.certificate)])),
        ]).encoded
        let signed = CBORValue.array([.text("Signature1"), .bytes(protected), .bytes([]), .bytes(claim)]).encoded
        var signature = (try? signer.key.signature(for: signed)).map { Array($0.rawRepresentation) } ?? []
        changeSignature(&signature)
        let pad = CBOREntry(key: .text("pad"), value: .bytes([UInt8](repeating: 0, count: 40)))
        let cose = CBORValue.tagged(
            18, .array([.bytes(protected), .map(unprotected + [pad]), .null, .bytes(signature)]))
        return JUMBFWriter.superbox(.claimSignature, "c2pa.signature", [JUMBFWriter.box("cbor", cose.encoded)])
    }

    private var parts: (claim: [UInt8], signature: [UInt8]) {
        if let made { return made }
        let claim = claim.encoded
        let label = version == 1 ? "c2pa.claim" : "c2pa.claim.v2"
        return (
            JUMBFWriter.superbox(.claim, label, [JUMBFWriter.box("cbor", claim)]), signatureBox(over: claim)
        )
    }

    var box: [UInt8] {
        let store = JUMBFWriter.superbox(
            .assertionStore, "c2pa.assertions", assertions.filter(\.isStored).map(\.box))
        let parts = parts
        return JUMBFWriter.superbox(type, label, [store, parts.claim, parts.signature])
    }

    /// What an ingredient that takes this manifest in hashes.
    var hash: [UInt8] { Array(SHA256.hash(data: box.dropFirst(8))) }

    /// What an ingredient hashes of its signature.
    var signatureHash: [UInt8] { Array(SHA256.hash(data: parts.signature.dropFirst(8))) }
}

/// Writes JUMBF boxes.
enum JUMBFWriter {
    static func box(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        let length = payload.count + 8
        return (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + Array(type.utf8) + payload
    }

    static func superbox(
        _ type: JUMBFBoxType, _ label: String, salt: [UInt8]? = nil, _ children: [[UInt8]]
    ) -> [UInt8] {
        let description = box(
            "jumd",
            type.bytes + [salt == nil ? 0x03 : 0x13] + Array(label.utf8) + [0] + (salt.map { box("c2sh", $0) } ?? []))
        return box("jumb", description + children.flatMap { $0 })
    }

    static func store(_ manifests: [[UInt8]]) -> [UInt8] { superbox(.manifestStore, "c2pa", manifests) }
}
