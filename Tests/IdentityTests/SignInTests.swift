// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Ledger
import Store
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import Identity

@Suite struct SignInTests {
    private func attempt(
        _ house: House, _ login: String, _ password: String, from address: String? = "192.0.2.1"
    ) async throws -> SignInRefusal? {
        do {
            _ = try await house.signIn.attempt(
                login, password: password, from: address, recording: house.recording("session.sign-in", by: "nobody"))
            return nil
        } catch let refusal as SignInRefusal {
            return refusal
        }
    }

    @Test(arguments: TestEngine.available)
    func whoeverKnowsThePasswordIsLetIn(_ engine: TestEngine) async throws {
        let house = try House(engine)
        let acme = try house.tenant("acme")
        let ada = try house.add("ada", [.moderator])
        let other = try house.add("ada", [.reporter], tenant: acme)
        let started = try await house.settle("ADA")
        #expect(started.session.user.id == ada.id)
        #expect(try house.sessions.session(token: started.token) == started.session)
        #expect(started.session.principal == Principal(kind: .user, id: ada.id, tenant: nil, roles: [.moderator]))
        let second = try await house.settle("acme/ada")
        #expect(second.session.user.id == other.id && second.session.principal.tenant == acme)
    }

    @Test(arguments: TestEngine.available)
    func everyReasonIsRefusedWithTheSameWords(_ engine: TestEngine) async throws {
        let house = try House(engine)
        try house.add("ada")
        try house.add("elsewhere", password: nil)
        let disabled = try house.add("gone")
        _ = try house.users.setDisabled(true, of: disabled.id, by: house.program, recording: house.recording())
        let attempts = [
            ("ada", "wrong password here"), ("ada", ""), ("nobody", House.password), ("elsewhere", House.password),
            ("elsewhere", ""), ("gone", House.password), ("", ""), (String(repeating: "x", count: 10_000), "x"),
            ("ada", String(repeating: "x", count: 1 << 20)), ("ada\u{0}", House.password), ("' OR 1=1 --", "x"),
        ]
        var words: Set<String> = []
        for (login, password) in attempts {
            let refusal = try #require(try await attempt(house, login, password))
            words.insert(refusal.description)
        }
        #expect(words.count == 1)
    }

    /// Names that exist and names that do not cost the same, in passwords hashed and in counts kept.
    @Test func theWorkDoesNotTellWhoExists() async throws {
        let house = try House(.sqlite)
        try house.add("ada")
        var refusals: [[SignInRefusal?]] = [[], []]
        for _ in 0..<12 {
            for (index, name) in ["ada", "nobody"].enumerated() {
                refusals[index].append(try await attempt(house, name, "wrong", from: "192.0.2.\(index)"))
            }
            house.clock.advance(2)
        }
        #expect(refusals[0] == refusals[1])
        #expect(refusals[0].contains { $0?.retryAfter != nil })
        let hasher = PasswordHasher(cost: House.cheap)
        #expect(try await !hasher.matches(House.password, nil))
    }

    @Test(arguments: TestEngine.available)
    func aSessionThatBeganAndOneThatWasRefusedAreRecorded(_ engine: TestEngine) async throws {
        let house = try House(engine)
        let ada = try house.add("ada")
        _ = try await attempt(house, "ada", "wrong")
        _ = try await attempt(house, "secret-typed-as-name", "wrong")
        _ = try await attempt(house, "ada", House.password)
        let events = try house.events().map(\.event).filter { $0.action.description == "session.sign-in" }
        #expect(events.map(\.object) == ["user:\(ada.id)", "user:unknown", "user:\(ada.id)"])
        #expect(events.map { $0.detail["outcome"] } == ["refused", "refused", "admitted"])
        #expect(!events.contains { "\($0)".contains("secret-typed-as-name") })
        #expect(try house.users.user(ada.id, for: house.program).failures == 0)
        await #expect(throws: RecordingFailed.self) {
            _ = try await house.signIn.attempt(
                "ada", password: House.password, from: nil, recording: failingRecording)
        }
        #expect(try house.sessions.sessions(of: ada.id).count == 1)
    }

    // MARK: Guessing

    @Test func theWaitDoublesUpToABound() {
        let backOff = BackOff(free: 4, longest: 900)
        #expect(
            (0...16).map { backOff.wait(after: $0) }
                == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
        #expect(backOff.wait(after: .max) == 900)
    }

    @Test(arguments: TestEngine.available)
    func guessesAtOneAccountWaitAndTheOwnerElsewhereDoesNot(_ engine: TestEngine) async throws {
        let house = try House(engine)
        try house.add("ada")
        for _ in 0..<5 { #expect(try await attempt(house, "ada", "wrong")?.retryAfter == nil) }
        #expect(try await attempt(house, "ada", "wrong")?.retryAfter == 1)
        // Not even the right password, while waiting; and being refused costs nothing more.
        #expect(try await attempt(house, "ada", House.password)?.retryAfter == 1)
        #expect(try await attempt(house, "ada", House.password, from: "198.51.100.9") == nil)
        house.clock.advance(1)
        #expect(try await attempt(house, "ada", House.password) == nil)
        // Forgotten with success.
        for _ in 0..<5 { #expect(try await attempt(house, "ada", "wrong")?.retryAfter == nil) }
    }

    @Test func guessesFromManyAddressesAtOneAccountWaitAMinuteAtMost() async throws {
        let house = try House(.sqlite)
        try house.add("ada")
        var admitted = 0
        for number in 0..<2_000 {
            if try await attempt(house, "ada", "wrong", from: "10.\(number / 250).\(number % 250).1")?.retryAfter == nil
            {
                admitted += 1
            }
            house.clock.advance(1)
        }
        // 20 free, the doubling, then one a minute.
        #expect(admitted < 20 + 8 + 2_000 / 60)
        house.clock.advance(60)
        #expect(try await attempt(house, "ada", House.password, from: "203.0.113.1") == nil)
    }

    @Test func guessesAtManyAccountsFromOneNetworkWait() async throws {
        let house = try House(.sqlite)
        var admitted = 0
        for number in 0..<300 {
            let address = "2001:db8:0:1::\(String(number, radix: 16))"
            if try await attempt(house, "user\(number)", "wrong", from: address)?.retryAfter == nil { admitted += 1 }
        }
        #expect(admitted == 51)
        #expect(try await attempt(house, "user", "wrong", from: "2001:db8:0:2::1")?.retryAfter == nil)
    }

    /// All at the same moment: they are counted before the passwords are checked.
    @Test(arguments: TestEngine.available)
    func parallelGuessesAreNotAllFree(_ engine: TestEngine) async throws {
        let house = try House(engine)
        try house.add("ada")
        let refusals = try await withThrowingTaskGroup(of: SignInRefusal?.self) { group in
            for _ in 0..<40 { group.addTask { try await attempt(house, "ada", "wrong") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(refusals.count { $0?.retryAfter == nil } == 5)
    }

    @Test func oldCountsAreForgotten() async throws {
        let house = try House(.sqlite)
        for _ in 0..<30 { _ = try await attempt(house, "ada", "wrong") }
        house.clock.advance(86_401)
        try house.sessions.sweep()
        #expect(
            try house.store.read { try $0.firstRow("SELECT COUNT(*) FROM identity_attempt") { $0.integer(0) } } == 0)
    }

    @Test func moreThanCanBeCheckedIsRefusedAtOnce() async throws {
        let hasher = PasswordHasher(cost: ScryptCost(logN: 12, r: 8, p: 1), lanes: 1, waiting: 1)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    do {
                        _ = try await hasher.matches("x", nil)
                        return true
                    } catch {
                        #expect((error as? IdentityError)?.code == .busy)
                        return false
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(true))
        #expect(outcomes.contains(false))
        #expect(try await !hasher.matches("x", nil), "the lane is free again")
    }

    // MARK: Sessions

    @Test(arguments: TestEngine.available)
    func aSessionEndsWhenNothingIsAskedAndAfterEightHours(_ engine: TestEngine) async throws {
        let house = try House(engine)
        try house.add("ada", [.moderator])
        let idle = try await house.settle("ada")
        house.clock.advance(Session.idle - 1)
        #expect(try house.sessions.session(token: idle.token) != nil)
        house.clock.advance(Session.idle)
        #expect(try house.sessions.session(token: idle.token) == nil)

        let busy = try await house.signIn.attempt(
            "ada", password: House.password + "!", from: nil, recording: house.recording())
        var seconds: Int64 = 0
        while try house.sessions.session(token: busy.token) != nil {
            house.clock.advance(300)
            seconds += 300
            if seconds > 2 * Session.longest { break }
        }
        #expect(seconds == Session.longest)
    }

    /// Random requests at random times: alive exactly as a model says that knows when each was seen, to a minute.
    @Test func aSessionLivesAsAModelOfItDoes() async throws {
        let house = try House(.sqlite)
        try house.add("ada", [.moderator])
        var random = SplitMix(state: 5)
        for _ in 0..<30 {
            let started = try await house.signIn.attempt(
                "ada", password: House.password, from: nil, recording: house.recording())
            let created = house.clock.now.seconds
            var seen = created
            while true {
                house.clock.advance(Int64(random.next() % 1_000))
                let now = house.clock.now.seconds
                let lives = now < seen + Session.idle && now < created + Session.longest
                #expect((try house.sessions.session(token: started.token) != nil) == lives)
                if !lives { break }
                if now - seen >= 60 { seen = now }
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func whoSignsOutIsOutAndNobodySignsOutAnother(_ engine: TestEngine) async throws {
        let house = try House(engine)
        let ada = try house.add("ada")
        let bob = try house.add("bob")
        let started = try await house.settle("ada")
        try refused(.unknownSession, house) {
            try house.sessions.end(started.session.id, of: bob.id, recording: house.recording())
        }
        try house.sessions.end(started.session.id, of: ada.id, recording: house.recording("session.sign-out"))
        #expect(try house.sessions.session(token: started.token) == nil)
        #expect(try house.events().last?.event.detail == ["session": started.session.id])
    }

    @Test func aPersonHasAFewSessionsAndTheOldestMakeRoom() async throws {
        let house = try House(.sqlite)
        let ada = try house.add("ada")
        var tokens: [String] = []
        for _ in 0..<15 {
            tokens.append(
                try await house.signIn.attempt(
                    "ada", password: House.password, from: nil, recording: house.recording()
                ).token)
            house.clock.advance(1)
        }
        let alive = try tokens.map { try house.sessions.session(token: $0) != nil }
        #expect(alive == Array(repeating: false, count: 5) + Array(repeating: true, count: 10))
        #expect(try house.sessions.sessions(of: ada.id).count == 10)
        house.clock.advance(Session.idle)
        try house.sessions.sweep()
        #expect(try house.sessions.sessions(of: ada.id).isEmpty)
    }

    @Test func aTokenIsStoredNowhereAndInNothingThatIsPrinted() async throws {
        let house = try House(.sqlite)
        try house.add("ada")
        let started = try await house.settle("ada")
        var dumped = ""
        dump(started, to: &dumped)
        #expect(![dumped, "\(started)", String(reflecting: started)].contains { $0.contains(started.token) })
        #expect(started.token.utf8.count == 52)
        for token in ["", started.token.uppercased(), started.token + "a", String(started.token.dropLast())] {
            #expect(try house.sessions.session(token: token) == nil)
        }
    }

    @Test func theSecretOfFormsBelongsToOneSession() {
        let tokens = (0..<20).map { _ in Base32.text(RandomBytes.system.bytes(32)) }
        for first in tokens {
            for second in tokens {
                #expect(CSRFToken.matches(CSRFToken.of(first), token: second) == (first == second))
            }
            #expect(!CSRFToken.matches("", token: first) && !CSRFToken.matches(first, token: first))
        }
    }

    // MARK: Changing passwords

    @Test(arguments: TestEngine.available)
    func aChangedPasswordEndsAllOtherSessions(_ engine: TestEngine) async throws {
        let house = try House(engine)
        try house.add("ada", [.moderator])
        let first = try await house.settle("ada")
        let present = House.password + "!"
        let second = try await house.signIn.attempt(
            "ada", password: present, from: nil, recording: house.recording())
        let new = "meadow kettle violin frost"
        let third = try await house.signIn.changePassword(
            of: second.session, from: present, to: new, at: nil, recording: house.recording())
        #expect(try house.sessions.session(token: first.token) == nil)
        #expect(try house.sessions.session(token: second.token) == nil)
        #expect(try house.sessions.session(token: third.token) != nil)
        #expect(try await attempt(house, "ada", present) != nil)
        #expect(try await attempt(house, "ada", new) == nil)
    }

    @Test func aPasswordIsNotChangedByWhoDoesNotKnowIt() async throws {
        let house = try House(.sqlite)
        try house.add("ada")
        let started = try await house.settle("ada")
        func change(from present: String, to new: String) async throws -> IdentityError.Code? {
            do {
                _ = try await house.signIn.changePassword(
                    of: started.session, from: present, to: new, at: nil, recording: house.recording())
                return nil
            } catch let error as IdentityError {
                return error.code
            }
        }
        #expect(try await change(from: "wrong", to: "meadow kettle violin frost") == .passwordWrong)
        #expect(try await change(from: House.password + "!", to: "short") == .passwordRefused)
        #expect(try await change(from: House.password + "!", to: House.password + "!") == .passwordRefused)
        // Guessing through this door is held back as at the other one.
        for _ in 0..<3 { #expect(try await change(from: "wrong", to: "meadow kettle violin frost") == .passwordWrong) }
        #expect(try await change(from: "wrong", to: "meadow kettle violin frost") == .passwordWrong)
        await #expect(throws: SignInRefusal.self) {
            _ = try await change(from: "wrong", to: "meadow kettle violin frost")
        }
    }

    @Test func whoTypesThePasswordAgainMayDoSensitiveThingsForFiveMinutes() async throws {
        let house = try House(.sqlite)
        try house.add("ada")
        let started = try await house.settle("ada")
        #expect(started.session.isSteppedUp(house.clock.now))
        house.clock.advance(301)
        var session = try #require(try house.sessions.session(token: started.token))
        #expect(!session.isSteppedUp(house.clock.now))
        await #expect(throws: IdentityError.self) {
            try await house.signIn.stepUp(session, password: "wrong", at: nil, recording: house.recording())
        }
        session = try #require(try house.sessions.session(token: started.token))
        #expect(!session.isSteppedUp(house.clock.now))
        try await house.signIn.stepUp(
            session, password: House.password + "!", at: nil, recording: house.recording("session.step-up"))
        session = try #require(try house.sessions.session(token: started.token))
        #expect(session.isSteppedUp(house.clock.now))
        house.clock.advance(-1)
        #expect(!session.isSteppedUp(house.clock.now), "a moment to come proves nothing")
    }
}
