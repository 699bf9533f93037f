// SPDX-License-Identifier: Apache-2.0

import Certificates
import ProvenanceVocabulary

/// What is left of the work that one store may cause.
///
/// A store of a few bytes can name the same large box in hundreds of manifests, and hundreds of certificates. What is
/// beyond the limits is not done, and the store is then called unreadable, with the limit's name.
struct ValidationBudget {
    private var bytes = ProvenanceLimits.validationBytes
    /// CBOR items that may still be read.
    var items = ProvenanceLimits.cborItems
    /// Signatures that may still be verified.
    var signatures = SignatureBudget()
    private var firstExceeded: String?

    /// The limit that was reached first.
    var exceeded: String? {
        firstExceeded ?? (signatures.isExhausted ? "signatures (\(ProvenanceLimits.signatures))" : nil)
    }

    mutating func spend(bytes count: Int) -> Bool {
        guard count <= bytes else {
            exceed("validationBytes (\(ProvenanceLimits.validationBytes))")
            return false
        }
        bytes -= count
        return true
    }

    mutating func exceed(_ limit: String) { firstExceeded = firstExceeded ?? limit }
}
