// SPDX-License-Identifier: Apache-2.0

import Banks
import CivilTime
import Fingerprints
import Foundation
import Store
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import Screening

/// Invented hashes and digests.
enum Made {
    static func code(_ random: inout SplitMix) -> PDQHash {
        PDQHash(words: (random.next(), random.next(), random.next(), random.next()))
    }

    static func near(_ code: PDQHash, bits: Int, _ random: inout SplitMix) -> PDQHash {
        var bytes = code.bytes
        for bit in Array(0..<256).shuffled(using: &random).prefix(bits) { bytes[bit / 8] ^= 1 << UInt8(bit % 8) }
        return PDQHash(bytes: bytes) ?? .zero
    }

    static func digest(_ count: Int, _ random: inout SplitMix) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
}

@Suite("Live lists")
struct LiveListsTests {
    // MARK: Against a model

    /// Random changes of every kind, and what a follower answers after each catch-up.
    private struct Story {
        let home: LiveHome
        var random: SplitMix
        var model = ListModel()
        /// Hashes that queries are made near.
        let centres: [PDQHash]
        let digests: [[UInt8]]
        var steps = 0

        init(_ home: LiveHome, seed: UInt64) {
            self.home = home
            var random = SplitMix(state: seed)
            centres = (0..<8).map { _ in Made.code(&random) }
            digests = (0..<12).map { _ in Made.digest(32, &random) }
            self.random = random
        }

        private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        private mutating func chance(_ one: Int) -> Bool { number(1...one) == 1 }

        private mutating func fingerprints(_ purpose: BankPurpose) -> FingerprintSet {
            let digest = digests[number(0...11)]
            let isOwn = chance(3)
            let made = Made.digest(32, &random)
            let bytes = isOwn ? made : digest
            let centre = centres[number(0...7)]
            let hash = Made.near(centre, bits: number(0...40), &random)
            var set =
                FingerprintSet(
                    pdq: purpose == .known && !chance(4) ? hash : nil, md5: chance(2) ? Array(bytes.prefix(16)) : nil,
                    sha1: chance(3) ? Array(bytes.prefix(20)) : nil, sha256: chance(2) ? bytes : nil)
                ?? FingerprintSet()
            if set.isEmpty { set = FingerprintSet(sha256: made) ?? set }
            if set.pdq != nil, chance(4) {
                set.views = (0..<number(1...4)).compactMap { view in
                    KnownView(name: "crop-\(view)", pdq: Made.near(centre, bits: number(0...40), &random))
                }
            }
            return set
        }

        mutating func step() throws {
            steps += 1
            let repository = home.repository
            // Sorted, so that a seed tells the same story in every run.
            guard let id = model.banks.keys.sorted().randomElement(using: &random), let bank = model.banks[id],
                !chance(12)
            else { return try create() }
            let row = bank.entries.keys.sorted().randomElement(using: &random)
            switch number(0...13) {
            case 0: try changeBank(id, bank)
            case 1:
                guard chance(3) else { return }
                let renamed = try repository.rename(bank.name, to: "renamed-\(steps)")
                model.banks[id]?.name = renamed.name
            case 2:
                guard chance(5) else { return }
                try repository.remove(bank.name)
                model.banks[id] = nil
            case 3, 4: try importList(id, bank)
            case 5, 6, 7:
                let added = try repository.add(
                    BankEntry(id: "", fingerprints: fingerprints(bank.purpose), category: chance(3) ? "demo" : nil),
                    to: bank.name, actor: "test")
                note(added.stored)
            case 8:
                guard let row else { return }
                let state = ListingState.allCases[number(0...3)]
                try repository.set(state, entry: bank.entries[row]?.id ?? "", of: bank.name)
                model.banks[id]?.entries[row]?.state = state
            case 9:
                guard let row else { return }
                try repository.setConfirmed(true, entry: bank.entries[row]?.id ?? "", of: bank.name)
                model.banks[id]?.entries[row]?.confirmed = true
            case 10, 11:
                guard let row else { return }
                let (until, expires) = (number(-5...60), number(-5...60))
                let (isPaused, isExpiring) = (chance(2), chance(2))
                let now = home.clock.date
                let stored = try repository.updateEntry(.row(row), of: bank.name) { entry in
                    entry.disabledUntil = isPaused ? now.addingTimeInterval(Double(until)) : nil
                    entry.expires = isExpiring ? now.addingTimeInterval(Double(expires)) : nil
                    entry.category = isPaused ? "demo-\(until % 3)" : nil
                }
                note(stored)
            case 12:
                guard let row else { return }
                try repository.removeEntry(.row(row), of: bank.name)
                model.banks[id]?.entries[row] = nil
            default: home.clock.advance(Int64(number(1...20)))
            }
        }

        private mutating func create() throws {
            guard model.banks.count < 7 else { return }
            let tenant = chance(3) ? "t\(number(1...2))" : nil
            let purpose = chance(5) ? BankPurpose.knownGood : .known
            let settings = BankSettings(
                tier: .a, contributors: number(1...3), category: chance(2) ? "own" : nil,
                radius: chance(2) ? number(0...40) : nil)
            let bank = try home.repository.create(
                "bank-\(steps)", in: BankScope(tenant: tenant), purpose: purpose, restricted: chance(3),
                settings: settings)
            model.banks[bank.id] = ListModel.Listed(settings: settings, purpose: purpose, name: bank.name)
        }

        private mutating func changeBank(_ id: Int64, _ bank: ListModel.Listed) throws {
            let (state, radius) = (ListingState.allCases[number(0...1)], number(0...60))
            let changed = try home.repository.update(bank.name) { settings in
                settings.state = state
                settings.radius = radius
                settings.enabledRatio = Double(radius) / 60
            }
            model.banks[id]?.settings = changed.settings
        }

        private mutating func importList(_ id: Int64, _ bank: ListModel.Listed) throws {
            var lines = ""
            for _ in 0..<number(1...40) {
                let made = fingerprints(bank.purpose)
                var fields: [String] = []
                for (name, bytes) in [
                    ("pdq", made.pdq?.bytes), ("md5", made.md5), ("sha1", made.sha1), ("sha256", made.sha256),
                ] {
                    if let bytes { fields.append("\"\(name)\":\"\(Hexadecimal.encode(bytes))\"") }
                }
                let views = made.views.map { "\"\($0.name)\":\"\($0.pdq.hex)\"" }
                if !views.isEmpty { fields.append("\"pdq_views\":{\(views.joined(separator: ","))}") }
                lines += "{\(fields.joined(separator: ","))}\n"
            }
            try home.repository.importList(MemorySource(Array(lines.utf8)), named: "list", into: bank.name)
            var cursor: String?
            repeat {
                let page = try home.repository.search(of: bank.name, after: cursor, limit: 1_000)
                for stored in page.entries { model.banks[id]?.entries[stored.row] = stored.entry }
                cursor = page.next
            } while cursor != nil
        }

        private mutating func note(_ stored: StoredEntry) {
            model.banks[stored.bankID]?.entries[stored.row] = stored.entry
        }

        /// Compares every kind of answer with the model's.
        mutating func check(_ lists: LiveLists, _ place: SourceLocation = #_sourceLocation) throws {
            let now = home.clock.now
            for tenant in [nil, "t1", "t2"] {
                let codes = centres.map { Made.near($0, bits: number(0...20), &random) }
                let radius = chance(3) ? number(0...64) : nil
                let answers = try lists.near(codes, within: radius, tenant: tenant)
                for (code, answer) in zip(codes, answers) {
                    let expected = model.near(code, within: radius, tenant: tenant, now: now)
                    #expect(answer == expected, "step \(steps)", sourceLocation: place)
                }
                for digest in digests {
                    let set = FingerprintSet(
                        md5: Array(digest.prefix(16)), sha1: Array(digest.prefix(20)), sha256: digest)
                    let answer = try lists.exact(
                        md5: set?.md5, sha1: set?.sha1, sha256: set?.sha256, tenant: tenant)
                    #expect(
                        answer == model.exact(set ?? FingerprintSet(), tenant: tenant, now: now), "step \(steps)",
                        sourceLocation: place)
                }
            }
            #expect(lists.standing.entries == model.banks.values.reduce(0) { $0 + $1.entries.count })
            #expect(lists.standing.banks == model.banks.count)
        }
    }

    @Test(
        "answer after every catch-up what the database holds, whatever changed, in whatever order, across restarts",
        arguments: [1, 2] as [UInt64], TestEngine.available)
    func followTheModel(_ seed: UInt64, _ engine: TestEngine) throws {
        let home = try LiveHome(engine)
        var story = Story(home, seed: seed)
        // One that is there all the time, and one that is started again and again on the folder that it kept.
        let steady = try home.lists()
        var restarted = try home.lists(keepingFrom: 1)
        var most = 0
        for round in 1...(engine == .sqlite ? 24 : 12) {
            for _ in 0..<Int.random(in: 1...15, using: &story.random) { try story.step() }
            steady.catchUp()
            #expect(steady.standing.trouble == nil)
            try story.check(steady)
            most = max(most, steady.standing.hashes)
            if round % 3 == 0 {
                // Minutes pass, so that what is gone is forgotten, too.
                home.ticker.advance(.seconds(1_000))
                restarted.catchUp()
                steady.catchUp()
                restarted.tidy { false }
                steady.tidy { false }
                try story.check(restarted)
                try story.check(steady)
            }
            if round % 4 == 0 {
                restarted = try home.lists(keepingFrom: 1)
                try story.check(restarted)
            }
        }
        let hashes = story.model.banks.values.filter { $0.purpose == .known }.flatMap(\.entries.values)
            .reduce(0) { $0 + ($1.fingerprints.pdq == nil ? 0 : 1 + $1.fingerprints.views.count) }
        #expect(steady.standing.hashes == hashes)
        #expect(most > 20)
    }

    // MARK: Catching up

    private func entry(_ random: inout SplitMix) -> BankEntry {
        BankEntry(id: "", fingerprints: FingerprintSet(pdq: Made.code(&random)) ?? FingerprintSet())
    }

    @Test("load everything anew when the log does not reach back to what they have")
    func tooFarBehind() throws {
        let home = try LiveHome()
        var random = SplitMix(state: 4)
        try home.repository.create("own")
        let lists = try home.lists()
        let added = try home.repository.add(entry(&random), to: "own", actor: nil)
        try home.repository.add(entry(&random), to: "own", actor: nil)
        try home.store.write { try $0.execute("DELETE FROM bank_change WHERE number <= 2") }
        lists.catchUp()
        let hash = try #require(added.stored.entry.fingerprints.pdq)
        #expect(try lists.near([hash], tenant: nil)[0].map(\.rowID) == [added.stored.row])
        #expect(lists.standing.entries == 2 && lists.standing.change == 3)
    }

    @Test(
        "find an entry through views that a later list brought, and not through what is gone", arguments: [false, true])
    func laterViews(_ isRestricted: Bool) throws {
        let home = try LiveHome()
        var random = SplitMix(state: 14)
        let (whole, view) = (Made.code(&random), Made.code(&random))
        try home.repository.create("own", restricted: isRestricted)
        func add(_ line: String) throws {
            try home.repository.importList(MemorySource(Array(line.utf8)), named: "list", into: "own")
        }
        try add("{\"pdq\":\"\(whole.hex)\"}\n")
        let lists = try home.lists()
        #expect(try lists.near([whole, view], tenant: nil).map(\.count) == [1, 0])
        try add("{\"pdq\":\"\(whole.hex)\",\"pdq_views\":{\"crop-90\":\"\(view.hex)\"}}\n")
        lists.catchUp()
        let found = try lists.near([whole, view], tenant: nil)
        #expect(found.map(\.count) == [1, 1] && found[1].first?.knownView == "crop-90")
        #expect(lists.standing.hashes == 2 && lists.standing.entries == 1)
        try home.repository.remove("own")
        lists.catchUp()
        #expect(try lists.near([whole, view], tenant: nil).allSatisfy(\.isEmpty))
        #expect(lists.standing.hashes == 0)
    }

    @Test("see that a database was restored from a backup, also when it has come to the same number of changes")
    func restored() throws {
        let home = try LiveHome()
        var random = SplitMix(state: 5)
        try home.repository.create("own")
        let first = try home.repository.add(entry(&random), to: "own", actor: nil)
        let lists = try home.lists()
        // The backup was made before the entry came; since then as many other changes were made in it.
        try home.store.write { connection in
            try connection.execute("DELETE FROM bank_entry")
            try connection.execute("DELETE FROM bank_change WHERE number = 2")
            try connection.execute("UPDATE bank_sequence SET value = 1 WHERE name = 'change'")
        }
        let second = try home.repository.add(entry(&random), to: "own", actor: nil)
        #expect(try home.repository.lastChange().number == lists.standing.change)
        lists.catchUp()
        let hashes = [first, second].compactMap(\.stored.entry.fingerprints.pdq)
        #expect(try lists.near(hashes, tenant: nil).map { $0.map(\.rowID) } == [[], [second.stored.row]])
    }

    @Test("follow announcements and tell who waits for a change when it is there", arguments: TestEngine.available)
    func reached(_ engine: TestEngine) async throws {
        let home = try LiveHome(engine)
        try home.repository.create("own")
        let lists = try home.lists()
        let following = Task { await lists.follow(home.store.announcements()) }
        var random = SplitMix(state: 6)
        for _ in 0..<20 {
            let new = entry(&random)
            let (added, change) = try home.store.write { connection in
                let added = try home.repository.add(new, to: "own", actor: nil, within: connection)
                return (added.stored, try home.repository.lastChange(within: connection))
            }
            await lists.reached(change.number)
            let hash = try #require(added.entry.fingerprints.pdq)
            #expect(try lists.near([hash], tenant: nil)[0].first?.rowID == added.row)
            let removal = try home.store.write { connection in
                try home.repository.removeEntry(.row(added.row), of: "own", within: connection)
                return try home.repository.lastChange(within: connection)
            }
            await lists.reached(removal.number)
            #expect(try lists.near([hash], tenant: nil)[0].isEmpty)
        }
        // Nobody waits for ever for what nobody will do.
        let waiting = Task { await lists.reached(1_000_000_000) }
        waiting.cancel()
        await waiting.value
        following.cancel()
        await following.value
    }

    @Test("answer without the database, but not for longer than allowed, and say so")
    func stale() throws {
        let home = try LiveHome()
        var random = SplitMix(state: 7)
        try home.repository.create("own")
        let added = try home.repository.add(entry(&random), to: "own", actor: nil)
        let hash = try #require(added.stored.entry.fingerprints.pdq)
        let lists = try home.lists()
        try home.store.close()
        #expect(try lists.near([hash], tenant: nil)[0].count == 1)
        home.ticker.advance(.seconds(10))
        lists.catchUp()
        #expect(try lists.near([hash], tenant: nil)[0].count == 1)
        #expect(lists.standing.isCurrent && lists.standing.trouble != nil)
        home.ticker.advance(.seconds(1))
        // A wall clock that is put back changes nothing.
        home.clock.advance(-3_600)
        #expect(throws: ListsStale.self) { try lists.near([hash], tenant: nil) }
        let stale = #expect(throws: ListsStale.self) { try lists.exact(sha256: Made.digest(32, &random), tenant: nil) }
        #expect(stale?.trouble == lists.standing.trouble)
        #expect(!lists.standing.isCurrent && lists.standing.lag == .seconds(11))
    }

    @Test("keep the index of open banks between runs, forget what was removed, and never keep that of restricted ones")
    func kept() throws {
        let home = try LiveHome()
        var random = SplitMix(state: 8)
        try home.repository.create("open")
        try home.repository.create("sealed", restricted: true)
        let open = try home.repository.add(entry(&random), to: "open", actor: nil).stored
        let gone = try home.repository.add(entry(&random), to: "open", actor: nil).stored
        let sealed = try home.repository.add(entry(&random), to: "sealed", actor: nil).stored
        let hashes = [open, gone, sealed].compactMap(\.entry.fingerprints.pdq)
        func isOnDisk(_ hash: PDQHash) throws -> Bool {
            let folder = LiveLists.folder(beside: home.indexFolder)
            // Columns of words in the machine's order; the first is the rarest of all places to look.
            let needle = withUnsafeBytes(of: hash.words.0.littleEndian) { Data($0) }
            return try FileManager.default.contentsOfDirectory(atPath: folder).contains { name in
                try Data(contentsOf: URL(filePath: folder + "/" + name)).range(of: needle) != nil
            }
        }
        var lists: LiveLists? = try home.lists(keepingFrom: 1)
        #expect(try hashes.map(isOnDisk) == [true, true, false])
        try home.repository.removeEntry(.row(gone.row), of: "open")
        lists?.catchUp()
        home.ticker.advance(.seconds(61))
        lists?.catchUp()
        lists?.tidy { false }
        #expect(try hashes.map(isOnDisk) == [true, false, false])
        // Removed while no server runs: the next one makes the index anew.
        lists = nil
        try home.repository.removeEntry(.row(open.row), of: "open")
        try home.repository.add(entry(&random), to: "open", actor: nil)
        lists = try home.lists(keepingFrom: 1)
        #expect(try hashes.map(isOnDisk) == [false, false, false])
        #expect(lists?.standing.hashes == 2)
        #expect(try lists?.near([hashes[2]], tenant: nil)[0].first?.bank == "sealed")
        #expect(lists?.standing.indexTrouble == nil)
        // A second server on the same folder answers from memory.
        let second = try home.lists(keepingFrom: 1)
        #expect(second.standing.indexTrouble != nil && second.standing.hashes == 2)
    }

    @Test("banks that are switched off and whose key is gone do not hold up the others; switched on they do")
    func missingKey() throws {
        let home = try LiveHome()
        var random = SplitMix(state: 9)
        try home.repository.create("open")
        try home.repository.create("sealed", restricted: true)
        let open = try home.repository.add(entry(&random), to: "open", actor: nil).stored
        let sealed = try home.repository.add(entry(&random), to: "sealed", actor: nil).stored
        let hashes = [open, sealed].compactMap(\.entry.fingerprints.pdq)
        try home.repository.update("sealed") { $0.state = .disabled }
        let key = home.folder.path + "/" + BankRepository.keyPath
        try FileManager.default.moveItem(atPath: key, toPath: key + ".away")
        let blind = BankRepository(store: home.store, home: home.folder.path, clock: { home.clock.date })
        let lists = try home.lists(of: blind)
        #expect(try lists.near(hashes, tenant: nil).map(\.count) == [1, 0])
        try home.repository.update("sealed") { $0.state = .active }
        lists.catchUp()
        #expect(lists.standing.trouble?.contains("key") == true)
        #expect(throws: BankError.self) { _ = try home.lists(of: blind) }
        try FileManager.default.moveItem(atPath: key + ".away", toPath: key)
        lists.catchUp()
        #expect(try lists.near(hashes, tenant: nil).map(\.count) == [1, 1])
    }

    @Test(
        "miss nothing while many transactions commit side by side", arguments: TestEngine.available)
    func parallelWriters(_ engine: TestEngine) async throws {
        let home = try LiveHome(engine)
        for bank in 0..<4 { try home.repository.create("bank-\(bank)") }
        let lists = try home.lists()
        let seen = Mutex<[Int64]>([])
        let following = Task { await lists.follow(home.store.announcements()) }
        let watching = Task.detached {
            // What is contained must grow without a gap: every entry of a change up to the one applied is there.
            while !Task.isCancelled {
                seen.withLock { $0.append(lists.standing.change) }
                try await Task.sleep(for: .milliseconds(2))
            }
        }
        let writers = 6
        let added = try await withThrowingTaskGroup(of: [(StoredEntry, Int64)].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var random = SplitMix(state: UInt64(100 + writer))
                    var added: [(StoredEntry, Int64)] = []
                    for round in 0..<15 {
                        let fingerprints = FingerprintSet(pdq: Made.code(&random)) ?? FingerprintSet()
                        let bank = "bank-\((writer + round) % 4)"
                        let repository = home.repository
                        let store = home.store
                        let isUndone = round % 5 == 4
                        let outcome = try? await store.perform {
                            try store.write(attempts: 5) { connection in
                                let entry = try repository.add(
                                    BankEntry(id: "", fingerprints: fingerprints), to: bank, actor: nil,
                                    within: connection)
                                let change = try repository.lastChange(within: connection)
                                // Some take their numbers and do not commit.
                                if isUndone { throw CancellationError() }
                                return (entry.stored, change.number)
                            }
                        }
                        guard let (stored, change) = outcome else { continue }
                        await lists.reached(change)
                        let hash = try #require(stored.entry.fingerprints.pdq)
                        #expect(try lists.near([hash], tenant: nil)[0].map(\.rowID) == [stored.row])
                        added.append((stored, change))
                    }
                    return added
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        watching.cancel()
        following.cancel()
        await following.value
        #expect(added.count == writers * 12)
        // Every change has a number of its own, and none is missing.
        #expect(added.map(\.1).sorted() == Array(5...Int64(4 + added.count)))
        #expect(Set(added.map(\.0.row)).count == added.count)
        let standing = seen.withLock { $0 }
        #expect(standing == standing.sorted())
        let answers = try lists.near(added.compactMap(\.0.entry.fingerprints.pdq), tenant: nil)
        #expect(answers.map { $0.map(\.rowID) } == added.map { [$0.0.row] })
    }
}
