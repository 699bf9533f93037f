// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Containers
import ContentCredentials
import Markers
import ProvenanceVocabulary

extension FuzzTarget {
    /// CBOR, JUMBF, COSE, claims, hard bindings, and the validator as a whole.
    static let credentials: [FuzzTarget] = [
        FuzzTarget("cbor") { bytes in
            guard let value = try? CBORReader.value(of: bytes[...]) else { return true }
            let encoded = value.encoded
            require(encoded.count <= 16 * bytes.count + 16, "length of what was written")
            // Shortest form: reading and writing once more changes nothing.
            let again = try? CBORReader.value(of: encoded[...])
            require(again?.encoded == encoded, "what was written can be read")
            return true
        },
        FuzzTarget("jumbf") { bytes in
            guard let store = try? JUMBFReader.superbox(of: bytes) else { return true }
            var boxes = 0
            check(store, inside: 0..<bytes.count, depth: 1, boxes: &boxes)
            require(boxes <= ProvenanceLimits.jumbfBoxes, "count of boxes")
            for manifest in store.superboxes {
                _ = JUMBFAddress("self#jumbf=c2pa.assertions/c2pa.actions")?.resolve(in: store, from: manifest)
            }
            return true
        },
        FuzzTarget("address") { bytes in
            guard let address = JUMBFAddress(String(decoding: bytes, as: UTF8.self)) else { return true }
            require(!address.labels.isEmpty && !address.labels.contains(".."), "labels of an address")
            return true
        },
        FuzzTarget("cose") { bytes in
            guard let value = try? CBORReader.value(of: bytes[...]) else { return true }
            guard let signature = try? COSESignature(value) else { return true }
            require(signature.certificates.count <= ProvenanceLimits.certificates, "count of certificates")
            for certificate in signature.certificates { _ = try? Certificate(der: certificate) }
            for stamp in signature.timeStamps {
                _ = signature.stampedBytes(stamp.form, claim: bytes[...])
                _ = stamp.token.flatMap { try? TimeStamp(responseOrToken: $0) }
            }
            return true
        },
        FuzzTarget("claim") { bytes in
            guard let value = try? CBORReader.value(of: bytes[...]) else { return true }
            for version in 1...2 { _ = try? ManifestClaim(value, version: version) }
            for version in 1...3 { _ = IngredientAssertion(value, version: version) }
            _ = try? ActionList(value)
            _ = HashedReference(value)
            return true
        },
        FuzzTarget("store") { bytes in
            let source = MemoryBytes([0xFF, 0xD8, 0xFF, 0xD9])
            let reading = ContainerReading(format: .jpeg, stores: [EmbeddedStore(bytes: bytes, ranges: [2..<2])])
            check(validator.validate(reading, source: source))
            return true
        },
        FuzzTarget("binding") { bytes in
            // Kind, two bytes of length, the assertion, the file.
            guard bytes.count > 3 else { return false }
            let kinds: [HardBinding.Kind] = [.data, .boxes, .bmff]
            let length = Int(bytes[1]) << 8 | Int(bytes[2])
            let file = MemoryBytes(Array(bytes.dropFirst(3 + length)))
            guard let assertion = try? CBORReader.value(of: bytes.dropFirst(3).prefix(length)),
                let reading = try? ContainerReader.read(file)
            else { return true }
            let context = BindingContext(claimAlgorithm: "sha256", followsUpdates: bytes[0] & 0x80 != 0)
            let statuses = try? HardBinding.check(
                kinds[Int(bytes[0] & 0x7F) % kinds.count], assertion, context, in: reading, source: file)
            require(statuses?.isEmpty == false, "a binding has a status")
            let holds = statuses?.contains { $0.kind == .success } ?? false
            let fails = statuses?.contains { $0.kind == .failure } ?? false
            require(!(holds && fails), "a binding does not hold and fail")
            return true
        },
        FuzzTarget("file") { bytes in
            let source = MemoryBytes(bytes)
            guard let reading = try? ContainerReader.read(source) else {
                fatalError("bytes in memory can always be had")
            }
            check(reading, source)
            check(MarkerReader.markers(in: reading), count: bytes.count)
            check(validator.validate(reading, source: source))
            return true
        },
    ]

    /// Trusts nobody.
    private static let validator = CredentialValidator(
        trust: TrustConfiguration(), now: UTCTime(seconds: 1_800_000_000))

    /// What holds of every report by a validator that trusts nobody.
    private static func check(_ report: CredentialReport?) {
        guard let report else { return }
        require(report.state != .trusted, "no list, no trust")
        let saysNothing: Set<CredentialReport.State> = [.failed, .unsupported, .unreadable]
        if saysNothing.contains(report.state) {
            require(report.claim == .noneUsable, "a claim of credentials that do not hold: \(report.claim)")
        }
        require(report.manifests.count <= ProvenanceLimits.manifests, "count of manifests")
        require(report.reasons.count <= ProvenanceLimits.findings, "count of reasons")
    }

    private static func check(_ box: JUMBFSuperbox, inside range: Range<Int>, depth: Int, boxes: inout Int) {
        boxes += 1
        require(depth <= ProvenanceLimits.jumbfDepth, "depth of superboxes")
        require(range.lowerBound <= box.range.lowerBound && box.range.upperBound <= range.upperBound, "a box inside")
        require(
            box.range.lowerBound <= box.contents.lowerBound && box.contents.upperBound <= box.range.upperBound,
            "contents inside a box")
        for content in box.contentBoxes {
            boxes += 1
            require(
                box.contents.lowerBound <= content.payload.lowerBound
                    && content.payload.upperBound <= box.contents.upperBound, "a content box inside")
        }
        for inner in box.superboxes { check(inner, inside: box.contents, depth: depth + 1, boxes: &boxes) }
    }
}
