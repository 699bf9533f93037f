// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary
import TestSupport
import Testing

@testable import Provenance

@Suite("What stands for a file")
struct RankingTests {
    private func statement(_ level: Level, _ claim: Claim, source: String = "test") -> Statement {
        Statement(source: source, level: level, claim: claim, text: "", technical: "")
    }

    private func record(_ statements: Statement...) -> ProvenanceRecord {
        ProvenanceRecord(statements: statements, pixels: .examined)
    }

    @Test func `nothing found is no claim`() {
        let record = record()
        #expect(record.level == .none && record.claim == .notStated && record.statements.isEmpty)
    }

    @Test func `broken credentials outrank every label`() {
        let record = record(
            statement(.declaredUnsigned, .aiGenerated), statement(.credentialsFailed, .noneUsable),
            statement(.watermark, .aiGenerated))
        #expect(record.level == .credentialsFailed && record.claim == .noneUsable)
        #expect(record.contradictions.count == 1)
    }

    @Test func `the level is always that of the claim`() {
        let record = record(
            statement(.signedTrusted, .notStated), statement(.declaredUnsigned, .aiGenerated))
        #expect(record.level == .declaredUnsigned && record.claim == .aiGenerated)
    }

    @Test func `a signed word on the camera stays beside a watermark that contradicts it`() {
        let record = record(statement(.watermark, .aiGenerated), statement(.signedTrusted, .captured))
        #expect(record.level == .signedTrusted && record.claim == .captured)
        #expect(record.statements.count == 2)
        #expect(record.contradictions.count == 1)
    }

    @Test func `damaged metadata is said, and does not make a picture unreadable`() {
        let record = record(statement(.unreadableOrHostile, .noneUsable, source: Statement.damagedMetadata))
        #expect(record.level == .none && record.claim == .notStated && record.statements.count == 1)
    }

    @Test func `the order of findings never matters, and none is lost, for 500 random records`() {
        for seed in 0..<500 {
            var dice = SplitMix(state: UInt64(seed))
            let statements = (0..<Int.random(in: 0...8, using: &dice)).map { index in
                statement(
                    Level.allCases.randomElement(using: &dice) ?? .none,
                    Claim.allCases.randomElement(using: &dice) ?? .notStated, source: "s\(index)")
            }
            let one = ProvenanceRecord(statements: statements, pixels: .examined)
            let other = ProvenanceRecord(statements: statements.shuffled(using: &dice), pixels: .examined)
            #expect(one.level == other.level && one.claim == other.claim, "seed \(seed)")
            #expect(Set(one.statements) == Set(statements), "seed \(seed)")
            #expect(statements.isEmpty || one.statements[0].level == one.level, "seed \(seed)")
        }
    }
}
