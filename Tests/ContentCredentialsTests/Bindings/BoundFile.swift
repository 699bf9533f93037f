// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials

/// A file that carries a manifest, taken apart as far as its hard binding needs.
struct BoundFile {
    var source: any ByteSource
    var reading: ContainerReading
    /// Label and content of the hard binding that counts.
    var binding: (label: String, content: CBORValue)?
    var context: BindingContext

    /// - Parameter asset: the file that a sidecar belongs to.
    init?(_ source: any ByteSource, asset: (any ByteSource)? = nil) throws {
        let reading = try ContainerReader.read(source)
        guard let bytes = reading.stores.first?.bytes else { return nil }
        let store = try JUMBFReader.superbox(of: bytes)
        guard var manifest = store.superboxes.last(where: { $0.type.isManifest }) else { return nil }
        var followsUpdates = false
        while manifest.type == .updateManifest {
            followsUpdates = true
            guard let parent = try Self.parent(of: manifest, in: store, bytes) else { return nil }
            manifest = parent
        }
        var algorithm: String?
        if let claim = manifest.children(.claim).first?.contentBoxes.first {
            algorithm = try CBORReader.value(of: bytes[claim.payload])["alg"]?.text
        }
        for assertion in manifest.child("c2pa.assertions")?.superboxes ?? []
        where HardBinding.Kind(label: assertion.label) != nil {
            if let content = assertion.contentBoxes.first {
                binding = (assertion.label, try CBORReader.value(of: bytes[content.payload]))
            }
        }
        context = BindingContext(
            claimAlgorithm: algorithm, store: asset == nil ? .embedded : .apart, followsUpdates: followsUpdates)
        self.source = asset ?? source
        self.reading = try asset.map { try ContainerReader.read($0) } ?? reading
    }

    private static func parent(
        of manifest: JUMBFSuperbox, in store: JUMBFSuperbox, _ bytes: [UInt8]
    ) throws -> JUMBFSuperbox? {
        for assertion in manifest.child("c2pa.assertions")?.superboxes ?? []
        where assertion.label.hasPrefix("c2pa.ingredient") {
            guard let content = assertion.contentBoxes.first else { continue }
            let ingredient = try CBORReader.value(of: bytes[content.payload])
            let reference = ingredient["activeManifest"] ?? ingredient["c2pa_manifest"]
            guard let url = reference?["url"]?.text else { continue }
            return JUMBFAddress(url)?.resolve(in: store, from: manifest)
        }
        return nil
    }

    /// What the check of the binding says; `nil`: there is none.
    func check() throws -> [ValidationStatus]? {
        guard let binding, let kind = HardBinding.Kind(label: binding.label) else { return nil }
        return try HardBinding.check(kind, binding.content, context, in: reading, source: source)
    }
}
