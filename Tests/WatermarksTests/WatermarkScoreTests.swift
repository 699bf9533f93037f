// SPDX-License-Identifier: Apache-2.0

import Foundation
import ProvenanceVocabulary
import TestSupport
import Testing

@testable import Watermarks

@Suite("The score of a watermark")
struct WatermarkScoreTests {
    @Test("is what the definition says, vote by vote, for every word and plane")
    func definition() throws {
        var random = SplitMix(state: 3)
        for round in 0..<60 {
            let count = 408 + Int(random.next() % 3000)
            let share = random.next() % 1001
            var planes: [[Bool]] = (0..<4).map { _ in (0..<count).map { _ in random.happens(share) } }
            let marked = WatermarkScheme.allCases[round % 4].payload
            planes[round / 4 % 4] = random.votes(for: marked, count: count, lost: 600)
            let words = try planes.flatMap { plane in
                let length = WatermarkVotes.wordCount(count)
                return try #require(Definition.votes(plane)).words.prefix(length)
            }
            let votes = try #require(WatermarkVotes(count: count, words: words))
            let scores = WatermarkScore.all(of: votes)
            #expect(scores.count == 16)
            for score in scores {
                let index = try #require(WatermarkVotes.Plane.all.firstIndex(of: score.plane))
                let word = score.scheme.payload
                let expected = Definition.score(planes[index], word)
                #expect(abs(score.agreement - expected.agreement) < 1e-12)
                #expect(abs(score.z - expected.z) < 1e-9)
                #expect(BitTally(votes, plane: index, word: word).errors == expected.errors)
            }
        }
    }

    @Test("of votes that know nothing is never a hit")
    func chance() throws {
        var random = SplitMix(state: 4)
        var highest = 0.0
        for round in 0..<100_000 {
            // 256 × 256 pixels, and odd sizes near it; every tenth with few ones.
            let count = 1024 + Int(random.next() % 64)
            let length = WatermarkVotes.wordCount(count)
            var words = (0..<(4 * length)).map { _ in random.next() }
            if round % 10 == 0 { for index in words.indices { words[index] &= random.next() & random.next() } }
            for plane in 1...4 where count % 64 != 0 {
                words[plane * length - 1] &= (1 << UInt64(count % 64)) - 1
            }
            let votes = try #require(WatermarkVotes(count: count, words: words))
            if WatermarkScore.finding(in: votes) != nil { Issue.record("round \(round) is a hit") }
            if round % 100 == 0 { highest = max(highest, WatermarkScore.all(of: votes).map(\.z).max() ?? 0) }
        }
        #expect(highest < 6)
    }

    @Test(
        "is a hit when half of the votes are lost, names word and plane, and says what it means",
        arguments: WatermarkScheme.allCases, 0..<4)
    func embedded(_ scheme: WatermarkScheme, plane: Int) throws {
        var random = SplitMix(state: UInt64(plane))
        for lost in [0, 250, 500] as [UInt64] {
            let votes = random.votes(for: scheme.payload, count: 4096, lost: lost)
            let picture = try #require(Definition.votes(votes, in: plane))
            let finding = try #require(WatermarkScore.finding(in: picture), "\(lost)")
            #expect(finding.scheme == scheme)
            #expect(finding.order == WatermarkVotes.Plane.all[plane].order)
            #expect(finding.mode == WatermarkVotes.Plane.all[plane].mode)
            #expect(finding.bits == scheme.payload.count)
            #expect(lost > 0 || (finding.errors == 0 && finding.agreement == 1))
            #expect(finding.level == .watermark)
            #expect(finding.claim == .aiGenerated)
        }
    }

    @Test("is no hit when nearly all votes are lost", arguments: WatermarkScheme.allCases)
    func faded(_ scheme: WatermarkScheme) throws {
        var random = SplitMix(state: 9)
        let votes = random.votes(for: scheme.payload, count: 4096, lost: 980)
        let picture = try #require(Definition.votes(votes))
        #expect(WatermarkScore.finding(in: picture) == nil)
    }

    /// Colour bars at a width of 256 pixels: each row of blocks votes like the first, in step with a word of 32 bits. Counted
    /// by blocks they look certain.
    @Test("of rows that all vote alike is no hit, however many there are")
    func unison() throws {
        var random = SplitMix(state: 5)
        var deceptive = 0
        for _ in 0..<2000 {
            let columns = [32, 48, 64, 96, 128][Int(random.next() % 5)]
            let row = (0..<columns).map { _ in random.happens(500) }
            let picture = try #require(Definition.votes((0..<96).flatMap { _ in row }))
            if WatermarkScore.all(of: picture).contains(where: { $0.z >= WatermarkScore.zOfHit && $0.agreement >= 0.62 }
            ) {
                deceptive += 1
            }
            #expect(WatermarkScore.finding(in: picture) == nil)
        }
        // The rule without its third part would have been wrong often.
        #expect(deceptive > 100)
    }

    @Test("leaves out words that the picture does not hold three times")
    func tooFew() throws {
        let votes = try #require(Definition.votes([Bool](repeating: true, count: 143)))
        #expect(Set(WatermarkScore.all(of: votes).map(\.scheme)) == [.stableDiffusion2, .flux])
        let none = try #require(Definition.votes([true]))
        #expect(WatermarkScore.all(of: none).isEmpty)
        #expect(WatermarkScore.finding(in: none) == nil)
    }

    /// Tiles: block n votes like block n + period.
    @Test("of votes that repeat is no hit, whatever the period")
    func tiles() throws {
        var random = SplitMix(state: 6)
        var deceptive = 0
        for round in 0..<4000 {
            let period = 2 + round % 67
            let tile = (0..<period).map { _ in random.happens(500) }
            let picture = try #require(Definition.votes((0..<4096).map { tile[$0 % period] }))
            if WatermarkScore.all(of: picture).contains(where: { $0.z >= WatermarkScore.zOfHit && $0.agreement >= 0.62 }
            ) {
                deceptive += 1
            }
            #expect(WatermarkScore.finding(in: picture) == nil, "period \(period)")
        }
        #expect(deceptive > 40)
    }

    @Test("correlates shares of ones with the word, each bit taken once")
    func correlation() throws {
        let word = WatermarkScheme.stableDiffusion2.payload
        func tally(_ votes: [Bool]) throws -> BitTally {
            BitTally(try #require(Definition.votes(votes)), plane: 2, word: word)
        }
        let same = try tally(Array(repeating: word, count: 5).flatMap { $0 })
        #expect(abs(same.correlation - 1) < 1e-12 && same.errors == 0)
        let opposite = try tally(Array(repeating: word.map { !$0 }, count: 5).flatMap { $0 })
        #expect(abs(opposite.correlation + 1) < 1e-12 && opposite.errors == 32)
        // All alike: nothing is said, and nothing divided by zero.
        #expect(try tally([Bool](repeating: true, count: 160)).correlation == 0)
        // Half of the rounds are silent: the bits still say all, the majority is just over 127 / 255.
        let half = Array(repeating: word + [Bool](repeating: false, count: 32), count: 4).flatMap { $0 }
        #expect(abs(try tally(half).correlation - 1) < 1e-12)
        #expect(try tally(half).errors == 0)
    }
}

@Suite("Votes for a watermark")
struct WatermarkVotesTests {
    @Test("are refused in another number than stated, and with bits behind the last")
    func sizes() {
        #expect(WatermarkVotes(count: 0, words: []) == nil)
        #expect(WatermarkVotes(count: -1, words: []) == nil)
        #expect(WatermarkVotes(count: 64, words: [UInt64](repeating: .max, count: 4)) != nil)
        #expect(WatermarkVotes(count: 64, words: [UInt64](repeating: 0, count: 5)) == nil)
        #expect(WatermarkVotes(count: 65, words: [UInt64](repeating: 0, count: 4)) == nil)
        for plane in 0..<4 {
            var words = [UInt64](repeating: 1, count: 4)
            #expect(WatermarkVotes(count: 1, words: words) != nil)
            words[plane] = 2
            #expect(WatermarkVotes(count: 1, words: words) == nil)
        }
    }

    @Test("are for words of known length: FLUX loses its leading zeros")
    func payloads() {
        func text(_ scheme: WatermarkScheme) -> String {
            String(scheme.payload.map { $0 ? "1" : "0" })
        }
        #expect(WatermarkScheme.stableDiffusion1.payload.count == 136)
        #expect(text(.stableDiffusion2) == "01010011010001000101011000110010")
        #expect(text(.stableDiffusionXL) == "101100111110110010010000011110111011000110011110")
        #expect(text(.flux) == "1010101111111010000111100111001111010100101110")
    }
}

@Suite("Hidden text")
struct StealthBitsTests {
    @Test("has the length that it declares, or is incomplete")
    func lengths() {
        let whole = StealthBits(scheme: .pngCompressed, declaredBits: 20, payload: [1, 2])
        #expect(whole?.isIncomplete == false)
        #expect(whole?.isCompressed == true)
        let cut = StealthBits(scheme: .rgbInfo, declaredBits: .max, payload: [])
        #expect(cut?.isIncomplete == true)
        #expect(cut?.isCompressed == false)
        #expect(StealthBits(scheme: .rgbInfo, declaredBits: 16, payload: [1]) == nil)
        let limit = StealthBits.payloadLimit
        let most = [UInt8](repeating: 0, count: limit)
        #expect(StealthBits(scheme: .rgbInfo, declaredBits: UInt32(limit * 8), payload: most) != nil)
        #expect(StealthBits(scheme: .rgbInfo, declaredBits: UInt32(limit * 8 + 8), payload: most + [0]) == nil)
    }
}
