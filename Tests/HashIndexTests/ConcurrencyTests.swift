// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Synchronization
import TestSupport
import Testing

@testable import HashIndex

@Suite("Readers beside a writer")
struct ConcurrencyTests {
    /// Rows 0, 1, 2… come one after the other, all with the same code, and every fourth is withdrawn when the next has come. Whatever
    /// a reader sees must have been true at one moment: rows without a gap, and of the withdrawals exactly the earliest.
    @Test("see what was true at one moment, while rows come, go, and are merged")
    func oneMoment() async throws {
        let code = PDQHash(words: (1, 2, 3, 4))
        var random = SplitMix(state: 41)
        let index = HashIndex((0..<10_000).map { HashIndex.Row(id: Int64(1_000_000 + $0), code: random.code()) })
        let steps = longTests ? 40_000 : 4000
        let done = Flag()
        try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                for step in 0..<steps {
                    index.append([HashIndex.Row(id: Int64(step), code: code)])
                    if step % 4 == 3 { #expect(index.setState(.withdrawn, ofRow: Int64(step - 1), code: code)) }
                }
                done.raise()
                return 0
            }
            group.addTask {
                var merges = 0
                while !done.isUp {
                    if try index.merge(everything: merges % 3 == 0) { merges += 1 }
                    await Task.yield()
                }
                return merges
            }
            for _ in 0..<2 {
                group.addTask {
                    var before = -1
                    while !done.isUp {
                        let ids = index.search(code, reach: .within(0)).map { Int($0.id) }
                        let last = ids.last ?? -1
                        #expect(last >= before, "what was seen does not disappear")
                        before = last
                        // Withdrawn by then: 2, 6, 10… below the last, the newest of them perhaps not yet.
                        let present = Set(ids)
                        let missing = (0..<max(0, last)).filter { !present.contains($0) }
                        #expect(missing.allSatisfy { $0 % 4 == 2 })
                        let due = (0..<max(0, last - 5)).filter { $0 % 4 == 2 }
                        #expect(missing.starts(with: due))
                        #expect(present.count == ids.count, "no row twice")
                        await Task.yield()
                    }
                    return 1
                }
            }
            for try await _ in group {}
        }
        #expect(index.search(code).count == steps - steps / 4)
    }

    @Test("never see a replaced row twice or not at all")
    func replacement() async throws {
        let code = PDQHash(words: (5, 6, 7, 8))
        let index = HashIndex([HashIndex.Row(id: 1, code: code)])
        let done = Flag()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for step in 0..<2000 {
                    index.append([HashIndex.Row(id: 1, code: code, bank: UInt16(step))])
                    if step % 100 == 0 { _ = try? index.merge(everything: true) }
                }
                done.raise()
            }
            group.addTask {
                while !done.isUp {
                    #expect(index.search(code, reach: .within(0)).map(\.id) == [1])
                    await Task.yield()
                }
            }
        }
        #expect(index.search(code).map(\.bank) == [1999])
        #expect(index.count == 1)
    }
}

/// Tells several tasks that the work is over.
private final class Flag: Sendable {
    private let up = Atomic<Bool>(false)

    var isUp: Bool { up.load(ordering: .acquiring) }

    func raise() {
        up.store(true, ordering: .releasing)
    }
}
