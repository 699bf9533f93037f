// SPDX-License-Identifier: Apache-2.0

import Provenance
import ProvenanceVocabulary
import Screening

/// What the files say of how they were made: a ledger of its own, then the files that speak of AI.
extension ReportPage {
    var provenance: Section? {
        let tally = ledger.provenance
        guard ledger.media > tally[.notExamined] else { return nil }
        let count = tally.listedCount
        return Section(
            "origin", short: words.say(.navOrigin), count: count > 0 ? count : nil, heading: words.say(.originTitle),
            amount: words.say(.files, count: ledger.media),
            .joined([
                .tag("p", ["class": "note"]) { words.say(.originNote) },
                originLedger(tally),
                count > 0 ? originList(tally) : HTML(),
            ]))
    }

    private func originLedger(_ tally: ProvenanceTally) -> HTML {
        .tag("table", ["class": "ledger"]) {
            HTML.tag("caption", ["class": "hide"]) { words.say(.originCaption) }
            HTML.tag("tbody") {
                for row in ProvenanceTally.Row.allCases where tally[row] > 0 || row == .nothing {
                    HTML.tag("tr", ["class": row.isListed ? "loud" : "quiet"]) {
                        HTML.tag("td", ["class": "count num"]) { number(tally[row]) }
                        HTML.tag("td", ["class": "sign"]) { row.mark.icon }
                        HTML.tag("th", ["scope": "row"]) {
                            HTML.tag("b") { words.say(row.title) }
                            HTML.tag("span") { words.say(row.why) }
                        }
                        HTML.tag("td")
                    }
                }
            }
            HTML.tag("tfoot") { allMedia }
        }
    }

    private func originList(_ tally: ProvenanceTally) -> HTML {
        .joined([
            .tag("h3") { words.say(.originListed, count: tally.listedCount) },
            cut(listed: tally.listed.count, of: tally.listedCount) ?? HTML(),
            .tag("details", tally.listedCount <= 40 ? ["open": ""] : [:]) {
                HTML.tag("summary") { words.say(.originShow, count: tally.listed.count) }
                HTML.tag("ul") {
                    for record in tally.listed.sorted(by: { $0.path < $1.path }) {
                        HTML.tag("li") {
                            name(of: record)
                            record.provenance.map(originSentences)
                        }
                    }
                }
            },
        ])
    }

    /// The finding that ranks first, as a sentence, and whatever contradicts it.
    private func originSentences(_ provenance: ProvenanceRecord) -> HTML {
        let sentences = provenance.statements.prefix(1).map(\.text) + provenance.contradictions
        return .joined(
            sentences.map { sentence in
                .tag("p", ["class": "why"]) { VisibleText(sentence, longest: 600).html }
            })
    }

    /// "Says of itself: AI-generated (unsigned text in the file)", under the name of a file that matched.
    func origin(of record: ScanRecord) -> HTML {
        guard let provenance = record.provenance, provenance.level != .none else { return HTML() }
        return sub(
            words.say(
                .inspectAnswer,
                ["claim": words.say(provenance.claim.message), "level": words.say(provenance.level.message)]))
    }
}

extension ProvenanceTally.Row {
    var mark: Mark {
        switch self {
        // One mark for all: who says it is in the words, and no level is good news or bad news.
        case .aiSignedTrusted, .aiSignedOther, .aiWatermark, .aiDeclared, .credentialsFailed: .held
        case .unreadable, .nothing, .notExamined: .unknown
        case .other: .plain
        }
    }

    var title: Message {
        switch self {
        case .aiSignedTrusted: .originAISignedTrusted
        case .aiSignedOther: .originAISignedOther
        case .aiWatermark: .originAIWatermark
        case .aiDeclared: .originAIDeclared
        case .other: .originOther
        case .credentialsFailed: .originFailed
        case .unreadable: .originUnreadable
        case .nothing: .originNothing
        case .notExamined: .originNotExamined
        }
    }

    var why: Message {
        switch self {
        case .aiSignedTrusted: .originAISignedTrustedWhy
        case .aiSignedOther: .originAISignedOtherWhy
        case .aiWatermark: .originAIWatermarkWhy
        case .aiDeclared: .originAIDeclaredWhy
        case .other: .originOtherWhy
        case .credentialsFailed: .originFailedWhy
        case .unreadable: .originUnreadableWhy
        case .nothing: .originNothingWhy
        case .notExamined: .originNotExaminedWhy
        }
    }
}

extension Claim {
    var message: Message {
        switch self {
        case .aiGenerated: .claimAIGenerated
        case .aiEdited: .claimAIEdited
        case .aiInIngredients: .claimAIInIngredients
        case .aiPossible: .claimAIPossible
        case .algorithmicNotAI: .claimAlgorithmic
        case .captured: .claimCaptured
        case .notStated: .claimNotStated
        case .noneUsable: .claimNoneUsable
        }
    }
}

extension Level {
    var message: Message {
        switch self {
        case .signedTrusted: .levelSignedTrusted
        case .signedIntactSignerUnlisted: .levelSignedUnlisted
        case .signedIntactButExpired: .levelSignedExpired
        case .watermark: .levelWatermark
        case .declaredUnsigned: .levelDeclared
        case .credentialsFailed: .levelFailed
        case .remoteReferenceOnly: .levelRemote
        case .none: .levelNone
        case .unreadableOrHostile: .levelUnreadable
        }
    }
}
