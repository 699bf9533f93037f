// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials
import ProvenanceVocabulary
import Testing

/// Stores that were made to cost much. Each is refused with the limit's name, and says so.
@Suite struct HostileStoreTests {
    private let signer = MadeSigner()

    private func report(_ store: [UInt8]) -> CredentialReport? { MadePicture.report(MadePicture.file(with: store)) }

    private func isOverLimit(_ report: CredentialReport?, _ name: String) -> Bool {
        report?.state == .unreadable && report?.decidingStatuses.first?.explanation.contains(name) == true
    }

    private func manifest(_ label: String, _ assertions: [MadeManifest.Assertion]) -> MadeManifest {
        MadeManifest(label, signer: signer, assertions)
    }

    @Test func nestedValues() {
        var bomb = MadeManifest.Assertion("org.example.bomb", .null)
        bomb.content = [UInt8](repeating: 0x81, count: 1 << 20)
        #expect(isOverLimit(report(JUMBFWriter.store([manifest("m", [bomb]).box])), "cborDepth"))
    }

    @Test func moreValuesThanAreRead() {
        let many = CBORValue.array([CBORValue](repeating: .unsigned(0), count: ProvenanceLimits.storeItems))
        let store = JUMBFWriter.store([manifest("m", [MadeManifest.Assertion("org.example.many", many)]).box])
        #expect(isOverLimit(report(store), "storeItems"))
    }

    @Test func moreJSONThanIsRead() {
        let text = "[" + String(repeating: "0,", count: ProvenanceLimits.storeItems) + "0]"
        let store = JUMBFWriter.store([manifest("m", [MadeManifest.Assertion("org.example.many", json: text)]).box])
        #expect(isOverLimit(report(store), "storeItems"))
        let deep = String(repeating: "[", count: 100_000)
        let nested = JUMBFWriter.store([manifest("m", [MadeManifest.Assertion("org.example.deep", json: deep)]).box])
        #expect(isOverLimit(report(nested), "textDepth"))
    }

    @Test func oneAssertionNamedWithoutEnd() {
        let one = MadeManifest.Assertion("org.example.one", .null)
        var made = manifest("m", [one])
        made.changeClaim = { entries in
            let references = [CBORValue](repeating: one.reference, count: ProvenanceLimits.storeAddresses + 1)
            entries = entries.map {
                $0.key == .text("created_assertions") ? CBOREntry(key: $0.key, value: .array(references)) : $0
            }
        }
        #expect(isOverLimit(report(JUMBFWriter.store([made.box])), "storeAddresses"))
    }

    @Test func moreManifestsThanAreRead() {
        let made = (0...ProvenanceLimits.manifests).map { JUMBFWriter.superbox(.standardManifest, "m\($0)", []) }
        let report = report(JUMBFWriter.store(made))
        #expect(report?.state == .unreadable)
        #expect(report?.decidingStatuses.first?.explanation.contains("jumbf.manifests") == true)
    }

    @Test func moreBytesThanAreDecoded() {
        let half = [UInt8](repeating: 1, count: ProvenanceLimits.storeDecodedBytes / 2)
        let large = ["a", "b"].map { MadeManifest.Assertion("org.example.\($0)", .bytes(half)) }
        let store = JUMBFWriter.store([manifest("m", large).box])
        let report = CredentialValidator(trust: TrustConfiguration(), now: MadePicture.now)
            .validate(store, in: ContainerReading(format: .png), source: MemoryBytes([]))
        #expect(isOverLimit(report, "storeDecodedBytes"))
    }

    @Test func changedStoresNeverEndTheProgram() {
        let first = manifest("urn:c2pa:1", [.created(), MadePicture.binding(storeLength: 900)]).fixed
        let second = manifest(
            "urn:c2pa:2", [.ingredient(first), .created(), MadePicture.binding(storeLength: 2_000)])
        let store = JUMBFWriter.store([first.box, second.box])
        var random = SystemRandomNumberGenerator()
        var reports = 0
        for _ in 0..<300 {
            var changed = store
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                changed[Int.random(in: changed.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            let length = Int.random(in: 0..<3, using: &random) == 0 ? Int.random(in: 0..<store.count) : store.count
            if report(Array(changed.prefix(length))) != nil { reports += 1 }
        }
        #expect(reports > 0)
    }
}
