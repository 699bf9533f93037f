// SPDX-License-Identifier: Apache-2.0

import Policy

@testable import PolicyWords

extension Sentence {
    /// Every sentence once, those with choices once for each; ``position`` makes the compiler ask for new ones.
    static var samples: [Sentence] {
        let causes: [Cause] = [
            .alreadyReported, .legalHold, .nondisclosure, .rule("T", id: "i"), .forbidden("T", id: "i"),
            .equivalence(reported: "A", discharged: "B", citation: "C"),
        ]
        let grounds: [Ground] = [
            .nothingRaised, .released("i"), .corroborated, .confirmedByPerson, .oneSource, .undetermined, .rules,
        ]
        return Action.allCases.map { .action($0) } + grounds.map { .ground($0) } + causes.map { .because($0) }
            + Rule.Status.allCases.map { .notLaw($0) }
            + [
                .lawNamed("X"), .lawByNexus, .platforms("X"), .otherRuleSet("X"), .askedFor, .surely("X"),
                .surelyNothing,
                .possibly("X"), .nothingAsked, .released("X"), .noDuties, .overdue, .deferredUntil("X"),
                .deferredWithoutDate, .revives, .neutralWords, .onlyIf("X"), .onlyIfUnknown, .privateScanDenied("X"),
                .privateScanNotPermitted, .privateScanAllowed("X"), .neverAllowed, .noneFired, .noneAsked, .provisional,
                .withoutSanction, .softLaw, .unverified, .signed(by: "X", on: "Y"), .notInRuleSet, .notYetInForce("X"),
                .expired("X"), .grace("X"), .missing("X"), .failed("X"), .unknownsMatter, .disputed, .nothingUnknown,
                .unsignedMeaning, .noFacts, .overruled, .foot(digest: "X", at: "Y"), .nothingSeen, .unscanned,
                .forbiddenBy("X"),
                .perhapsForbiddenBy("X"), .summary(applied: 11, nearly: 22, unsigned: 33),
            ]
    }

    /// A number for each sentence, 0 first.
    var position: Int {
        switch self {
        case .action: 0
        case .lawNamed: 1
        case .lawByNexus: 2
        case .platforms: 3
        case .otherRuleSet: 4
        case .askedFor: 5
        case .surely: 6
        case .surelyNothing: 7
        case .possibly: 8
        case .ground: 9
        case .nothingAsked: 10
        case .released: 11
        case .noDuties: 12
        case .overdue: 13
        case .deferredUntil: 14
        case .deferredWithoutDate: 15
        case .because: 16
        case .revives: 17
        case .neutralWords: 18
        case .onlyIf: 19
        case .onlyIfUnknown: 20
        case .privateScanDenied: 21
        case .privateScanNotPermitted: 22
        case .privateScanAllowed: 23
        case .neverAllowed: 24
        case .noneFired: 25
        case .noneAsked: 26
        case .provisional: 27
        case .withoutSanction: 28
        case .softLaw: 29
        case .unverified: 30
        case .signed: 31
        case .notInRuleSet: 32
        case .notYetInForce: 33
        case .expired: 34
        case .notLaw: 35
        case .grace: 36
        case .missing: 37
        case .failed: 38
        case .unknownsMatter: 39
        case .disputed: 40
        case .nothingUnknown: 41
        case .unsignedMeaning: 42
        case .noFacts: 43
        case .overruled: 44
        case .foot: 45
        case .nothingSeen: 46
        case .unscanned: 47
        case .forbiddenBy: 48
        case .perhapsForbiddenBy: 49
        case .summary: 50
        }
    }
    static let count = 51
}
