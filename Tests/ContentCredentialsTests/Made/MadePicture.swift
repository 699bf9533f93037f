// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Containers
import ContentCredentials
import Crypto

/// A PNG with a manifest store, as small as it can be. What it shows is nothing.
struct MadePicture {
    /// The manifests of the store in their order, given the binding of the last standard one.
    var manifests: (_ binding: MadeManifest.Assertion) -> [MadeManifest]
    /// Length of the store for which the binding is made; `nil`: that of the finished store.
    var boundLength: Int?

    init(_ manifests: @escaping (_ binding: MadeManifest.Assertion) -> [MadeManifest]) {
        self.manifests = manifests
    }

    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    static let header = chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
    static let rest =
        chunk("IDAT", [0x78, 0x9C, 0x63, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01, 0x48, 0xAF, 0xA4, 0x71])
        + chunk("IEND", [])
    static var storeStart: Int { signature.count + header.count }

    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in body {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        func number(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        return number(UInt32(data.count)) + body + number(~crc)
    }

    static func file(with store: [UInt8]) -> [UInt8] { signature + header + chunk("caBX", store) + rest }

    /// A binding to this picture for a store of a length.
    static func binding(storeLength: Int) -> MadeManifest.Assertion {
        let exclusion = CBORValue.map([
            CBOREntry(key: .text("start"), value: .unsigned(UInt64(storeStart))),
            CBOREntry(key: .text("length"), value: .unsigned(UInt64(storeLength + 12))),
        ])
        return MadeManifest.Assertion(
            "c2pa.hash.data",
            .map([
                CBOREntry(key: .text("exclusions"), value: .array([exclusion])),
                CBOREntry(key: .text("alg"), value: .text("sha256")),
                CBOREntry(key: .text("hash"), value: .bytes(Array(SHA256.hash(data: signature + header + rest)))),
                CBOREntry(key: .text("pad"), value: .bytes([])),
            ]))
    }

    /// The store with a binding that fits it.
    func store() -> [UInt8] {
        var length = boundLength ?? 4_000
        for _ in 0..<6 {
            let store = JUMBFWriter.store(manifests(Self.binding(storeLength: length)).map(\.box))
            if boundLength != nil || store.count == length { return store }
            length = store.count
        }
        return []
    }

    func file() -> [UInt8] { Self.file(with: store()) }

    /// What the validator says of a file.
    static func report(
        _ file: [UInt8], trust: TrustConfiguration = TrustConfiguration(), now: UTCTime = MadePicture.now
    ) -> CredentialReport? {
        let source = MemoryBytes(file)
        guard let reading = try? ContainerReader.read(source) else { return nil }
        return CredentialValidator(trust: trust, now: now).validate(reading, source: source)
    }

    func report(listing signer: MadeSigner? = nil, now: UTCTime = MadePicture.now) -> CredentialReport? {
        Self.report(file(), trust: TrustConfiguration(signers: signer.map { [$0.list] } ?? []), now: now)
    }

    /// 2026-05-28.
    static let now = UTCTime(seconds: 1_780_000_000)
}

/// Assertions that several tests need.
extension MadeManifest.Assertion {
    static func actions(
        _ actions: [CBORValue], label: String = "c2pa.actions.v2", all: Bool = true
    ) -> MadeManifest.Assertion {
        MadeManifest.Assertion(
            label,
            .map([
                CBOREntry(key: .text("actions"), value: .array(actions)),
                CBOREntry(key: .text("allActionsIncluded"), value: .boolean(all)),
            ]))
    }

    static func created(_ sourceType: String = "digitalCapture") -> MadeManifest.Assertion {
        actions([.action("c2pa.created", sourceType: sourceType)])
    }

    static func ingredient(
        _ manifest: MadeManifest, relationship: String = "parentOf", hash: [UInt8]? = nil,
        recorded: [String] = [], label: String = "c2pa.ingredient.v3", signature: [UInt8]? = nil
    ) -> MadeManifest.Assertion {
        var entries: [CBOREntry] = [
            CBOREntry(key: .text("relationship"), value: .text(relationship)),
            CBOREntry(
                key: .text("activeManifest"), value: .reference(manifest.url, hash ?? manifest.hash)),
            CBOREntry(
                key: .text("validationResults"),
                value: .map([
                    CBOREntry(
                        key: .text("activeManifest"),
                        value: .map([
                            CBOREntry(
                                key: .text("failure"),
                                value: .array(
                                    recorded.map { .map([CBOREntry(key: .text("code"), value: .text($0))]) }))
                        ]))
                ])),
        ]
        if let signature {
            entries.append(
                CBOREntry(
                    key: .text("claimSignature"), value: .reference("\(manifest.url)/c2pa.signature", signature)))
        }
        return MadeManifest.Assertion(label, .map(entries))
    }
}

extension CBORValue {
    static func action(_ name: String, sourceType: String? = nil, ingredients: [CBORValue] = []) -> CBORValue {
        var entries = [CBOREntry(key: .text("action"), value: .text(name))]
        if let sourceType {
            entries.append(
                CBOREntry(
                    key: .text("digitalSourceType"),
                    value: .text("http://cv.iptc.org/newscodes/digitalsourcetype/\(sourceType)")))
        }
        if !ingredients.isEmpty {
            entries.append(
                CBOREntry(
                    key: .text("parameters"),
                    value: .map([CBOREntry(key: .text("ingredients"), value: .array(ingredients))])))
        }
        return .map(entries)
    }

    static func reference(_ url: String, _ hash: [UInt8]) -> CBORValue {
        .map([
            CBOREntry(key: .text("url"), value: .text(url)), CBOREntry(key: .text("hash"), value: .bytes(hash)),
        ])
    }
}
