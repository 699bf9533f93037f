// SPDX-License-Identifier: Apache-2.0

internal import Certificates
import ProvenanceVocabulary

/// A manifest of a store, as far as its boxes tell.
struct StoredManifest {
    /// Position in the store.
    var index: Int
    var box: JUMBFSuperbox

    var label: String { box.label }
    var isUpdate: Bool { box.type == .updateManifest }
    var isCompressed: Bool { box.type == .compressedManifest }
    /// JUMBF address of the manifest.
    let url: String

    init(index: Int, box: JUMBFSuperbox) {
        self.index = index
        self.box = box
        url = "self#jumbf=/c2pa/\(QuotedText(box.label).description)"
    }

    /// The store of its assertions; `nil` when there is none, or more than one.
    var assertionStore: JUMBFSuperbox? {
        let stores = box.children(.assertionStore)
        return stores.count == 1 && stores.first?.label == "c2pa.assertions" ? stores.first : nil
    }

    /// JUMBF address of a box in the manifest, for statuses.
    func url(_ path: String) -> String { url + "/" + QuotedText(path, limit: 320).description }
    var claimURL: String { url(box.children(.claim).first?.label ?? "c2pa.claim") }
    var signatureURL: String { url("c2pa.signature") }
    func url(of assertion: JUMBFSuperbox) -> String { url("c2pa.assertions/\(assertion.label)") }
}

/// The bytes and boxes of a store, with what was decoded and hashed so far: nothing is done twice.
struct StoreContents {
    let bytes: [UInt8]
    let root: JUMBFSuperbox
    let manifests: [StoredManifest]
    var budget = ValidationBudget()

    private let manifestPositions: [Int: Int]
    private var digests: [DigestKey: [UInt8]] = [:]
    private var contents: [Int: AssertionContent] = [:]

    private struct DigestKey: Hashable {
        var start: Int
        var algorithm: HashAlgorithm
    }

    /// Reads the boxes of a store.
    ///
    /// - Throws: ``JUMBFFault``, also for a store that is no manifest store, has data where only superboxes may be, or more
    ///   manifests than are read.
    init(_ bytes: [UInt8]) throws(JUMBFFault) {
        self.bytes = bytes
        root = try JUMBFReader.superbox(of: bytes)
        guard root.type == .manifestStore, root.label == "c2pa" else {
            throw JUMBFFault(code: "jumbf.not-a-manifest-store", offset: 0)
        }
        manifests = root.superboxes.filter(\.type.isManifest).enumerated().map { index, box in
            StoredManifest(index: index, box: box)
        }
        manifestPositions = Dictionary(
            manifests.map { ($0.box.range.lowerBound, $0.index) }, uniquingKeysWith: { first, _ in first })
        guard manifests.count <= ProvenanceLimits.manifests else {
            throw JUMBFFault(code: "jumbf.manifests", offset: 0)
        }
        try refuseLooseData(in: root)
        for manifest in manifests where !manifest.isCompressed {
            try refuseLooseData(in: manifest.box)
            for store in manifest.box.children(.assertionStore) { try refuseLooseData(in: store) }
        }
    }

    /// Data between the superboxes would be covered by no hash and no signature.
    private func refuseLooseData(in box: JUMBFSuperbox) throws(JUMBFFault) {
        for content in box.contentBoxes {
            guard content.type == "free", bytes[content.payload].allSatisfy({ $0 == 0 }) else {
                throw JUMBFFault(code: "jumbf.unexpected", offset: content.payload.lowerBound)
            }
        }
    }

    func manifest(labelled label: String) -> StoredManifest? { root.child(label).flatMap(manifest) }

    private func manifest(in box: JUMBFSuperbox) -> StoredManifest? {
        manifestPositions[box.range.lowerBound].map { manifests[$0] }
    }

    /// The superbox at an address, and the manifest it lies in.
    mutating func resolve(_ url: String, from manifest: StoredManifest) -> JUMBFSuperbox? {
        guard budget.spend(addresses: 1) else { return nil }
        return JUMBFAddress(url)?.resolve(in: root, from: manifest.box)
    }

    /// The manifest at an address.
    mutating func manifest(at url: String, from manifest: StoredManifest) -> StoredManifest? {
        resolve(url, from: manifest).flatMap(self.manifest)
    }

    /// The manifest at an address, at no cost: for what is only shown.
    func shownManifest(at url: String, from manifest: StoredManifest) -> StoredManifest? {
        JUMBFAddress(url)?.resolve(in: root, from: manifest.box).flatMap(self.manifest)
    }

    /// Digest of the contents of a superbox; `nil` when the work is more than a store may cause.
    mutating func digest(of box: JUMBFSuperbox, _ algorithm: HashAlgorithm) -> [UInt8]? {
        digest(of: box.contents, algorithm)
    }

    mutating func digest(of range: Range<Int>, _ algorithm: HashAlgorithm) -> [UInt8]? {
        let key = DigestKey(start: range.lowerBound, algorithm: algorithm)
        if let known = digests[key] { return known }
        guard budget.spend(hashing: range.count, algorithm) else { return nil }
        var running = RunningDigest(algorithm)
        bytes[range].withUnsafeBytes { running.update($0) }
        let digest = running.digest()
        digests[key] = digest
        return digest
    }

    /// Content of the one content box of a superbox that should hold CBOR.
    func single(_ type: String, in box: JUMBFSuperbox) -> ArraySlice<UInt8>? {
        guard box.contentBoxes.count == 1, box.superboxes.isEmpty, let content = box.contentBoxes.first,
            content.type == type
        else { return nil }
        return bytes[content.payload]
    }

    /// Decodes CBOR at the store's cost.
    mutating func cbor(_ slice: ArraySlice<UInt8>) throws(CBORFault) -> CBORValue {
        guard budget.spend(decoding: slice.count) else { throw CBORFault(code: "cbor.items", offset: 0) }
        do {
            return try CBORReader.value(of: slice, itemsLeft: &budget.items)
        } catch {
            if error.isOverLimit { budget.exceed(error.code == "cbor.depth" ? "cborDepth" : "storeItems") }
            throw error
        }
    }

    /// What an assertion's box holds.
    mutating func content(of box: JUMBFSuperbox) -> AssertionContent {
        if let known = contents[box.range.lowerBound] { return known }
        let content = decode(box)
        contents[box.range.lowerBound] = content
        return content
    }

    private mutating func decode(_ box: JUMBFSuperbox) -> AssertionContent {
        if !box.contentBoxes.isEmpty, box.superboxes.isEmpty,
            box.contentBoxes.allSatisfy({ content in bytes[content.payload].allSatisfy { $0 == 0 } }),
            box.contentBoxes.contains(where: { !$0.payload.isEmpty })
        {
            return .zeros
        }
        switch box.type {
        case .cbor:
            guard let slice = single("cbor", in: box) else {
                return .malformed(.assertionCBORInvalid, "the box does not hold exactly one CBOR value")
            }
            do {
                return .cbor(try cbor(slice))
            } catch {
                return .malformed(.assertionCBORInvalid, error.message)
            }
        case .json:
            guard let slice = single("json", in: box) else {
                return .malformed(.assertionJSONInvalid, "the box does not hold exactly one JSON text")
            }
            guard budget.spend(decoding: slice.count) else {
                return .malformed(.assertionJSONInvalid, "not read: a limit is reached")
            }
            do {
                return .json(try JSONReader.value(of: slice, nodesLeft: &budget.items))
            } catch {
                if error.isOverLimit { budget.exceed(error.code == "json.depth" ? "textDepth" : "storeItems") }
                return .malformed(.assertionJSONInvalid, "\(error.code) at byte \(error.offset)")
            }
        default:
            return .binary
        }
    }
}
