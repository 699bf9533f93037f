// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Identity

/// What each role may do, written down a second time by somebody who did not look at the first: every pair of role and
/// permission is named here, allowed (+) or not (.).
@Suite struct RoleTableTests {
    private static let expectation = """
        permission         sub mat exc mod sen rep vic lis cus hol aud ten ope
        screen              +   +   .   .   .   .   .   .   .   .   .   .   .
        hash                +   +   .   .   .   .   .   .   .   .   .   .   .
        match               +   +   .   .   .   .   .   .   .   .   .   .   .
        match.inspect       .   +   .   +   +   .   .   .   .   .   .   .   .
        banks.read          .   +   +   +   +   .   .   +   .   .   +   .   +
        banks.manage        .   .   .   .   .   .   .   +   .   .   .   .   .
        entries.read        .   +   +   +   +   .   .   +   .   .   .   .   .
        entries.values      .   .   +   .   .   .   .   .   .   .   .   .   .
        entries.manage      .   .   +   .   .   .   .   +   .   .   .   .   .
        decisions.read      +   +   .   +   +   +   .   .   .   .   +   .   .
        decisions.explain   .   .   .   +   +   +   .   .   .   .   +   .   .
        decisions.replay    .   .   .   .   +   .   .   .   .   .   +   .   .
        capabilities        +   +   +   +   +   .   .   .   .   .   .   .   +
        people.manage       .   .   .   .   .   .   .   .   .   .   .   +   .
        keys.manage         .   .   .   .   .   .   .   .   .   .   .   +   .
        audit.read          .   .   .   .   .   .   .   .   .   .   +   .   .
        operations          .   .   .   .   .   .   .   .   .   .   .   .   +
        console             .   .   .   +   +   +   +   +   +   +   +   +   +
        exchanges.manage    .   .   +   .   .   .   .   +   .   .   .   .   .
        """

    private static let order: [Role] = [
        .submitter, .matcher, .exchange, .moderator, .senior, .reporter, .victimSupport, .listManager, .custodian,
        .holdOfficer, .auditor, .tenantAdmin, .operator,
    ]

    @Test func everyRoleMayDoWhatIsWrittenHereAndNothingElse() throws {
        let rows = Self.expectation.split(separator: "\n").dropFirst().map { $0.split(separator: " ").map(String.init) }
        #expect(rows.map { $0[0] } == Permission.allCases.map(\.rawValue))
        #expect(Set(Self.order) == Set(Role.allCases) && Self.order.count == Role.allCases.count)
        for row in rows {
            let permission = try #require(Permission(rawValue: row[0]))
            #expect(row.count == 1 + Self.order.count)
            for (role, mark) in zip(Self.order, row.dropFirst()) {
                #expect(
                    role.permissions.contains(permission) == (mark == "+"),
                    "\(role.rawValue) and \(permission.rawValue)")
                let principal = Principal(kind: .user, id: "u", tenant: nil, roles: [role])
                #expect(principal.may(permission) == (mark == "+"))
            }
        }
    }

    @Test func aPrincipalWithoutRolesMayDoNothing() {
        let nobody = Principal(kind: .user, id: "u", tenant: nil, roles: [])
        #expect(Permission.allCases.allSatisfy { !nobody.may($0) })
    }

    @Test func aScopeOnlyTakesAway() {
        for role in Role.allCases {
            for permission in Permission.allCases {
                let scoped = Principal(kind: .key, id: "k", tenant: nil, roles: [role], scope: [permission])
                #expect(scoped.permissions == role.permissions.intersection([permission]))
            }
        }
    }

    /// Hard lines of the design, as sentences.
    @Test func noRoleThatDecidesOrAuditsOrSubmitsReadsValues() {
        for role in Role.allCases where role != .exchange {
            #expect(!role.permissions.contains(.entryValues))
        }
        #expect(!Role.submitter.permissions.contains(.matchInspect))
        for role in [Role.tenantAdmin, .operator, .custodian, .holdOfficer, .victimSupport] {
            #expect(role.permissions.isDisjoint(with: [.decisionsExplain, .matchInspect, .entriesRead, .screen]))
        }
    }

    @Test func onePersonHoldsNoTwoRolesThatCheckEachOther() {
        let pairs = RoleConflict.all.map { Set([$0.first, $0.second]) }
        #expect(Set(pairs).count == pairs.count && pairs.allSatisfy { $0.count == 2 })
        let expected: [Set<Role>] = [
            [.moderator, .custodian], [.senior, .custodian], [.reporter, .custodian], [.moderator, .listManager],
            [.senior, .listManager], [.moderator, .exchange], [.senior, .exchange], [.exchange, .listManager],
            [.moderator, .auditor], [.senior, .auditor], [.reporter, .auditor], [.custodian, .auditor],
            [.holdOfficer, .auditor], [.exchange, .auditor], [.moderator, .tenantAdmin], [.senior, .tenantAdmin],
            [.reporter, .tenantAdmin], [.custodian, .tenantAdmin],
        ]
        #expect(Set(pairs) == Set(expected))
        for first in Role.allCases {
            for second in Role.allCases {
                #expect((RoleConflict.first(in: [first, second]) != nil) == pairs.contains([first, second]))
            }
        }
        #expect(RoleConflict.first(in: Bootstrap.roles) == nil)
    }

    // MARK: docs/roles.md

    /// docs/roles.md is the table, printed. `TUTELA_WRITE_PAGES=1` writes it again.
    @Test func thePageOfRolesIsTheTable() throws {
        let file = Repository.root.appending(path: "docs/roles.md")
        if ProcessInfo.processInfo.environment["TUTELA_WRITE_PAGES"] != nil {
            try Self.page.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == Self.page)
    }

    private static var page: String {
        var lines = [
            "# Roles", "",
            "Nobody may do anything by default. People and programs hold roles, and a role may do what this table says and",
            "nothing else. The table is the one that the server checks requests against; this page is printed from it.",
            "",
            "| role | what it is for | may |", "|---|---|---|",
        ]
        for role in order {
            let permissions = Permission.allCases.filter(role.permissions.contains).map { "`\($0.rawValue)`" }
            lines.append("| `\(role.rawValue)` | \(role.summary) | \(permissions.joined(separator: ", ")) |")
        }
        lines += ["", "## What each permission allows", "", "| permission | allows | roles |", "|---|---|---|"]
        for permission in Permission.allCases {
            let roles = order.filter { $0.permissions.contains(permission) }.map { "`\($0.rawValue)`" }
            lines.append("| `\(permission.rawValue)` | \(permission.summary) | \(roles.joined(separator: ", ")) |")
        }
        lines += [
            "", "## Who may hold what", "",
            "- Only the house's own people and programs, never a tenant's: "
                + list(order.filter(\.isOfTheHouseOnly)) + ".",
            "- Only people, never an API key: " + list(order.filter(\.isOfPeopleOnly)) + ".",
            "- An API key can be scoped: it then may do only what its scope names of what its roles allow.",
            "- `tenant-admin` of a tenant manages the people and keys of that tenant; of others it does not even see that",
            "  they exist. A key that holds it cannot give it to others.",
            "- Nobody changes their own roles, and the last administrator of the house with a password cannot be removed,",
            "  disabled or given other roles.", "",
            "## Roles that one person may not hold together", "", "| | | because |", "|---|---|---|",
        ]
        for conflict in RoleConflict.all {
            lines.append("| `\(conflict.first.rawValue)` | `\(conflict.second.rawValue)` | \(conflict.reason) |")
        }
        lines += [
            "",
            "The first administrator of an installation holds "
                + list(Bootstrap.roles.sorted())
                + ". Give `auditor` to somebody else as soon as there is somebody else.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func list(_ roles: [Role]) -> String {
        roles.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    }
}
