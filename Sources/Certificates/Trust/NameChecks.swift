// SPDX-License-Identifier: Apache-2.0

/// Name constraints of the authorities of a path, applied to every certificate below them (RFC 5280, 4.2.1.10).
///
/// Names of directories are compared. Constraints on names of other kinds hold when no certificate below has a name of that
/// kind; if one has, the path is refused, because nothing here compares those.
enum NameChecks {
    /// The first fault of a path, leaf first.
    static func fault(in path: [Certificate]) -> PathFault? {
        for (position, authority) in path.enumerated() {
            guard let constraints = authority.nameConstraints else { continue }
            for (below, certificate) in path[..<position].enumerated() {
                // Authorities that renew themselves are exempt, the last certificate is not.
                if below > 0, certificate.isSelfIssued { continue }
                if let reason = reason(against: certificate, constraints) {
                    return PathFault(reason: .nameConstraint, certificate: certificate, explanation: reason)
                }
            }
        }
        return nil
    }

    private static func reason(against certificate: Certificate, _ constraints: NameConstraints) -> String? {
        var names = certificate.alternativeNames
        if !certificate.subject.isEmpty { names.append(.directory(certificate.subject)) }
        if certificate.subject.attributes.contains(where: { $0.type == .emailAddress }) { names.append(.other(1)) }
        for name in names {
            switch name {
            case .directory(let directory):
                let permitted = constraints.permitted.compactMap(\.directory)
                if !permitted.isEmpty, !permitted.contains(where: directory.isWithin) {
                    return "An authority above permits other names only."
                }
                if constraints.excluded.compactMap(\.directory).contains(where: directory.isWithin) {
                    return "An authority above excludes its name."
                }
            case .other(let kind):
                if (constraints.permitted + constraints.excluded).contains(.other(kind)) {
                    return "An authority above constrains names of its kind, which are not compared here."
                }
            }
        }
        return nil
    }
}

extension GeneralName {
    fileprivate var directory: DistinguishedName? {
        if case .directory(let name) = self { name } else { nil }
    }
}
