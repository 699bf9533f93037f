// SPDX-License-Identifier: Apache-2.0

import Foundation
import Ledger
import Store
import StoreTestSupport
import Testing

@testable import Identity

@Suite struct ForeignSignInTests {
    private let mapping = ForeignMapping(roles: [
        "mods": [.moderator], "reports": [.reporter], "keys": [.custodian], "ops": [.operator, .auditor],
    ])

    private func identity(_ groups: [String], subject: String = "42", name: String? = "ada") -> ForeignIdentity {
        ForeignIdentity(issuer: "https://id.example", subject: subject, name: name, groups: groups)
    }

    @Test(arguments: TestEngine.available)
    func groupsGiveRolesAnewAtEachSignIn(_ engine: TestEngine) throws {
        let house = try House(engine)
        let first = try house.foreign.enter(identity(["mods", "choir"]), mapping, recording: house.recording())
        #expect(first.session.principal.roles == [.moderator] && first.session.user.login == "ada")
        #expect(!first.session.user.hasPassword && !first.session.user.mustChangePassword)
        let second = try house.foreign.enter(
            identity(["mods", "reports"], name: "renamed"), mapping, recording: house.recording())
        #expect(second.session.user.id == first.session.user.id && second.session.user.login == "ada")
        #expect(second.session.principal.roles == [.moderator, .reporter])
        // The session that goes on has the new roles too.
        #expect(try house.sessions.session(token: first.token)?.principal.roles == [.moderator, .reporter])
        #expect(try house.users.list(for: house.program).count == 1)
        try refused(.managedElsewhere, house) {
            _ = try house.users.setRoles(
                [.senior], of: first.session.user.id, by: house.program, recording: house.recording())
        }
        let hash = try PasswordHash(of: House.password, cost: House.cheap)
        try refused(.managedElsewhere, house) {
            _ = try house.users.resetPassword(
                hash, of: first.session.user.id, by: house.program, recording: house.recording())
        }
    }

    @Test(arguments: TestEngine.available)
    func whatTheProviderTakesAwayIsGoneHereAtOnce(_ engine: TestEngine) throws {
        let house = try House(engine)
        for groups in [["choir"], [], ["mods", "keys"]] {
            let started = try house.foreign.enter(identity(["mods"]), mapping, recording: house.recording())
            let error = #expect(throws: IdentityError.self) {
                _ = try house.foreign.enter(identity(groups), mapping, recording: house.recording("session.sign-in"))
            }
            #expect(error?.code == (groups.count == 2 ? .rolesConflict : .notAllowed))
            #expect(try house.sessions.session(token: started.token) == nil)
            #expect(try house.users.user(started.session.user.id, for: house.program).roles == [])
            #expect(try house.events().last?.event.detail["outcome"] == "refused")
        }
    }

    @Test(arguments: TestEngine.available)
    func aNameAtTheProviderOpensNoAccountOfThatName(_ engine: TestEngine) throws {
        let house = try House(engine)
        let local = try house.add("ada", [.tenantAdmin])
        let started = try house.foreign.enter(identity(["mods"]), mapping, recording: house.recording())
        #expect(started.session.user.id != local.id && started.session.user.login == "ada-2")
        let other = try house.foreign.enter(
            ForeignIdentity(issuer: "https://other.example", subject: "42", name: "ada", groups: ["mods"]), mapping,
            recording: house.recording())
        #expect(Set([local.id, started.session.user.id, other.session.user.id]).count == 3)
    }

    @Test(arguments: TestEngine.available)
    func anAdministratorJoinsAnAccountWhichKeepsItsRoles(_ engine: TestEngine) throws {
        let house = try House(engine)
        let local = try house.add("ada", [.senior])
        try house.foreign.join(identity([]), to: local.id, by: house.program, recording: house.recording())
        let started = try house.foreign.enter(identity([]), mapping, recording: house.recording())
        #expect(started.session.user.id == local.id && started.session.user.roles == [.senior])
        try refused(.nameTaken, house) {
            let other = try house.users.list(for: house.program)[0]
            try house.foreign.join(identity([]), to: other.id, by: house.program, recording: house.recording())
        }
        _ = try house.users.setDisabled(true, of: local.id, by: house.program, recording: house.recording())
        #expect(throws: IdentityError.self) {
            _ = try house.foreign.enter(identity(["mods"]), mapping, recording: house.recording())
        }
        #expect(try house.users.user(local.id, for: house.program).roles == [.senior])
    }

    @Test func newPeopleAreLetInOnlyIfTheOperatorWantsThem() throws {
        let house = try House(.sqlite)
        var closed = mapping
        closed.admitsNewPeople = false
        #expect(throws: IdentityError.self) {
            _ = try house.foreign.enter(identity(["mods"]), closed, recording: house.recording())
        }
        #expect(throws: IdentityError.self) {
            _ = try house.foreign.enter(identity(["choir"]), mapping, recording: house.recording())
        }
        #expect(try house.users.list(for: house.program).isEmpty)
        _ = try house.foreign.enter(identity(["mods"]), mapping, recording: house.recording())
        _ = try house.foreign.enter(identity(["mods"]), closed, recording: house.recording())
    }

    @Test func peopleOfATenantsProviderStayInTheTenant() throws {
        let house = try House(.sqlite)
        let acme = try house.tenant("acme")
        var own = mapping
        own.tenant = acme
        let started = try house.foreign.enter(identity(["mods"]), own, recording: house.recording())
        #expect(started.session.principal.tenant == acme && started.session.user.login == "acme/ada")
        #expect(throws: IdentityError.self) {
            _ = try house.foreign.enter(identity(["ops"], subject: "43"), own, recording: house.recording())
        }
        // Neither does another configuration carry somebody over.
        #expect(throws: IdentityError.self) {
            _ = try house.foreign.enter(identity(["mods"]), mapping, recording: house.recording())
        }
    }

    @Test(arguments: [
        "", "---", "Ada Lovelace", "ädä@ö", "../../etc", String(repeating: "x", count: 500), "a\u{0}b\n", "🙂",
    ])
    func aNameOfTheProviderBecomesAPlainOne(_ name: String) throws {
        let house = try House(.sqlite)
        for subject in ["1", "2"] {
            let user = try house.foreign.enter(
                identity(["mods"], subject: subject, name: name), mapping, recording: house.recording()
            ).session.user
            #expect(try UserName.checked(user.name) == user.name)
        }
    }

    @Test(arguments: TestEngine.available)
    func onePersonWhoSignsInTwiceAtOnceBecomesOneAccount(_ engine: TestEngine) async throws {
        let house = try House(engine)
        let identity = identity(["mods"])
        let mapping = mapping
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    _ = try await house.store.perform {
                        try house.foreign.enter(identity, mapping, recording: house.recording())
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try house.users.list(for: house.program).count == 1)
    }

    @Test func tenantsAreMadeOnceAndByTheHouse() throws {
        let house = try House(.sqlite)
        let acme = try house.tenant("acme")
        #expect(try house.tenants.list(for: house.program).map(\.title) == ["acme"])
        try refused(.nameTaken, house) {
            _ = try house.tenants.create(acme, title: "Other", by: house.program, recording: house.recording())
        }
        try refused(.nameInvalid, house) {
            _ = try house.tenants.create(
                try #require(TenantName("beta")), title: "a\u{202E}b", by: house.program, recording: house.recording())
        }
        #expect(throws: RecordingFailed.self) {
            _ = try house.tenants.create(
                try #require(TenantName("beta")), by: house.program, recording: failingRecording)
        }
        #expect(try house.tenants.list(for: house.program).count == 1)
    }
}
