// SPDX-License-Identifier: Apache-2.0

/// What validation found out about one manifest.
struct ManifestFindings {
    var statuses: [ValidationStatus] = []
    var signature: SignatureReport?
    /// What kept a check from being made.
    var unsupported: String?
    /// Ingredients' manifests, by position of the assertion in the claim's list.
    var ingredientTargets: [Int: Int] = [:]

    mutating func note(_ code: StatusCode, _ url: String?, _ explanation: String) {
        statuses.append(ValidationStatus(code, url, explanation))
    }

    var failures: [ValidationStatus] { statuses.filter { $0.kind == .failure } }
}
