// SPDX-License-Identifier: Apache-2.0

import Foundation
import Ledger
import Store
import StoreTestSupport
import Testing

@testable import Identity

@Suite struct UserTests {
    @Test(arguments: TestEngine.available)
    func aPersonIsAddedWithAnEventInTheSameTransaction(_ engine: TestEngine) throws {
        let house = try House(engine)
        let user = try house.add("Ada@example.org", [.moderator])
        #expect(user.name == "ada@example.org" && user.login == "ada@example.org")
        #expect(user.mustChangePassword && user.hasPassword && !user.disabled && user.tenant == nil)
        #expect(try house.users.list(for: house.program) == [user])
        let event = try #require(try house.events().first?.event)
        #expect(event.object == "user:\(user.id)" && event.detail == ["roles": "moderator"])
        #expect(throws: RecordingFailed.self) {
            _ = try house.users.add(
                "bob", roles: [], password: nil, by: house.program, recording: failingRecording)
        }
        #expect(try house.users.list(for: house.program).count == 1)
    }

    @Test(arguments: ["", "-ada", "a b", "a/b", "ädä", String(repeating: "a", count: 65), "a\n", "a\u{0}", "@", "a:b"])
    func namesThatCouldBeMistakenAreRefused(_ name: String) throws {
        let house = try House(.sqlite)
        try refused(.nameInvalid, house) { try house.add(name) }
    }

    @Test(arguments: TestEngine.available)
    func aNameIsGivenOnceInEachTenant(_ engine: TestEngine) throws {
        let house = try House(engine)
        let acme = try house.tenant("acme")
        try house.add("ada")
        try house.add("ada", tenant: acme)
        try refused(.nameTaken, house) { try house.add("ADA") }
        try refused(.nameTaken, house) { try house.add("ada", tenant: acme) }
        #expect(try house.users.list(for: house.program).map(\.login) == ["acme/ada", "ada"])
    }

    @Test(arguments: TestEngine.available)
    func rolesThatCheckEachOtherAreNotGivenTogether(_ engine: TestEngine) throws {
        let house = try House(engine)
        for conflict in RoleConflict.all {
            try refused(.rolesConflict, house) { try house.add("ada", [conflict.first, conflict.second]) }
        }
        let user = try house.add("ada", [.moderator])
        try refused(.rolesConflict, house) {
            _ = try house.users.setRoles(
                [.moderator, .custodian], of: user.id, by: house.program, recording: house.recording())
        }
        #expect(try house.users.user(user.id, for: house.program).roles == [.moderator])
    }

    @Test(arguments: TestEngine.available)
    func nobodyChangesWhatTheyThemselvesMayDo(_ engine: TestEngine) throws {
        let house = try House(engine)
        let ada = try house.add("ada", [.tenantAdmin])
        let admin = Principal(kind: .user, id: ada.id, tenant: nil, roles: [.tenantAdmin])
        try house.add("bob", [.tenantAdmin], by: admin)
        let hash = try PasswordHash(of: House.password, cost: House.cheap)
        try refused(.ownAccount, house) {
            _ = try house.users.setRoles(
                [.tenantAdmin, .operator], of: ada.id, by: admin, recording: house.recording())
        }
        try refused(.ownAccount, house) {
            _ = try house.users.setDisabled(true, of: ada.id, by: admin, recording: house.recording())
        }
        try refused(.ownAccount, house) {
            _ = try house.users.resetPassword(hash, of: ada.id, by: admin, recording: house.recording())
        }
        try refused(.ownAccount, house) {
            try house.users.remove(ada.id, by: admin, recording: house.recording())
        }
        try refused(.ownAccount, house) {
            try house.foreign.join(
                ForeignIdentity(issuer: "https://id", subject: "1"), to: ada.id, by: admin, recording: house.recording()
            )
        }
    }

    @Test(arguments: TestEngine.available)
    func theLastAdministratorOfTheHouseStays(_ engine: TestEngine) throws {
        let house = try House(engine)
        let acme = try house.tenant("acme")
        let ada = try house.add("ada", [.tenantAdmin, .operator])
        // None of these could let anybody in when ada is gone.
        try house.add("tenants-own", [.tenantAdmin], tenant: acme)
        try house.add("no-password", [.tenantAdmin], password: nil)
        let disabled = try house.add("disabled", [.tenantAdmin])
        _ = try house.users.setDisabled(true, of: disabled.id, by: house.program, recording: house.recording())
        try refused(.lastAdministrator, house) {
            try house.users.remove(ada.id, by: house.program, recording: house.recording())
        }
        try refused(.lastAdministrator, house) {
            _ = try house.users.setDisabled(true, of: ada.id, by: house.program, recording: house.recording())
        }
        try refused(.lastAdministrator, house) {
            _ = try house.users.setRoles([.operator], of: ada.id, by: house.program, recording: house.recording())
        }
        let bob = try house.add("bob", [.tenantAdmin])
        try house.users.remove(ada.id, by: house.program, recording: house.recording())
        try refused(.lastAdministrator, house) {
            try house.users.remove(bob.id, by: house.program, recording: house.recording())
        }
    }

    /// Each sees that the other would stay; one of them must lose.
    @Test(arguments: TestEngine.available)
    func twoAdministratorsWhoRemoveEachOtherDoNotBothSucceed(_ engine: TestEngine) async throws {
        for _ in 0..<10 {
            let house = try House(engine)
            let ids = try ["ada", "bob"].map { try house.add($0, [.tenantAdmin]).id }
            await withTaskGroup(of: Void.self) { group in
                for (own, other) in [(ids[0], ids[1]), (ids[1], ids[0])] {
                    group.addTask {
                        let admin = Principal(kind: .user, id: own, tenant: nil, roles: [.tenantAdmin])
                        try? await house.store.perform {
                            try house.users.remove(other, by: admin, recording: house.recording())
                        }
                    }
                }
            }
            #expect(try house.users.list(for: house.program).count == 1)
        }
    }

    @Test(arguments: TestEngine.available)
    func anAdministratorOfATenantManagesThatTenantOnly(_ engine: TestEngine) throws {
        let house = try House(engine)
        let (acme, beta) = (try house.tenant("acme"), try house.tenant("beta"))
        let others = try [house.add("housed", [.moderator]), house.add("bo", [.moderator], tenant: beta)]
        let ann = try house.add("ann", [.tenantAdmin], tenant: acme)
        let admin = Principal(kind: .user, id: ann.id, tenant: acme, roles: [.tenantAdmin])
        let own = try house.add("al", [.moderator], tenant: acme, by: admin)

        try refused(.notAllowed, house) { try house.add("x", [], tenant: nil, by: admin) }
        try refused(.notAllowed, house) { try house.add("x", [], tenant: beta, by: admin) }
        try refused(.roleNotGiven, house) { try house.add("x", [.operator], tenant: acme, by: admin) }
        try refused(.roleNotGiven, house) {
            _ = try house.users.setRoles([.operator], of: own.id, by: admin, recording: house.recording())
        }
        try refused(.notAllowed, house) {
            _ = try house.tenants.create(
                try #require(TenantName("gamma")), by: admin, recording: house.recording())
        }
        let hash = try PasswordHash(of: House.password, cost: House.cheap)
        for other in others {
            try refused(.unknownUser, house) { _ = try house.users.user(other.id, for: admin) }
            try refused(.unknownUser, house) { _ = try house.users.user(login: other.login, for: admin) }
            try refused(.unknownUser, house) {
                _ = try house.users.setRoles([], of: other.id, by: admin, recording: house.recording())
            }
            try refused(.unknownUser, house) {
                _ = try house.users.setDisabled(true, of: other.id, by: admin, recording: house.recording())
            }
            try refused(.unknownUser, house) {
                _ = try house.users.resetPassword(hash, of: other.id, by: admin, recording: house.recording())
            }
            try refused(.unknownUser, house) {
                try house.users.remove(other.id, by: admin, recording: house.recording())
            }
        }
        #expect(try house.users.list(for: admin).map(\.login) == ["acme/al", "acme/ann"])
        #expect(try house.tenants.list(for: admin).map(\.name) == [acme])
        // Without the other role rules: what the tenant may do, it may.
        _ = try house.users.setRoles([.senior], of: own.id, by: admin, recording: house.recording())
        try house.users.remove(own.id, by: admin, recording: house.recording())
    }

    @Test(arguments: TestEngine.available)
    func whoMayNotManagePeopleDoesNot(_ engine: TestEngine) throws {
        let house = try House(engine)
        let user = try house.add("ada", [.moderator])
        for role in Role.allCases where role != .tenantAdmin {
            for kind in [Principal.Kind.user, .key, .loopback] {
                let principal = Principal(kind: kind, id: "x", tenant: nil, roles: [role])
                try refused(.notAllowed, house) { try house.add("bob", [], by: principal) }
                try refused(.notAllowed, house) {
                    _ = try house.users.setRoles([], of: user.id, by: principal, recording: house.recording())
                }
            }
        }
        let scoped = Principal(kind: .key, id: "x", tenant: nil, roles: [.tenantAdmin], scope: [.keysManage])
        try refused(.notAllowed, house) { try house.add("bob", [], by: scoped) }
        let unscoped = Principal(kind: .key, id: "x", tenant: nil, roles: [.tenantAdmin])
        try refused(.roleNotGiven, house) { try house.add("bob", [.tenantAdmin], by: unscoped) }
    }

    @Test(arguments: TestEngine.available)
    func whoIsDisabledOrRemovedOrGivenANewPasswordIsSignedOutAtOnce(_ engine: TestEngine) async throws {
        let house = try House(engine)
        let user = try house.add("ada", [.moderator])
        var session = try await house.settle("ada")
        #expect(try house.sessions.session(token: session.token) != nil)
        _ = try house.users.setDisabled(true, of: user.id, by: house.program, recording: house.recording())
        #expect(try house.sessions.session(token: session.token) == nil)
        _ = try house.users.setDisabled(false, of: user.id, by: house.program, recording: house.recording())
        #expect(try house.sessions.session(token: session.token) == nil)

        session = try await house.signIn.attempt(
            "ada", password: House.password + "!", from: nil, recording: house.recording())
        let hash = try PasswordHash(of: House.password, cost: House.cheap)
        let reset = try house.users.resetPassword(hash, of: user.id, by: house.program, recording: house.recording())
        #expect(reset.mustChangePassword)
        #expect(try house.sessions.session(token: session.token) == nil)

        session = try await house.settle("ada")
        try house.users.remove(user.id, by: house.program, recording: house.recording())
        #expect(try house.sessions.session(token: session.token) == nil)
        #expect(try house.users.list(for: house.program).isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func otherRolesCountAtOnceInASessionThatGoesOn(_ engine: TestEngine) async throws {
        let house = try House(engine)
        let user = try house.add("ada", [.moderator])
        let session = try await house.settle("ada")
        _ = try house.users.setRoles([.reporter], of: user.id, by: house.program, recording: house.recording())
        #expect(try house.sessions.session(token: session.token)?.principal.roles == [.reporter])
    }

    @Test(arguments: TestEngine.available)
    func listsComeInPages(_ engine: TestEngine) throws {
        let house = try House(engine)
        for number in 0..<7 { try house.add("user\(number)", password: nil) }
        var logins: [String] = []
        while true {
            let page = try house.users.list(for: house.program, after: logins.last ?? "", limit: 3)
            if page.isEmpty { break }
            logins += page.map(\.login)
        }
        #expect(logins == (0..<7).map { "user\($0)" })
    }

    @Test func whatCannotBeStoredIsUnknownAndNoFaultOfTheDatabase() throws {
        let house = try House(.sqlite)
        try refused(.unknownUser, house) { _ = try house.users.user("a\u{0}", for: house.program) }
        try refused(.unknownUser, house) { _ = try house.users.user(login: "\u{0}", for: house.program) }
        try refused(.unknownKey, house) { _ = try house.keys.key("\u{0}", for: house.program) }
        try refused(.unknownKey, house) {
            _ = try house.keys.rotate("a\u{0}", by: house.program, recording: house.recording())
        }
        try refused(.unknownSession, house) {
            try house.sessions.end("\u{0}", of: "u", recording: house.recording())
        }
        #expect(try house.users.list(for: house.program, after: "\u{0}").isEmpty)
        #expect(try house.keys.list(for: house.program, after: "\u{0}").isEmpty)
        #expect(
            try house.store.read { try house.log.events(matching: AuditFilter(object: "\u{0}"), within: $0) }.isEmpty)
    }

    @Test func aRoleOrTenantThatCannotBeReadAllowsNothing() throws {
        let house = try House(.sqlite)
        let user = try house.add("ada", [.moderator])
        try house.store.write {
            try $0.execute("UPDATE identity_user SET roles = 'emperor,moderator' WHERE id = $1", [.text(user.id)])
        }
        #expect(try house.users.user(user.id, for: house.program).roles == [.moderator])
        try house.store.write {
            try $0.execute("INSERT INTO identity_tenant (name, title, created_at) VALUES ('NOT a name', 'x', 0)")
            try $0.execute("UPDATE identity_user SET tenant = 'NOT a name' WHERE id = $1", [.text(user.id)])
        }
        // Never taken for the house.
        #expect(throws: IdentityError.self) { try house.users.user(user.id, for: house.program) }
    }

    // MARK: First start

    @Test(arguments: TestEngine.available)
    func theFirstStartMakesOneAdministratorWhoMustChooseAPassword(_ engine: TestEngine) async throws {
        let house = try House(engine)
        let password = try #require(
            try Bootstrap.administrator(house.users, cost: House.cheap, recording: house.recording("user.bootstrap")))
        #expect(password.count == 24 && Set(password).count > 8)
        #expect(try Bootstrap.administrator(house.users, cost: House.cheap, recording: house.recording()) == nil)
        let admin = try #require(try house.users.list(for: house.program).first)
        #expect(admin.login == "admin" && admin.roles == [.tenantAdmin, .operator, .listManager, .auditor])
        #expect(try house.events().map(\.event.action.description) == ["user.bootstrap"])

        let session = try await house.signIn.attempt(
            "admin", password: password, from: "192.0.2.1", recording: house.recording()
        ).session
        #expect(session.principal.permissions.isEmpty && session.user.mustChangePassword)
        let settled = try await house.signIn.changePassword(
            of: session, from: password, to: House.password, at: "192.0.2.1", recording: house.recording())
        #expect(settled.session.principal.may(.peopleManage))
    }

    @Test(arguments: TestEngine.available)
    func ofServersThatStartTogetherOneMakesTheAdministrator(_ engine: TestEngine) async throws {
        let house = try House(engine)
        let passwords = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await house.store.perform {
                        try Bootstrap.administrator(house.users, cost: House.cheap, recording: house.recording())
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(passwords.compactMap { $0 }.count == 1)
        #expect(try house.users.list(for: house.program).count == 1)
    }
}
