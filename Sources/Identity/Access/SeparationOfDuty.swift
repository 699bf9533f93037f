// SPDX-License-Identifier: Apache-2.0

/// Two roles that one person may not hold together, with the reason.
public struct RoleConflict: Hashable, Sendable {
    /// The one.
    public let first: Role
    /// The other.
    public let second: Role
    /// Why not.
    public let reason: String

    /// All of them: the one table that granting, pages and tests are made of.
    ///
    /// An auditor who also manages lists or people is not in it, because the administrator of a first start is both; an
    /// installation with more than one person should give those roles to different ones.
    public static let all: [RoleConflict] =
        pairs([.moderator, .senior], with: .custodian, "who decides about an item must not open its evidence alone")
        + pairs([.reporter], with: .custodian, "who asks for evidence to be opened must not approve it")
        + pairs([.moderator, .senior], with: .listManager, "who brings an entry in must not be who confirms it")
        + pairs([.moderator, .senior], with: .exchange, "who exchanges entries must not be who confirms them")
        + pairs([.exchange], with: .listManager, "who manages lists must not read their values")
        + pairs(
            [.moderator, .senior, .reporter, .custodian, .holdOfficer, .exchange], with: .auditor,
            "nobody audits their own work")
        + pairs(
            [.moderator, .senior, .reporter, .custodian], with: .tenantAdmin,
            "who gives roles must not be able to give themselves a second voice about items and evidence")

    /// The first pair of the table that a set of roles breaks; `nil` when it breaks none.
    ///
    /// - Parameter roles: what one person would hold.
    public static func first(in roles: Set<Role>) -> RoleConflict? {
        all.first { roles.contains($0.first) && roles.contains($0.second) }
    }

    private static func pairs(_ firsts: [Role], with second: Role, _ reason: String) -> [RoleConflict] {
        firsts.map { RoleConflict(first: $0, second: second, reason: reason) }
    }
}

extension Role {
    /// Whether only the house's own people and programs may hold it: it shows the installation, which tenants share.
    public var isOfTheHouseOnly: Bool { self == .operator }

    /// Whether it stands for the judgement of a person, so that no program may hold it.
    public var isOfPeopleOnly: Bool {
        switch self {
        case .moderator, .senior, .custodian, .holdOfficer, .victimSupport: true
        case .submitter, .matcher, .exchange, .reporter, .listManager, .auditor, .tenantAdmin, .operator: false
        }
    }

    /// What it is for, in a few words.
    public var summary: String {
        switch self {
        case .submitter: "a platform's program: hands in items, gets decision classes"
        case .matcher: "a program inside your walls that needs entries and distances"
        case .exchange: "exchanges lists with others"
        case .moderator: "decides about items"
        case .senior: "second decisions and appeals"
        case .reporter: "sends reports to authorities"
        case .victimSupport: "helps people whose pictures are abused; sees no pictures"
        case .listManager: "imports and quarantines lists; cannot read their values"
        case .custodian: "approves the opening of evidence"
        case .holdOfficer: "sets and lifts legal holds"
        case .auditor: "reads the audit log and proofs; no pictures, no values"
        case .tenantAdmin: "people and keys; no pictures, no decisions"
        case .operator: "health and metrics; no data"
        }
    }
}
