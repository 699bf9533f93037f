// SPDX-License-Identifier: Apache-2.0

import Policy
import Testing

@testable import PolicyWords

@Suite struct SentenceTests {
    @Test func theSamplesHaveEverySentence() {
        #expect(Set(Sentence.samples.map(\.position)) == Set(0..<Sentence.count))
    }

    @Test(arguments: Language.allCases)
    func everySentenceEndsAsOne(in language: Language) {
        for sentence in Sentence.samples {
            let text = language.wording.say(sentence)
            #expect(text.hasSuffix("."), "\(text)")
            #expect(!text.hasSuffix("..") && !text.contains("  ") && !text.contains("!"), "\(text)")
        }
    }

    @Test(arguments: Language.allCases)
    func everySentenceIsItsOwn(in language: Language) {
        // What a rule of any status but bill and passed says is one sentence.
        let texts = Set(Sentence.samples.map(language.wording.say))
        #expect(texts.count == Sentence.samples.count - 3)
    }

    @Test func noSentenceIsTheSameInTwoLanguages() {
        for sentence in Sentence.samples {
            let all = Language.allCases.map { $0.wording.say(sentence) }
            #expect(Set(all).count == all.count, "\(all)")
        }
    }

    @Test func koreanSentencesAreFormal() {
        for sentence in Sentence.samples {
            let text = Korean().say(sentence)
            #expect(text.contains("니다"), "\(text)")
            // Every part that ends with a stop, but for inserted words, ends in the formal style.
            for part in text.split(separator: ". ") where !part.contains(":") {
                #expect(part.hasSuffix("니다") || part.hasSuffix("니다.") || part.contains("Y"), "\(text)")
            }
        }
    }

    /// A particle that changes with the sound before it must not follow an inserted word.
    @Test func noChangingParticleFollowsAnInsertedWord() {
        let changing = ["은", "는", "이 ", "가 ", "을", "를", "과 ", "와 ", "으로", "로 "]
        var texts = Sentence.samples.map(Korean().say)
        texts += FactName.allCases.map { Korean().fact($0).holds + Korean().fact($0).fails }
        texts = texts.map { $0.replacingInserted() }
        for text in texts {
            for particle in changing { #expect(!text.contains("□" + particle), "\(text)") }
        }
    }

    @Test(arguments: Language.allCases)
    func whatIsInsertedStandsInTheSentence(in language: Language) {
        for sentence in Sentence.samples {
            let text = language.wording.say(sentence)
            switch sentence {
            case .lawNamed, .platforms, .otherRuleSet, .surely, .possibly, .released, .deferredUntil, .onlyIf,
                .privateScanDenied, .privateScanAllowed, .notYetInForce, .expired, .grace, .missing, .failed,
                .forbiddenBy, .perhapsForbiddenBy:
                #expect(text.contains("X"), "\(text)")
            case .signed, .foot: #expect(text.contains("X") && text.contains("Y"), "\(text)")
            case .summary: #expect(["11", "22", "33"].allSatisfy(text.contains), "\(text)")
            case .because(.rule), .because(.forbidden): #expect(text.contains("T") && text.contains("(i)"), "\(text)")
            case .because(.equivalence): #expect(["A", "B", "C"].allSatisfy(text.contains), "\(text)")
            default: break
            }
        }
    }
}

extension String {
    /// Inserted words of the samples and of facts as one sign.
    fileprivate func replacingInserted() -> String {
        filling("{values}", with: "□").filling("X", with: "□").filling("Y", with: "□")
    }
}
