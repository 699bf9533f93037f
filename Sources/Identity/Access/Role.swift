// SPDX-License-Identifier: Apache-2.0

/// What a person or a program is here for. Nobody has a role by default, and a role may do only what ``Role/permissions``
/// says.
public enum Role: String, Sendable, CaseIterable, Comparable {
    /// A platform's program: hands in items and gets decision classes.
    case submitter
    /// A program inside the operator's own walls that needs entries and distances: clients of the matcher-compatible surface.
    case matcher
    /// Exchanges lists with others.
    case exchange
    /// Decides about items.
    case moderator
    /// Second decisions and appeals.
    case senior
    /// Sends reports to authorities.
    case reporter
    /// Helps people whose pictures are abused; sees no pictures.
    case victimSupport = "victim-support"
    /// Imports and quarantines lists; cannot read their values.
    case listManager = "list-manager"
    /// Approves the opening of evidence.
    case custodian
    /// Sets and lifts legal holds.
    case holdOfficer = "hold-officer"
    /// Reads the audit log and proofs; no pictures, no values.
    case auditor
    /// People and keys of a tenant or of the house; no pictures, no decisions.
    case tenantAdmin = "tenant-admin"
    /// Health and metrics; no data.
    case `operator`

    /// In the order of their names.
    public static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}
