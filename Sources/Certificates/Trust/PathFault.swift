// SPDX-License-Identifier: Apache-2.0

/// Why a certificate does not lead to an anchor, or not at this moment.
public struct PathFault: Sendable, Hashable {
    /// The reasons.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The certificate's validity had ended.
        case expired = "path.expired"
        /// Its validity had not begun.
        case notYetValid = "path.notYetValid"
        /// Nobody given here is its issuer.
        case noIssuer = "path.noIssuer"
        /// A certificate with the issuer's name is there, but its key did not sign this one.
        case badSignature = "path.badSignature"
        /// Its signature or key is of a kind that is not accepted.
        case algorithm = "path.algorithm"
        /// It issued a certificate without being an authority.
        case notAuthority = "path.notAuthority"
        /// It issued a certificate although its key usage does not allow that.
        case keyUsage = "path.keyUsage"
        /// More authorities stand below it than it allows.
        case pathLength = "path.pathLength"
        /// An authority above does not allow its names, or its names cannot be checked.
        case nameConstraint = "path.nameConstraint"
        /// It has a critical extension that is not understood.
        case criticalExtension = "path.criticalExtension"
        /// Its issuers lead back to itself.
        case cycle = "path.cycle"
        /// More certificates were given than are looked at.
        case tooManyCertificates = "path.tooManyCertificates"
        /// The budget of verifications, or of steps, was used up.
        case budget = "path.budget"
        /// There is no list, or the lists are empty.
        case noAnchors = "path.noAnchors"
    }

    /// What is wrong.
    public let reason: Reason
    /// The certificate that is meant; `nil` when the search as a whole is.
    public let certificate: Certificate?
    /// More about it. Holds no text that the certificate's maker could choose.
    public let explanation: String
}
