// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Web

@Suite struct PatienceTests {
    private let second: Int64 = 1_000_000_000

    private func ends(_ patience: Patience) -> Double? { patience.end.map { Double($0.at) / 1e9 } }

    @Test func aHeadLetterByLetterDoesNotBuyTime() {
        var patience = Patience(ListenerSettings(), now: 0)
        for step in 1...9 { patience.bytes(now: Int64(step) * second) }
        #expect(ends(patience) == 10)
        #expect(patience.end?.reason == .head)
    }

    @Test func onlyTheClientsTimeCounts() {
        var patience = Patience(ListenerSettings(), now: 0)
        patience.headEnded(now: second)
        #expect(ends(patience) == nil, "nobody reads yet")
        patience.wanted(now: 2 * second)
        #expect(ends(patience) == 17)
        patience.bodyCame(1, now: 10 * second)
        patience.wanted(now: 10 * second)
        // 8 of 15 s are used; one byte earns a thousandth of a second.
        #expect((ends(patience) ?? 0) < 17.1)
        patience.bodyCame(1 << 20, now: 11 * second)
        patience.requestEnded(now: 11 * second)
        #expect(ends(patience) == nil, "the server's own time")
        patience.answerEnded(now: 100 * second)
        #expect(ends(patience) == 160)
        patience.bytes(now: 150 * second)
        #expect(ends(patience) == 160 && patience.end?.reason == .head)
    }

    @Test func aClientThatDoesNotReadIsCutOff() {
        var patience = Patience(ListenerSettings(), now: 0)
        patience.headEnded(now: 0)
        patience.requestEnded(now: 0)
        patience.writable(false, now: 5 * second)
        patience.writable(false, now: 9 * second)
        #expect(ends(patience) == 35 && patience.end?.reason == .write)
        patience.writable(true, now: 10 * second)
        #expect(ends(patience) == nil)
    }
}
