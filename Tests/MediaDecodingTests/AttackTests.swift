// SPDX-License-Identifier: Apache-2.0

import MediaDecoding
import TestSupport
import Testing
import Watermarks

/// A codec that has been taken over, played by a test build of the decoder: `EVIL` and one byte choose what it tries.
@Suite("A taken-over codec")
struct AttackTests {
    struct Attack: Sendable, CustomTestStringConvertible {
        let number: UInt8
        let testDescription: String
        /// Kinds of failure in which the attack may end.
        let ends: Set<DecodingFailure.Kind>
        let codes: Set<String>
        /// What the client asks for besides.
        var reading: PictureReading = [.watermarkVotes, .stealthBits]
    }

    static let attacks = [
        Attack(number: 0, testDescription: "opens a file", ends: [.crashed], codes: ["forbidden-call"]),
        Attack(number: 1, testDescription: "opens a socket", ends: [.crashed], codes: ["forbidden-call"]),
        Attack(number: 2, testDescription: "forks", ends: [.crashed], codes: ["forbidden-call"]),
        Attack(number: 3, testDescription: "executes a program", ends: [.crashed], codes: ["forbidden-call"]),
        Attack(number: 4, testDescription: "reads its parent's memory", ends: [.crashed], codes: ["forbidden-call"]),
        Attack(number: 5, testDescription: "kills its parent", ends: [.crashed], codes: ["forbidden-call"]),
        Attack(number: 6, testDescription: "maps executable memory", ends: [.crashed], codes: ["forbidden-call"]),
        Attack(number: 7, testDescription: "makes memory executable", ends: [.crashed], codes: ["forbidden-call"]),
        Attack(
            number: 8, testDescription: "takes 8 GiB of memory", ends: [.crashed, .overLimit],
            codes: ["forbidden-call", "signal-6", "signal-11", "memory"]),
        Attack(number: 9, testDescription: "loops for ever", ends: [.timeout], codes: ["time"]),
        Attack(number: 10, testDescription: "forges frames beyond the area", ends: [.crashed], codes: ["forged"]),
        Attack(number: 11, testDescription: "forges sizes that overflow", ends: [.crashed], codes: ["forged"]),
        Attack(
            number: 12, testDescription: "claims success and crashes", ends: [.crashed], codes: ["signal-11"]),
        Attack(
            number: 13, testDescription: "fills the whole area for the next picture", ends: [.crashed],
            codes: ["silent", "time", "memory"]),
        Attack(
            number: 14, testDescription: "calls under other call numbers", ends: [.crashed], codes: ["forbidden-call"]),
        Attack(
            number: 15, testDescription: "calls as another architecture", ends: [.crashed], codes: ["forbidden-call"]),
        Attack(number: 16, testDescription: "maps a descriptor", ends: [.crashed], codes: ["forbidden-call"]),
        Attack(number: 17, testDescription: "forges the canvas", ends: [.crashed], codes: ["forged"]),
        Attack(number: 18, testDescription: "forges blocks of no size", ends: [.crashed], codes: ["forged"]),
        Attack(number: 19, testDescription: "sends colours instead of grey", ends: [.crashed], codes: ["forged"]),
        Attack(number: 20, testDescription: "keeps the means back", ends: [.crashed], codes: ["forged"]),
        Attack(number: 21, testDescription: "puts means over the end", ends: [.crashed], codes: ["forged"]),
        Attack(number: 22, testDescription: "forges a mean that is no number", ends: [.crashed], codes: ["forged"]),
        Attack(number: 23, testDescription: "forges an infinite mean", ends: [.crashed], codes: ["forged"]),
        Attack(number: 24, testDescription: "forges a mean out of range", ends: [.crashed], codes: ["forged"]),
        Attack(number: 26, testDescription: "puts votes over the end", ends: [.crashed], codes: ["forged"]),
        Attack(number: 27, testDescription: "forges the number of votes", ends: [.crashed], codes: ["forged"]),
        Attack(number: 28, testDescription: "votes behind the last block", ends: [.crashed], codes: ["forged"]),
        Attack(number: 29, testDescription: "counts votes that are nowhere", ends: [.crashed], codes: ["forged"]),
        Attack(number: 30, testDescription: "votes of too small a picture", ends: [.crashed], codes: ["forged"]),
        Attack(number: 31, testDescription: "puts hidden text over the end", ends: [.crashed], codes: ["forged"]),
        Attack(number: 32, testDescription: "forges the length of hidden text", ends: [.crashed], codes: ["forged"]),
        Attack(number: 33, testDescription: "hides more text than the limit", ends: [.crashed], codes: ["forged"]),
        Attack(number: 34, testDescription: "forges the word of hidden text", ends: [.crashed], codes: ["forged"]),
        Attack(number: 35, testDescription: "hides text under no word", ends: [.crashed], codes: ["forged"]),
        Attack(
            number: 36, testDescription: "votes unasked", ends: [.crashed], codes: ["forged"], reading: .stealthBits),
        Attack(
            number: 37, testDescription: "finds hidden text unasked", ends: [.crashed], codes: ["forged"],
            reading: .watermarkVotes),
    ]

    @Test("is told by what it forges: the same answer without a forgery is believed")
    func control() throws {
        let outcome = try Decoders.evil().decode((Array("EVIL".utf8) + [25]).span) { picture, area in
            picture.frames[0].means(in: area)
        }
        #expect(outcome.value == [Float](repeating: 0, count: 64 * 64))
    }

    @Test("is told by what it forges: the same votes and text without a forgery are believed")
    func controlBesides() throws {
        let attack = Array("EVIL".utf8) + [38]
        let outcome = try Decoders.evil().decode(attack.span, reading: [.watermarkVotes, .stealthBits]) { picture, _ in
            (picture.watermarkVotes, picture.stealthBits)
        }
        let (votes, text) = try #require(outcome.value)
        #expect(votes?.count == 33 * 33)
        for plane in 0..<4 {
            #expect(votes?.bits(of: plane).indices.filter { votes?[plane, $0] == true } == [0, 33 * 33 - 1])
        }
        #expect(text == StealthBits(scheme: .rgbInfo, declaredBits: 40, payload: Array("hello".utf8)))
    }

    @Test("is contained, says so, and the next picture is served", arguments: attacks)
    func contained(_ attack: Attack) throws {
        var limits = DecodingLimits.standard
        limits.fastLane = .milliseconds(500)
        let decoder = try Decoders.evil(limits)
        let outcome = try decoder.decode((Array("EVIL".utf8) + [attack.number]).span, reading: attack.reading) {
            picture, _ in picture.reason
        }
        let failure = try #require(outcome.failure, "it survived: \(outcome.value ?? "")")
        #expect(attack.ends.contains(failure.kind))
        #expect(attack.codes.contains(failure.code), "\(failure.code): \(failure.message)")
        #expect(!failure.message.contains("attack survived"))

        let clean = try #require(try decoder.pixels(of: GoldenFiles.png).value)
        let alone = try #require(try Decoders.confined().pixels(of: GoldenFiles.png).value)
        #expect(clean.frames == alone.frames)
    }
}
