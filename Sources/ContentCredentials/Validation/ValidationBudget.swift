// SPDX-License-Identifier: Apache-2.0

import Certificates
import ProvenanceVocabulary

/// What is left of the work that one store may cause.
///
/// A store of a few bytes can name the same large box in hundreds of manifests, and hundreds of certificates. What is
/// beyond the limits is not done, and the store is then called unreadable, with the limit's name.
struct ValidationBudget {
    private var hashed = ProvenanceLimits.validationBytes
    private var decoded = ProvenanceLimits.storeDecodedBytes
    private var addresses = ProvenanceLimits.storeAddresses
    private var credentialBytes = ProvenanceLimits.storeCredentialBytes
    /// CBOR items and JSON values that may still be read.
    var items = ProvenanceLimits.storeItems
    /// Signatures that may still be verified.
    var signatures = SignatureBudget()
    private var firstExceeded: String?

    /// The limit that was reached first.
    var exceeded: String? {
        firstExceeded ?? (signatures.isExhausted ? "signatures (\(ProvenanceLimits.signatures))" : nil)
    }

    mutating func spend(hashing count: Int) -> Bool {
        spend(count, of: \.hashed, "validationBytes (\(ProvenanceLimits.validationBytes))")
    }

    mutating func spend(decoding count: Int) -> Bool {
        spend(count, of: \.decoded, "storeDecodedBytes (\(ProvenanceLimits.storeDecodedBytes))")
    }

    mutating func spend(addresses count: Int) -> Bool {
        spend(count, of: \.addresses, "storeAddresses (\(ProvenanceLimits.storeAddresses))")
    }

    mutating func spend(credentialBytes count: Int) -> Bool {
        spend(count, of: \.credentialBytes, "storeCredentialBytes (\(ProvenanceLimits.storeCredentialBytes))")
    }

    private mutating func spend(
        _ count: Int, of rest: WritableKeyPath<ValidationBudget, Int>, _ limit: @autoclosure () -> String
    ) -> Bool {
        guard count <= self[keyPath: rest] else {
            exceed(limit())
            return false
        }
        self[keyPath: rest] -= count
        return true
    }

    mutating func exceed(_ limit: String) { firstExceeded = firstExceeded ?? limit }
}
