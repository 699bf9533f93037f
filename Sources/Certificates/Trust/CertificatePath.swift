// SPDX-License-Identifier: Apache-2.0

public import CivilTime
internal import ProvenanceVocabulary

/// A chain from a certificate to an anchor of a list, every signature in it verified.
public struct CertificatePath: Sendable, Hashable {
    /// The chain: first the certificate that was asked for, last the anchor. One alone when the certificate itself is
    /// listed.
    public let certificates: [Certificate]
    /// The name of the list that holds the anchor.
    public let list: String
    /// The position of that list among those given.
    public let listIndex: Int
    /// The anchor was outside its own validity. RFC 5280 (6.1) asks of an anchor only its name and its key, and lists are
    /// maintained, so this is worth a word and refuses nothing.
    public let isAnchorOutsideValidity: Bool

    /// The certificate of the list.
    public var anchor: Certificate { certificates[certificates.count - 1] }
}

/// What came of looking for a path.
public enum PathOutcome: Sendable, Hashable {
    /// There is a path, and all of it was valid at the moment in question.
    case trusted(CertificatePath)
    /// There is a path, but these of its certificates were not valid at that moment; everything else is in order.
    case outsideValidity(CertificatePath, [PathFault])
    /// There is no path, for these reasons.
    case untrusted([PathFault])

    /// The path, valid at that moment or not.
    public var path: CertificatePath? {
        switch self {
        case .trusted(let path), .outsideValidity(let path, _): path
        case .untrusted: nil
        }
    }

    /// The path was found and valid.
    public var isTrusted: Bool {
        if case .trusted = self { true } else { false }
    }

    /// What speaks against it.
    public var faults: [PathFault] {
        switch self {
        case .trusted: []
        case .outsideValidity(_, let faults), .untrusted(let faults): faults
        }
    }
}

extension CertificatePath {
    /// Looks for a path from a certificate through others to an anchor of any list.
    ///
    /// Depth first; a path that was valid at the moment is preferred to one that was not, then lists in the order given.
    /// Checked for every certificate: signature, algorithm and key, critical extensions, names against name constraints
    /// above it; for every issuer, the anchor included: authority, keyCertSign, path length; validity of all but the
    /// anchor. Extended key usages of authorities are not looked at, as C2PA wants it; those of the first certificate are a
    /// matter of its profile.
    ///
    /// - Parameters:
    ///   - leaf: the certificate that was used.
    ///   - intermediates: certificates that came with it, in any order, at most `ProvenanceLimits.certificates`. They are
    ///     believed in nothing.
    ///   - lists: the lists, the most telling first.
    ///   - time: the moment at which the path has to be valid.
    ///   - budget: what may still be verified.
    public static func search(
        from leaf: Certificate, through intermediates: [Certificate], to lists: [TrustList], at time: UTCTime,
        budget: inout SignatureBudget
    ) -> PathOutcome {
        guard intermediates.count <= ProvenanceLimits.certificates else {
            return .untrusted([
                PathFault(
                    reason: .tooManyCertificates, certificate: nil,
                    explanation: "\(intermediates.count) certificates came with it; the limit is "
                        + "\(ProvenanceLimits.certificates).")
            ])
        }
        var search = PathSearch(intermediates: intermediates, lists: lists, time: time)
        return search.run(from: leaf, budget: &budget)
    }
}
