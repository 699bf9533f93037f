// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import Screening
import Submissions
import Testing

@Suite struct DecisionClassTests {
    @Test func onlyAWholeScreenedItemCanHaveNoMatch() {
        for outcome in ScanRecord.Decision.Outcome.allCases {
            for status in ItemStatus.allCases {
                for isPartial in [false, true] {
                    for because in [[], ["a known-good list has it"]] {
                        let record = Room.record(outcome, status: status, isPartial: isPartial, because: because)
                        guard DecisionClass(record) == .noMatch else { continue }
                        #expect(outcome == .none && status == .screened && !isPartial && because.isEmpty)
                    }
                }
            }
        }
        #expect(DecisionClass(Room.record(.none)) == .noMatch)
    }

    @Test func whatIsNotScannedIsNeverLetThrough() {
        for status in ItemStatus.allCases where status != .screened {
            for outcome in [ScanRecord.Decision.Outcome.unknown, .other, .none] {
                let decision = StoredDecision(
                    id: "", Room.record(outcome, status: status), tenant: nil, actor: "", at: .init(seconds: 0),
                    listChange: 0)
                #expect(decision.decisionClass == .notScanned)
                #expect(decision.action >= .review)
                #expect(!decision.isComplete)
            }
        }
    }

    @Test func aKnownGoodFileIsClearedWhateverADecoderMakesOfIt() {
        #expect(DecisionClass(Room.record(.none, status: .undecodable, because: ["known good"])) == .cleared)
        #expect(DecisionClass(Room.record(.cleared)) == .cleared)
    }

    @Test func aMatchIsBlockedAndAHeldItemWaits() {
        #expect(DecisionClass(Room.record(.match)).mildestAction == .block)
        #expect(DecisionClass(Room.record(.held)).mildestAction == .review)
    }
}
