// SPDX-License-Identifier: Apache-2.0

/// What a hard binding has to know of the manifest that states it, beyond its own assertion.
public struct BindingContext: Sendable, Hashable {
    /// Where the manifest store lies.
    public enum StorePlace: Sendable, Hashable {
        /// In the file itself: `ContainerReading.stores` says where.
        case embedded
        /// Beside the file: a `.c2pa` sidecar. The file's bytes hold no store that a binding could leave out.
        case apart
    }

    /// `alg` of the claim: the algorithm where neither the assertion nor a structure inside it names one.
    public var claimAlgorithm: String?
    /// JUMBF address of the assertion, for the statuses.
    public var url: String?
    /// Where the manifest store lies.
    public var store: StorePlace
    /// The active manifest is an update manifest: the binding is that of the first standard manifest up its chain, and the
    /// store has grown since the binding was made.
    public var followsUpdates: Bool
    /// The manifest also has a `c2pa.hash.multi-asset` assertion. It may vouch for what is left of a file of several parts
    /// where the binding of the whole no longer does, and is not checked here.
    public var hasMultiAssetHash: Bool

    /// Describes a manifest.
    ///
    /// - Parameters:
    ///   - claimAlgorithm: `alg` of the claim, if it has one.
    ///   - url: JUMBF address of the assertion.
    ///   - store: where the manifest store lies.
    ///   - followsUpdates: whether the binding was reached through update manifests.
    ///   - hasMultiAssetHash: whether the manifest has a multi-asset hash.
    public init(
        claimAlgorithm: String?, url: String? = nil, store: StorePlace = .embedded, followsUpdates: Bool = false,
        hasMultiAssetHash: Bool = false
    ) {
        self.claimAlgorithm = claimAlgorithm
        self.url = url
        self.store = store
        self.followsUpdates = followsUpdates
        self.hasMultiAssetHash = hasMultiAssetHash
    }
}
