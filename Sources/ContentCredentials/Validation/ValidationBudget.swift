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
    private var work = ProvenanceLimits.storeWork
    /// CBOR items and JSON values that may still be read.
    var items = ProvenanceLimits.storeItems {
        didSet { spend(work: (oldValue - items) * Cost.item) }
    }
    /// Signatures that may still be verified.
    var signatures = SignatureBudget() {
        didSet { spend(work: (oldValue.remaining - signatures.remaining) * Cost.signature) }
    }
    private var firstExceeded: String?

    /// The limit that was reached first.
    var exceeded: String? {
        firstExceeded ?? (signatures.isExhausted ? "signatures (\(ProvenanceLimits.signatures))" : nil)
    }

    /// Nanoseconds on a slow core, measured with stores that hold nothing else.
    private enum Cost {
        static let hashedByte = 1
        static let decodedByte = 2
        static let item = 400
        static let address = 5_000
        /// Of the curve P-384; one of P-521 costs up to three times as much, one of P-256 a tenth.
        static let signature = 400_000
    }

    /// Verifications with keys of the curve P-521 were more costly than others.
    mutating func spend(surchargeFor signatures: Int) { spend(work: 2 * signatures * Cost.signature) }

    private mutating func spend(work cost: Int) {
        work -= cost
        if work < 0 { exceed("storeWork (\(ProvenanceLimits.storeWork))") }
    }

    /// SHA-384 and SHA-512 take twice as long as SHA-256 where the processor knows the latter.
    mutating func spend(hashing count: Int, _ algorithm: HashAlgorithm = .sha256) -> Bool {
        spend(work: count * Cost.hashedByte * (algorithm == .sha256 ? 1 : 2))
        return spend(count, of: \.hashed, "validationBytes (\(ProvenanceLimits.validationBytes))")
    }

    mutating func spend(decoding count: Int) -> Bool {
        spend(work: count * Cost.decodedByte)
        return spend(count, of: \.decoded, "storeDecodedBytes (\(ProvenanceLimits.storeDecodedBytes))")
    }

    mutating func spend(addresses count: Int) -> Bool {
        spend(work: count * Cost.address)
        return spend(count, of: \.addresses, "storeAddresses (\(ProvenanceLimits.storeAddresses))")
    }

    mutating func spend(credentialBytes count: Int) -> Bool {
        // Small ones cost more than their bytes: each certificate can be a step of many paths.
        spend(
            max(count, 4_096), of: \.credentialBytes, "storeCredentialBytes (\(ProvenanceLimits.storeCredentialBytes))")
    }

    private mutating func spend(
        _ count: Int, of rest: WritableKeyPath<ValidationBudget, Int>, _ limit: @autoclosure () -> String
    ) -> Bool {
        guard firstExceeded == nil else { return false }
        guard count <= self[keyPath: rest] else {
            exceed(limit())
            return false
        }
        self[keyPath: rest] -= count
        return true
    }

    mutating func exceed(_ limit: String) { firstExceeded = firstExceeded ?? limit }
}
