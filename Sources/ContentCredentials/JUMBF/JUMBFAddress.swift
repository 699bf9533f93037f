// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Where a box lies in the store, as a `self#jumbf=` address says.
///
/// Source: ISO 19566-5, annex C; C2PA specification, "URI references".
public struct JUMBFAddress: Sendable, Hashable {
    /// Begins at the manifest store; otherwise at the manifest in which the address stands.
    public var isAbsolute: Bool
    /// Labels from there on; for an absolute address without the store's own.
    public var labels: [String]

    /// Reads an address.
    ///
    /// - Returns: `nil` for anything but a non-empty path of labels without `.` and `..` inside this store.
    public init?(_ text: String) {
        let scheme = "self#jumbf="
        guard text.utf8.count <= ProvenanceLimits.jumbfAddressBytes, text.hasPrefix(scheme) else { return nil }
        var path = text.dropFirst(scheme.count)
        isAbsolute = path.hasPrefix("/")
        if isAbsolute { path = path.dropFirst() }
        var labels = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if isAbsolute {
            guard labels.first == "c2pa" else { return nil }
            labels.removeFirst()
        }
        guard !labels.isEmpty,
            labels.allSatisfy({ JUMBFReader.isLabel($0) && $0 != "." && $0 != ".." })
        else { return nil }
        self.labels = labels
    }

    /// The superbox at the address.
    ///
    /// - Parameters:
    ///   - store: the manifest store.
    ///   - manifest: where a relative address begins.
    /// - Returns: `nil` when no box lies there, or when two neighbours carry the same label.
    public func resolve(in store: JUMBFSuperbox, from manifest: JUMBFSuperbox) -> JUMBFSuperbox? {
        var box = isAbsolute ? store : manifest
        for label in labels {
            guard let child = box.child(label) else { return nil }
            box = child
        }
        return box
    }

    /// The label of the manifest that an absolute address begins with; `nil` for a relative one.
    public var manifestLabel: String? { isAbsolute ? labels.first : nil }
}
