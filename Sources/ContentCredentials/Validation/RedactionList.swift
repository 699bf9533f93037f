// SPDX-License-Identifier: Apache-2.0

/// The assertions that claims of the store say were taken out of other manifests.
struct RedactionList {
    private var labels: [String: Set<String>] = [:]

    /// Adds what one claim redacts.
    ///
    /// - Parameters:
    ///   - addresses: what it names.
    ///   - manifest: whose claim it is.
    ///   - active: label of the manifest that speaks for the file: nothing in its history can take anything out of it.
    /// - Returns: addresses that point into the claim's own manifest.
    mutating func add(_ addresses: [String], of manifest: StoredManifest, protecting active: String) -> [String] {
        var own: [String] = []
        for text in addresses {
            guard let address = JUMBFAddress(text) else { continue }
            guard let target = address.manifestLabel, target != manifest.label else {
                own.append(text)
                continue
            }
            if let assertion = address.labels.last, address.labels.count == 3, target != active {
                labels[target, default: []].insert(assertion)
            }
        }
        return own
    }

    /// Something was taken out of the manifest.
    func touches(_ manifest: StoredManifest) -> Bool { labels[manifest.label] != nil }

    /// The assertion of the manifest was taken out.
    func contains(_ assertion: String, of manifest: StoredManifest) -> Bool {
        labels[manifest.label]?.contains(assertion) ?? false
    }

    func contains(_ address: JUMBFAddress, from manifest: StoredManifest) -> Bool {
        guard let assertion = address.labels.last else { return false }
        return labels[address.manifestLabel ?? manifest.label]?.contains(assertion) ?? false
    }
}
