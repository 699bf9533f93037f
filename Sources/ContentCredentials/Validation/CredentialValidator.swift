// SPDX-License-Identifier: Apache-2.0

internal import Certificates
public import CivilTime
public import Containers
import ProvenanceVocabulary

/// Validates the Content Credentials of files, without network and without changing anything.
///
/// Source: C2PA specification 2.2 to 2.4, "Validation".
public struct CredentialValidator: Sendable {
    private let trust: TrustConfiguration
    private let now: UTCTime

    /// Makes a validator.
    ///
    /// - Parameters:
    ///   - trust: whom the operator believes.
    ///   - now: the present time; certificates are compared with it where no trusted time stamp tells the time of signing.
    public init(trust: TrustConfiguration, now: UTCTime) {
        self.trust = trust
        self.now = now
    }

    /// Validates the credentials that are embedded in a file.
    ///
    /// - Parameters:
    ///   - reading: structure of the file, with the stores in it.
    ///   - source: bytes of the file.
    /// - Returns: `nil` when the file has no manifest store.
    public func validate(_ reading: ContainerReading, source: any ByteSource) -> CredentialReport? {
        switch reading.stores.count {
        case 0: return nil
        case 1: return validate(reading.stores[0].bytes, in: reading, source: source)
        default:
            guard let merged = Self.merged(reading.stores) else {
                let explanation = "the file holds \(reading.stores.count) manifest stores, so none of them counts"
                return CredentialReport(.unreadable, [ValidationStatus(.generalError, nil, explanation)])
            }
            return validate(merged, in: reading, source: source)
        }
    }

    /// Validates a store against a file.
    ///
    /// - Parameters:
    ///   - store: the `jumb` superbox.
    ///   - reading: structure of the file.
    ///   - source: bytes of the file.
    ///   - place: where the store lies: in the file, or beside it.
    public func validate(
        _ store: [UInt8], in reading: ContainerReading, source: any ByteSource,
        place: BindingContext.StorePlace = .embedded
    ) -> CredentialReport {
        let contents: StoreContents
        do {
            contents = try StoreContents(store)
        } catch {
            return CredentialReport(.unreadable, [ValidationStatus(.generalError, nil, error.message)])
        }
        guard let active = contents.manifests.last else {
            return CredentialReport(.unreadable, [ValidationStatus(.claimMissing, nil, "the store holds no manifest")])
        }
        var validation = StoreValidation(contents, trust: trust, now: now)
        validation.run(from: active)
        var binding: [ValidationStatus] = []
        if validation.contents.budget.exceeded == nil, !active.isCompressed {
            do {
                binding = try validation.checkBinding(of: active, in: reading, source: source, place: place)
            } catch {
                let status = ValidationStatus(.generalError, nil, "the file cannot be read: \(error.message)")
                return CredentialReport(.unreadable, [status])
            }
        }
        return ReportWriter(validation, active: active, binding: binding).report()
    }

    /// An update store at the end of an ISO-BMFF file continues the original one.
    ///
    /// Source: C2PA specification, "Embedding manifests into BMFF-based assets".
    private static func merged(_ stores: [EmbeddedStore]) -> [UInt8]? {
        guard stores.count == 2,
            let original = stores.first(where: { $0.purpose == "original" || $0.purpose == "manifest" }),
            let update = stores.first(where: { $0.purpose == "update" }),
            let first = try? JUMBFReader.superbox(of: original.bytes),
            let second = try? JUMBFReader.superbox(of: update.bytes), second.type == .manifestStore,
            second.contentBoxes.isEmpty, second.superboxes.allSatisfy({ $0.type == .updateManifest }),
            first.range.upperBound + second.contents.count < Int(UInt32.max), first.contents.lowerBound == 8
        else { return nil }
        var bytes = Array(original.bytes[first.range])
        for box in second.superboxes { bytes += update.bytes[box.range] }
        for position in 0..<4 { bytes[position] = UInt8(truncatingIfNeeded: bytes.count >> (24 - 8 * position)) }
        return bytes
    }
}

extension StoreValidation {
    /// Checks that the active manifest belongs to the bytes of the file.
    ///
    /// - Throws: ``ReadFailure`` when the file cannot be read.
    mutating func checkBinding(
        of active: StoredManifest, in reading: ContainerReading, source: any ByteSource,
        place: BindingContext.StorePlace
    ) throws(ReadFailure) -> [ValidationStatus] {
        guard let manifest = bindingManifest(of: active) else {
            return [
                ValidationStatus(
                    .hardBindingsMissing, active.claimURL, "no standard manifest is found up the chain of parents")
            ]
        }
        // Its absence is a failure of that manifest already; of an update's ancestor it has to be told again.
        let bindings = manifest.assertions.filter {
            HardBinding.Kind(label: $0.name) != nil && !redactions.contains($0.name, of: manifest.stored)
        }
        guard bindings.count == 1, let assertion = bindings.first, let kind = HardBinding.Kind(label: assertion.name)
        else {
            guard manifest.stored.index != active.index else { return [] }
            return [
                ValidationStatus(.hardBindingsMissing, active.claimURL, "the first standard manifest has no binding")
            ]
        }
        guard let box = assertion.box, let value = contents.content(of: box).cbor else { return [] }
        let context = BindingContext(
            claimAlgorithm: manifest.claim?.algorithm, url: manifest.stored.url(of: box), store: place,
            followsUpdates: manifest.stored.index != active.index,
            hasMultiAssetHash: manifest.assertions.contains(where: \.label.isMultiAssetHash))
        return try HardBinding.check(kind, value, context, in: reading, source: source)
    }
}
