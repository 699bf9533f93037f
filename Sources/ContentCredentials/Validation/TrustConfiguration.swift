// SPDX-License-Identifier: Apache-2.0

public import Certificates

/// Whom the operator believes.
///
/// Signers and time-stamping authorities have lists of their own: a list of one is never used for the other.
public struct TrustConfiguration: Sendable {
    /// Lists of authorities that issue to signers, the most telling first.
    public var signers: [TrustList]
    /// Signers' own certificates, believed without any authority.
    public var allowed: [AllowedCertificates]
    /// Lists of time-stamping authorities.
    public var timeStamping: [TrustList]

    /// Makes a configuration. An empty one trusts nobody, and everything good is then *intact, signer unlisted*.
    ///
    /// - Parameters:
    ///   - signers: lists of authorities that issue to signers.
    ///   - allowed: signers' own certificates.
    ///   - timeStamping: lists of time-stamping authorities.
    public init(
        signers: [TrustList] = [], allowed: [AllowedCertificates] = [], timeStamping: [TrustList] = []
    ) {
        self.signers = signers
        self.allowed = allowed
        self.timeStamping = timeStamping
    }
}
