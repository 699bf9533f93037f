// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import HashIndex

@Suite("An index in a folder")
struct FolderTests {
    static let stamp = HashIndex.Stamp(position: 42, database: (high: 7, low: 9))

    static func rows(_ count: Int, seed: UInt64) -> [HashIndex.Row] {
        var random = SplitMix(state: seed)
        var rows = SearchTests.rows(count, near: [.zero], &random)
        for number in stride(from: 5, to: count, by: 11) { rows[number].code = rows[number - 1].code }
        return rows
    }

    static func build(_ rows: [HashIndex.Row], _ place: Workplace, residence: HashIndex.Residence = .mapped) throws {
        _ = try HashIndex.build(folder: place.index, stamp: stamp, residence: residence) { add in rows.forEach(add) }
    }

    private func expectWhole(_ index: HashIndex, _ rows: [HashIndex.Row], _ where_: String = "") {
        let definition = Definition(rows: rows)
        for code in [.zero, rows.first?.code ?? .zero, rows.last?.code ?? .zero] {
            #expect(
                index.search(code, states: .all) == definition.search(code, states: .all), Comment(rawValue: where_))
        }
        #expect(index.count == rows.filter { $0.state != .withdrawn }.count)
    }

    @Test("is the same after it was opened again", arguments: [HashIndex.Residence.mapped, .resident], [0, 1, 30_000])
    func reopens(_ residence: HashIndex.Residence, _ count: Int) throws {
        let place = try Workplace()
        let rows = Self.rows(count, seed: 1)
        try Self.build(rows, place, residence: residence)
        let (index, stamp) = try HashIndex.open(folder: place.index, residence: residence)
        #expect(stamp == Self.stamp)
        expectWhole(index, rows)
    }

    @Test("is readable for its owner alone")
    func permissions() throws {
        let place = try Workplace()
        try Self.build(Self.rows(100, seed: 2), place)
        #expect(try place.permissions("") == 0o700)
        for name in try place.files() { #expect(try place.permissions(name) == 0o600) }
    }

    @Test("keeps appended rows and changed states over a merge", arguments: [HashIndex.Residence.mapped, .resident])
    func merges(_ residence: HashIndex.Residence) throws {
        let place = try Workplace()
        var rows = Self.rows(20_000, seed: 3)
        try Self.build(rows, place, residence: residence)
        do {
            let (index, _) = try HashIndex.open(folder: place.index, residence: residence)
            var random = SplitMix(state: 99)
            let added = (0..<500).map { HashIndex.Row(id: Int64(1_000_000 + $0), code: random.code(), radius: 20) }
            index.append(added, stamp: HashIndex.Stamp(position: 43))
            rows += added
            for number in [0, 3, 15_000, 20_010] {
                rows[number].state = .withdrawn
                #expect(
                    index.setState(
                        .withdrawn, ofRow: rows[number].id, code: rows[number].code,
                        stamp: HashIndex.Stamp(position: 44)))
            }
            try index.merge()
            expectWhole(index, rows)
            // Not on the disk: after a restart the owner appends it again, because the stamp is older.
            index.append([HashIndex.Row(id: 5_000_000, code: .zero)], stamp: HashIndex.Stamp(position: 45))
        }
        let (index, stamp) = try HashIndex.open(folder: place.index, residence: residence)
        #expect(stamp == HashIndex.Stamp(position: 44))
        expectWhole(index, rows)
    }

    @Test("promises with its stamp only what is on the disk, also when rows come during the merge")
    func stampOfTheMerge() throws {
        let place = try Workplace()
        let rows = Self.rows(9_000, seed: 14)
        try Self.build(rows, place)
        do {
            let (index, _) = try HashIndex.open(folder: place.index)
            index.append([HashIndex.Row(id: 2_000_000, code: rows[0].code)], stamp: HashIndex.Stamp(position: 43))
            var asked = 0
            try index.merge {
                asked += 1
                if asked == 1 {
                    index.append(
                        [HashIndex.Row(id: 2_000_001, code: rows[0].code)], stamp: HashIndex.Stamp(position: 44))
                }
                return false
            }
            #expect(index.search(rows[0].code, states: .all).map(\.id).contains(2_000_001))
        }
        let (index, stamp) = try HashIndex.open(folder: place.index)
        #expect(stamp == HashIndex.Stamp(position: 43))
        let ids = index.search(rows[0].code, states: .all).map(\.id)
        #expect(ids.contains(2_000_000))
        #expect(!ids.contains(2_000_001))
    }

    @Test("is used by one at a time")
    func locked() throws {
        let place = try Workplace()
        try Self.build(Self.rows(10, seed: 4), place)
        let (index, _) = try HashIndex.open(folder: place.index)
        let error = #expect(throws: IndexError.self) { try HashIndex.open(folder: place.index) }
        #expect(error?.code == .busy)
        #expect(index.count > 0)
    }

    @Test("waits for a lock that is about to go: of a process that is just being started")
    func lockedForAMoment() throws {
        let place = try Workplace()
        try Self.build(Self.rows(10, seed: 4), place)
        let holder = Foundation.open(place.index, O_RDONLY | O_DIRECTORY)
        try #require(flock(holder, LOCK_EX | LOCK_NB) == 0)
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.1)
            Foundation.close(holder)
        }
        #expect(throws: Never.self) { try HashIndex.open(folder: place.index) }
    }

    @Test("that is not there is said to be absent")
    func absent() throws {
        let place = try Workplace()
        #expect(throws: IndexError(.absent, "\(place.index) is not there")) {
            try HashIndex.open(folder: place.index)
        }
        try Self.build([], place)
        try place.write([], IndexFolder.manifestName)
        #expect(throws: IndexError.self) { try HashIndex.open(folder: place.index) }
    }

    @Test(
        "is refused when any single bit of any file is turned over", arguments: [HashIndex.Residence.mapped, .resident])
    func bitFlips(_ residence: HashIndex.Residence) throws {
        let place = try Workplace()
        try Self.build(Self.rows(longTests ? 200_000 : 9_000, seed: 5), place)
        var random = SplitMix(state: 6)
        for name in try place.files() {
            let whole = try place.read(name)
            // Every byte of the small parts, random ones elsewhere.
            var positions = (0..<(longTests ? 1000 : 150)).map { _ in Int.random(in: whole.indices, using: &random) }
            positions += [0, 8, 12, 16, whole.count - 1, whole.count - 5, min(8191, whole.count - 1), whole.count / 2]
            for position in positions {
                var broken = whole
                broken[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                try place.write(broken, name)
                #expect(throws: IndexError.self, "byte \(position) of \(name)") {
                    try HashIndex.open(folder: place.index, residence: residence)
                }
            }
            try place.write(whole, name)
        }
        #expect(throws: Never.self) { try HashIndex.open(folder: place.index, residence: residence) }
    }

    @Test("is refused when a file is cut, longer, missing, or another's")
    func truncation() throws {
        let place = try Workplace()
        try Self.build(Self.rows(9_000, seed: 7), place)
        let files = try place.files()
        for name in files {
            let whole = try place.read(name)
            for length in [0, 1, 47, 48, 4096, 8192, whole.count / 2, whole.count - 1] where length < whole.count {
                try place.write(Array(whole.prefix(length)), name)
                #expect(throws: IndexError.self, "\(length) bytes of \(name)") {
                    try HashIndex.open(folder: place.index)
                }
            }
            try place.write(whole + [0], name)
            #expect(throws: IndexError.self) { try HashIndex.open(folder: place.index) }
            try place.write(whole, name)
        }
        let other = try Workplace()
        try Self.build(Self.rows(9_000, seed: 8), other)
        let segment = try #require(files.first { $0.hasSuffix(".segment") })
        let foreign = try #require(try other.files().first { $0.hasSuffix(".segment") })
        try place.write(try other.read(foreign), segment)
        #expect(throws: IndexError.self) { try HashIndex.open(folder: place.index) }
    }

    @Test("of a newer program, or of another kind of file, is told apart from damage")
    func versions() throws {
        let place = try Workplace()
        try Self.build(Self.rows(100, seed: 9), place)
        for name in try place.files() {
            let whole = try place.read(name)
            var newer = whole
            newer[8] = 200
            try place.write(newer, name)
            #expect(throws: IndexError.self) { try HashIndex.open(folder: place.index) }
            do { _ = try HashIndex.open(folder: place.index) } catch { #expect(error.code == .newer) }
            var foreign = whole
            foreign[0] = 0
            try place.write(foreign, name)
            do { _ = try HashIndex.open(folder: place.index) } catch { #expect(error.code == .foreign) }
            try place.write(whole, name)
        }
    }

    @Test("is the whole old or the whole new one, wherever a build is killed")
    func killedBuild() throws {
        let old = Self.rows(9_000, seed: 10)
        let new = Self.rows(9_500, seed: 11)
        var steps = 0
        var sawOld = 0
        var sawNew = 0
        while true {
            let place = try Workplace()
            try Self.build(old, place)
            let survived = killing(after: steps, place) { folder in
                _ = try HashIndex.build(folder, stamp: HashIndex.Stamp(position: 50)) { add in new.forEach(add) }
            }
            let (index, stamp) = try HashIndex.open(folder: place.index)
            if stamp == Self.stamp { sawOld += 1 } else { sawNew += 1 }
            expectWhole(index, stamp == Self.stamp ? old : new, "killed before step \(steps)")
            // One manifest and the segments that it names: nothing is left behind.
            #expect(try place.files().count == 1 + index.statistics.segments.count)
            if survived { break }
            steps += 1
        }
        #expect(steps > 8)
        #expect(sawOld > 3)
        #expect(sawNew > 1)
    }

    @Test("is the whole old or the whole new one, wherever a merge is killed")
    func killedMerge() throws {
        let old = Self.rows(9_000, seed: 12)
        var random = SplitMix(state: 13)
        let added = (0..<2000).map { HashIndex.Row(id: Int64(1_000_000 + $0), code: random.code()) }
        var steps = 0
        while true {
            let place = try Workplace()
            try Self.build(old, place)
            let survived = killing(after: steps, place, opening: true) { folder in
                let (index, _) = try HashIndex.open(folder)
                index.append(added, stamp: HashIndex.Stamp(position: 60))
                try index.merge(everything: true)
            }
            let (index, stamp) = try HashIndex.open(folder: place.index)
            expectWhole(index, stamp == Self.stamp ? old : old + added, "killed before step \(steps)")
            #expect(try place.files().count == 1 + index.statistics.segments.count)
            if survived {
                #expect(stamp == HashIndex.Stamp(position: 60))
                break
            }
            steps += 1
        }
        #expect(steps > 6)
    }

    /// Runs some work on the folder and stops it before the given step, as a crash would: nothing is tidied up.
    ///
    /// - Returns: whether the work came to its end.
    private func killing(
        after steps: Int, _ place: Workplace, opening: Bool = false, _ work: (IndexFolder) throws -> Void
    ) -> Bool {
        let counted = Mutex(0)
        do {
            let folder = try IndexFolder(
                place.index, residence: .mapped, create: true
            ) { step throws(IndexError) in
                let number = counted.withLock { count in
                    defer { count += 1 }
                    return count
                }
                if number >= steps { throw IndexError(.system, "killed before: \(step)") }
            }
            try work(folder)
            return true
        } catch {
            return false
        }
    }
}
