// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Ledger
import Store
import StoreTestSupport
import TestSupport
import Testing

@testable import Identity

@Suite struct KeyTests {
    private func make(
        _ house: House, roles: Set<Role> = [.submitter], tenant: TenantName? = nil, scope: Set<Permission>? = nil,
        networks: [String] = [], days: Int = 90, by manager: Principal? = nil
    ) throws -> IssuedKey {
        try house.keys.create(
            KeyRequest(
                name: "front end", tenant: tenant, roles: roles, scope: scope,
                networks: networks.map { try #require(NetworkBlock($0)) }, lifetime: days),
            by: manager ?? house.program, recording: house.recording("key.create"))
    }

    // MARK: The form of a key

    @Test func aKeyIsReadAndEveryChangeOfOneCharacterIsNoticed() throws {
        let text = KeySecret.make(id: Base32.text(RandomBytes.system.bytes(10)), .system)
        #expect(text.utf8.count == KeySecret.length)
        #expect(KeySecret(text)?.id == String(text.dropFirst(4).prefix(16)))
        let characters = Array(text)
        for index in characters.indices {
            for replacement in "abz279_-. \u{0}Aé" where replacement != characters[index] {
                var changed = characters
                changed[index] = replacement
                #expect(KeySecret(String(changed)) == nil, "position \(index)")
            }
            var shorter = characters
            shorter.remove(at: index)
            #expect(KeySecret(String(shorter)) == nil)
        }
        for swap in characters.indices.dropFirst() where characters[swap] != characters[swap - 1] {
            var changed = characters
            changed.swapAt(swap, swap - 1)
            #expect(KeySecret(String(changed)) == nil, "position \(swap)")
        }
    }

    @Test func randomTextIsNoKey() {
        var random = SplitMix(state: 3)
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567_")
        for _ in 0..<5_000 {
            let count = Int(random.next() % 120)
            let text = String((0..<count).map { _ in alphabet[Int(random.next() % 33)] })
            #expect(KeySecret(text) == nil)
            #expect(KeySecret("tut_" + text) == nil)
        }
        #expect(KeySecret("") == nil)
    }

    /// CRC-32 of "123456789", the check value of every catalogue.
    @Test func theChecksumIsTheUsualOne() {
        #expect(KeySecret.checksum("123456789".utf8) == 0xCBF4_3926)
        #expect(Base32.text(Array("foobar".utf8)) == "mzxw6ytboi")  // RFC 4648, section 10
    }

    @Test func aSecretIsInNothingThatIsPrinted() throws {
        let house = try House(.sqlite)
        let issued = try make(house)
        var dumped = ""
        dump(issued, to: &dumped)
        #expect(![dumped, "\(issued)", String(reflecting: issued)].contains { $0.contains(issued.secret.suffix(20)) })
    }

    // MARK: Making, rotating, revoking

    @Test(arguments: TestEngine.available)
    func aKeyIsStoredWithoutItsSecret(_ engine: TestEngine) throws {
        let house = try House(engine)
        let issued = try make(house, scope: [.match])
        #expect(issued.key.principal.permissions == [.match])
        #expect(issued.key.expires == house.clock.now.adding(seconds: 90 * 86_400))
        #expect(try house.keys.list(for: house.program) == [issued.key])
        let stored = try house.store.read { connection in
            try connection.firstRow("SELECT hash FROM identity_key") { $0.blob(0) }
        }
        #expect(stored == KeySecret(issued.secret)?.hash)
        let event = try #require(try house.events().first?.event)
        #expect(event.object == "key:\(issued.key.id)")
        #expect(event.detail == ["roles": "submitter", "days": "90", "scope": "match"])
        #expect(throws: RecordingFailed.self) {
            _ = try house.keys.create(
                KeyRequest(name: "x", roles: [.submitter]), by: house.program, recording: failingRecording)
        }
        #expect(try house.keys.list(for: house.program).count == 1)
    }

    @Test func whatAKeyCannotBeIsRefused() throws {
        let house = try House(.sqlite)
        try refused(.settingInvalid, house) { _ = try make(house, roles: []) }
        try refused(.settingInvalid, house) { _ = try make(house, days: 0) }
        try refused(.settingInvalid, house) { _ = try make(house, days: 366) }
        try refused(.settingInvalid, house) { _ = try make(house, scope: []) }
        try refused(.roleNotGiven, house) { _ = try make(house, scope: [.match, .auditRead]) }
        try refused(.rolesConflict, house) { _ = try make(house, roles: [.exchange, .listManager]) }
        for role in Role.allCases where role.isOfPeopleOnly {
            try refused(.roleNotGiven, house) { _ = try make(house, roles: [role]) }
        }
        try refused(.unknownTenant, house) { _ = try make(house, tenant: TenantName("nowhere")) }
        try refused(.settingInvalid, house) {
            _ = try make(house, networks: (0..<65).map { "10.0.0.\($0)" })
        }
        try refused(.nameInvalid, house) {
            _ = try house.keys.create(
                KeyRequest(name: "a\u{1B}[1m", roles: [.submitter]), by: house.program, recording: house.recording())
        }
    }

    @Test(arguments: TestEngine.available)
    func managersOfATenantManageItsKeysOnly(_ engine: TestEngine) throws {
        let house = try House(engine)
        let (acme, beta) = (try house.tenant("acme"), try house.tenant("beta"))
        let admin = Principal(kind: .user, id: "ann", tenant: acme, roles: [.tenantAdmin])
        let own = try make(house, tenant: acme, by: admin)
        let others = try [make(house), make(house, tenant: beta)]
        try refused(.notAllowed, house) { _ = try make(house, by: admin) }
        try refused(.notAllowed, house) { _ = try make(house, tenant: beta, by: admin) }
        try refused(.roleNotGiven, house) { _ = try make(house, roles: [.operator], tenant: acme, by: admin) }
        for other in others {
            try refused(.unknownKey, house) { _ = try house.keys.key(other.key.id, for: admin) }
            try refused(.unknownKey, house) {
                _ = try house.keys.rotate(other.key.id, by: admin, recording: house.recording())
            }
            try refused(.unknownKey, house) {
                _ = try house.keys.revoke(other.key.id, by: admin, recording: house.recording())
            }
        }
        #expect(try house.keys.list(for: admin) == [own.key])
        #expect(try house.keys.list(for: house.program).count == 3)
        _ = try house.keys.revoke(own.key.id, by: admin, recording: house.recording())
        #expect(try house.keys.list(for: admin).isEmpty)
        #expect(try house.keys.list(for: admin, includingEnded: true).count == 1)
        try refused(.unknownKey, house) {
            _ = try house.keys.rotate(own.key.id, by: admin, recording: house.recording())
        }
    }

    @Test func aKeyCannotMakeItselfAStrongerSuccessor() throws {
        let house = try House(.sqlite)
        let scoped = Principal(kind: .key, id: "k", tenant: nil, roles: [.tenantAdmin], scope: [.keysManage])
        let full = try make(house, roles: [.tenantAdmin])
        try refused(.roleNotGiven, house) {
            _ = try house.keys.rotate(full.key.id, by: scoped, recording: house.recording())
        }
        let itself = Principal(kind: .key, id: full.key.id, tenant: nil, roles: [.tenantAdmin])
        _ = try house.keys.rotate(full.key.id, by: itself, recording: house.recording())
        try refused(.roleNotGiven, house) { _ = try make(house, roles: [.tenantAdmin], by: scoped) }
        _ = try make(house, roles: [.submitter], by: scoped)
        let without = Principal(kind: .key, id: "k", tenant: nil, roles: [.tenantAdmin], scope: [.peopleManage])
        try refused(.notAllowed, house) { _ = try make(house, by: without) }
    }

    // MARK: The cache

    private func cache(_ house: House) throws -> IdentityCache {
        let cache = IdentityCache(store: house.store, clock: { house.clock.now })
        try cache.refresh()
        return cache
    }

    private func answer(_ cache: IdentityCache, _ house: House, _ key: String, from: String? = nil) -> KeyRefusal? {
        do {
            _ = try cache.principal(forKey: key, from: from, now: house.clock.now)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: TestEngine.available)
    func aKeyIsAcceptedUntilItExpiresOrIsRevoked(_ engine: TestEngine) throws {
        let house = try House(engine)
        let acme = try house.tenant("acme")
        let issued = try make(house, tenant: acme, scope: [.match], days: 1)
        let cache = try cache(house)
        #expect(
            try cache.principal(forKey: issued.secret, from: nil, now: house.clock.now)
                == Principal(kind: .key, id: issued.key.id, tenant: acme, roles: [.submitter], scope: [.match]))
        #expect(answer(cache, house, KeySecret.make(id: issued.key.id, .system)) == .unknown)
        #expect(
            answer(cache, house, KeySecret.make(id: Base32.text(RandomBytes.system.bytes(10)), .system)) == .unknown)
        #expect(answer(cache, house, "tut_nonsense") == .unknown)

        house.clock.advance(86_399)
        try cache.refresh()
        #expect(answer(cache, house, issued.secret) == nil)
        house.clock.advance(1)
        try cache.refresh()
        #expect(answer(cache, house, issued.secret) == .expired)

        let second = try make(house)
        try cache.refresh()
        #expect(answer(cache, house, second.secret) == nil)
        _ = try house.keys.revoke(second.key.id, by: house.program, recording: house.recording())
        try cache.refresh()
        #expect(answer(cache, house, second.secret) == .revoked)
    }

    @Test(arguments: TestEngine.available)
    func afterARotationTheOldSecretIsAcceptedForAWhile(_ engine: TestEngine) throws {
        let house = try House(engine)
        let first = try make(house, days: 10)
        let cache = try cache(house)
        let second = try house.keys.rotate(
            first.key.id, overlap: 2, by: house.program, recording: house.recording())
        #expect(second.key.id == first.key.id && second.secret != first.secret)
        try cache.refresh()
        #expect(answer(cache, house, first.secret) == nil)
        #expect(answer(cache, house, second.secret) == nil)
        house.clock.advance(7_200)
        try cache.refresh()
        #expect(answer(cache, house, first.secret) == .expired)
        #expect(answer(cache, house, second.secret) == nil)

        // An overlap never gives the old secret more time than it had.
        house.clock.advance(10 * 86_400 - 7_200 - 3_600)
        let third = try house.keys.rotate(
            first.key.id, overlap: 24, lifetime: 5, by: house.program, recording: house.recording())
        #expect(third.key.oldSecretUntil == second.key.expires)
        try cache.refresh()
        #expect(answer(cache, house, second.secret) == nil)
        #expect(answer(cache, house, first.secret) == .unknown)
        house.clock.advance(3_600)
        try cache.refresh()
        #expect(answer(cache, house, second.secret) == .expired)
        #expect(answer(cache, house, third.secret) == nil)

        let fourth = try house.keys.rotate(
            first.key.id, overlap: 0, by: house.program, recording: house.recording())
        try cache.refresh()
        #expect(answer(cache, house, third.secret) == .expired)
        #expect(answer(cache, house, fourth.secret) == nil)
        _ = try house.keys.revoke(first.key.id, by: house.program, recording: house.recording())
        try cache.refresh()
        #expect(answer(cache, house, fourth.secret) == .revoked)
        #expect(answer(cache, house, third.secret) == .unknown)
        for overlap in [-1, 721] {
            try refused(.settingInvalid, house) {
                _ = try house.keys.rotate(
                    first.key.id, overlap: overlap, by: house.program, recording: house.recording())
            }
        }
    }

    @Test func aKeyIsAcceptedFromItsNetworksOnly() throws {
        let house = try House(.sqlite)
        let issued = try make(house, networks: ["192.0.2.0/24", "2001:db8::/32"])
        let cache = try cache(house)
        #expect(answer(cache, house, issued.secret, from: "192.0.2.77") == nil)
        #expect(answer(cache, house, issued.secret, from: "::ffff:192.0.2.77") == nil)
        #expect(answer(cache, house, issued.secret, from: "2001:db8:1::5") == nil)
        for address in ["192.0.3.1", "2001:db9::1", "::1", "nonsense", nil] {
            #expect(answer(cache, house, issued.secret, from: address) == .elsewhere)
        }
    }

    @Test func withoutConfirmationNoKeyIsAccepted() throws {
        let house = try House(.sqlite)
        let issued = try make(house)
        let never = IdentityCache(store: house.store, clock: { house.clock.now })
        #expect(answer(never, house, issued.secret) == .unconfirmed)
        let cache = try cache(house)
        house.clock.advance(10)
        #expect(answer(cache, house, issued.secret) == nil && cache.isConfirmed(house.clock.now))
        house.clock.advance(1)
        #expect(answer(cache, house, issued.secret) == .unconfirmed && !cache.isConfirmed(house.clock.now))
        try cache.refresh()
        #expect(answer(cache, house, issued.secret) == nil)
        house.clock.advance(-3_600)
        #expect(answer(cache, house, issued.secret) == .unconfirmed)
        try house.store.close()
        #expect(throws: StoreError.self) { try cache.refresh() }
    }

    /// Whatever is done to keys in whatever order, the cache answers what the table says.
    @Test(arguments: TestEngine.available)
    func theCacheAgreesWithTheTableAfterAnyChanges(_ engine: TestEngine) throws {
        let house = try House(engine)
        let cache = try cache(house)
        var random = SplitMix(state: 11)
        var secrets: [(id: String, secret: String)] = []
        for _ in 0..<60 {
            switch random.next() % 4 {
            case 0, 1:
                let issued = try make(house, days: 1 + Int(random.next() % 5))
                secrets.append((issued.key.id, issued.secret))
            case 2:
                guard let id = secrets.randomElement(using: &random)?.id else { continue }
                if let issued = try? house.keys.rotate(
                    id, overlap: Int(random.next() % 48), by: house.program, recording: house.recording())
                {
                    secrets.append((id, issued.secret))
                }
            default:
                guard let id = secrets.randomElement(using: &random)?.id else { continue }
                _ = try? house.keys.revoke(id, by: house.program, recording: house.recording())
            }
            house.clock.advance(Int64(random.next() % 20_000))
            try cache.refresh(everything: random.next() % 10 == 0)
            for (id, secret) in secrets {
                let key = try house.keys.key(id, for: house.program)
                let (hash, old) = try house.store.read { connection in
                    try #require(
                        try connection.firstRow("SELECT hash, old_hash FROM identity_key WHERE id = $1", [.text(id)]) {
                            ($0.blob(0), $0.optionalBlob(1))
                        })
                }
                let own = KeySecret(secret)?.hash
                let isAccepted =
                    key.isActive(house.clock.now)
                    && (own == hash || (own == old && key.oldSecretUntil.map { house.clock.now < $0 } == true))
                #expect((answer(cache, house, secret) == nil) == isAccepted)
            }
        }
    }

    @Test func aDatabaseThatWentBackIsReadAnew() throws {
        let house = try House(.sqlite)
        let (kept, lost) = (try make(house), try make(house))
        let cache = try cache(house)
        // A backup from before the second key.
        try house.store.write { connection in
            try connection.execute("DELETE FROM identity_key WHERE id = $1", [.text(lost.key.id)])
            try connection.execute("UPDATE identity_change SET value = value - 1")
        }
        try cache.refresh()
        #expect(answer(cache, house, kept.secret) == nil)
        #expect(answer(cache, house, lost.secret) == .unknown)
    }

    @Test func theLastUseIsWrittenAboutOnceAMinute() throws {
        let house = try House(.sqlite)
        let issued = try make(house)
        let cache = try cache(house)
        let start = house.clock.now
        for _ in 0..<50 {
            #expect(answer(cache, house, issued.secret) == nil)
            house.clock.advance(1)
            try cache.refresh()
            try cache.writeUses()
        }
        #expect(try house.keys.key(issued.key.id, for: house.program).used == start)
        house.clock.advance(10)
        try cache.refresh()
        let later = house.clock.now
        #expect(answer(cache, house, issued.secret) == nil)
        try cache.writeUses()
        #expect(try house.keys.key(issued.key.id, for: house.program).used == later)
        #expect(try house.events().count == 1, "a use is no change")
    }

    @Test(arguments: TestEngine.available)
    func whoFollowsHearsOfARevocation(_ engine: TestEngine) async throws {
        let house = try House(engine)
        let issued = try make(house)
        let cache = IdentityCache(store: house.store, clock: { house.clock.now })
        let following = Task { await cache.follow() }
        func wait(for refusal: KeyRefusal?) async throws {
            for _ in 0..<500 where answer(cache, house, issued.secret) != refusal {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(answer(cache, house, issued.secret) == refusal)
        }
        try await wait(for: nil)
        _ = try await house.store.perform {
            try house.keys.revoke(issued.key.id, by: house.program, recording: house.recording())
        }
        try await wait(for: .revoked)
        following.cancel()
        await following.value
    }
}
