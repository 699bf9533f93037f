// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import PolicyPacks
import TestSupport
import Testing

/// The canonical text of rules is read back as the same rules, by both readers.
@Suite struct RoundTripTests {
    /// Every key that the format has, and texts that are hard to write.
    static let everything = """
        pack: us-ca.everything
        title:
          en: "Quotes \\" and \\\\ and 'these', colons: too, # and \\u00E9"
          ko: |-
            두 줄
            두 줄째
          es: >
            plegado
            en una línea
        jurisdiction: US-CA
        kind: law
        compiled: 2026-11-22T08:30:00Z
        rules:
          - id: us-ca.everything.one
            title: {en: "One"}
            citation: "Sec. 1"
            says: "Says."
            status: soft-law
            in-force: 2026-05-19T12:00:00+02:00
            expires: 2028-04-03
            grace: {until: 2026-12-02, when: system.on-market-since before 2026-08-02, relieves: duty, note: "Old systems."}
            concerns: service
            nexus: [market, establishment]
            applies-to:
              categories: [ncii.synthetic, csam.morphed, ncii.real]
              actors: [u2u, online-platform]
            when:
              all:
                - request.valid
                - any: ["classifier.nudity >= 0.85", {not: 'service.markets contains any of [ES, EU]'}]
                - "origin not in [real, drawn]"
                - not (legal.hold and not threat.present)
            on-unknown: include
            obligations:
              - do: preserve
                within: [immediately, PT24H]
                from: detected-at
                what: [report, content]
                for: P1Y
                at-most: P1Y6M
                format: cybertipline-ispws
                modality: recommended
                when: threat.imminent-harm is true
                note: {en: "One sentence.", ko: "한 문장.", es: "Una frase."}
              - {do: report-to, to: ncmec, within: asap, from: actual-knowledge-at}
            source: {kind: secondary, url: "https://law.example/a?b=c&d=e#f", verify-at: "https://law.example", note: "Read."}
            confidence: medium
            reviewed-by: {name: "A. Lawyer", on: 2026-12-01, note: "With reservation."}
          - id: us-ca.everything.two
            title: {en: "Two"}
            citation: "Sec. 2"
            says: "Pending."
            status: pending
            in-force: null
            obligations: [{do: log, for: P7D}]
            source: {kind: memory, url: null, verify-at: "https://law.example"}
            confidence: low
        equivalences:
          - id: us-ca.everything.equal
            when-reported-to: ncmec
            discharges: nca
            citation: "Sec. 3"
            says: "One report is enough."
            source: {kind: code, url: "https://code.example/x"}
            confidence: medium
            reviewed-by: null

        """

    static let platform = """
        pack: platforms.sample
        title: {en: "Sample"}
        jurisdiction: "*"
        kind: platform
        platform: Sample
        compiled: 2026-11-24
        rules:
          - id: platforms.sample.one
            title: {en: "One"}
            citation: "Terms"
            says: "Says."
            in-force: 2023-03-07
            applies-to: {categories: [adult.consensual]}
            obligations: [{do: label-visible}]
            source: {kind: terms, url: "https://sample.example/terms"}
            confidence: high

        """

    static func operators(signing set: RuleSet) -> String {
        let digest = set.rule("zz.sample.removal")?.digest ?? ""
        return """
            pack: my.policy
            title: {en: "Mine"}
            jurisdiction: "*"
            kind: operator
            compiled: 2026-11-24
            context: {service.size: other, service.markets: [KR, ES], actor.roles: [u2u], service.monthly-users: 12000000}
            jurisdictions: [ES, US-CA]
            platforms: [sample]
            categories:
              - {id: my.category.flagged, is: ncii.real, when: request.kind is user-flag}
            signatures:
              - {rule: zz.sample.removal, digest: \(digest), by: "B. Lawyer", on: 2026-12-01, note: "Read twice."}

            """
    }

    static func sets() throws -> [RuleSet] {
        let plain = try Sample.ruleSet(Sample.pack, Sample.house, everything, platform)
        let signed = try Sample.ruleSet(Sample.pack, Sample.house, everything, platform, operators(signing: plain))
        return [plain, signed, try LawBooks.ruleSet()]
    }

    @Test func rulesAreReadBackFromTheirCanonicalText() throws {
        for set in try Self.sets() {
            let again = try RuleSetReader.read(canonical: Array(set.canonical.text.utf8))
            #expect(again.digest == set.digest)
            #expect(again.canonical == set.canonical)
        }
    }

    @Test func packsAreReadBackAsYAMLToo() throws {
        // JSON is YAML: an editor that saves a canonical pack as YAML changes nothing.
        for set in try Self.sets() {
            let files = set.packs.map { Sample.file($0.canonical.text, $0.id + ".yaml") }
            #expect(try PackReader.read(files: files).digest == set.digest)
            let asJSON = set.packs.map { Sample.file($0.canonical.text, $0.id + ".json") }
            #expect(try PackReader.read(files: asJSON).digest == set.digest)
        }
    }

    @Test func aSignatureStandsInTheRuleAndStaysValid() throws {
        let set = try Self.sets()[1]
        let rule = try #require(set.rule("zz.sample.removal"))
        #expect(rule.isSigned)
        #expect(rule.review?.name == "B. Lawyer")
        let again = try RuleSetReader.read(canonical: Array(set.canonical.text.utf8))
        #expect(again.rule("zz.sample.removal")?.review == rule.review)
        #expect(again.rule("zz.sample.removal")?.digest == rule.digest)
    }

    @Test func everyKeyIsRead() throws {
        let pack = try PackReader.read(Sample.file(Self.everything))
        let rule = try #require(pack.rules.first)
        #expect(pack.title.en == "Quotes \" and \\ and 'these', colons: too, # and é")
        #expect(pack.title.ko == "두 줄\n두 줄째")
        #expect(pack.title.es == "plegado en una línea")
        #expect(pack.jurisdiction == Jurisdiction("US-CA"))
        #expect(pack.compiled == UTCTime("2026-11-22T08:30:00Z"))
        #expect(rule.status == .softLaw)
        #expect(rule.inForce == UTCTime("2026-05-19T10:00:00Z"))
        #expect(rule.expires == UTCTime("2028-04-03"))
        #expect(rule.grace?.until == UTCTime("2026-12-02"))
        #expect(rule.grace?.relieves == .duty)
        #expect(rule.grace?.when?.description == "system.on-market-since before 2026-08-02")
        #expect(rule.concerns == .service)
        #expect(rule.nexus == [.market, .establishment])
        #expect(rule.categories == CategorySet([.csamMorphed, .nciiReal, .nciiSynthetic]))
        #expect(rule.onUnknown == .include)
        #expect(
            rule.when?.description
                == "request.valid is true and (classifier.nudity >= 0.85 or not service.markets contains any of [ES, EU]) "
                + "and origin not in [real, drawn] and not (legal.hold is true and not threat.present is true)")
        let duty = try #require(rule.obligations.first)
        #expect(duty.urgency == .immediately)
        #expect(duty.limit == CalendarDuration("PT24H"))
        #expect(duty.what == [.content, .report])
        #expect(duty.keepFor == CalendarDuration("P1Y"))
        #expect(duty.atMost == CalendarDuration("P1Y6M"))
        #expect(duty.format == "cybertipline-ispws")
        #expect(duty.modality == .recommended)
        #expect(duty.note?.ko == "한 문장.")
        #expect(duty.when?.description == "threat.imminent-harm is true")
        #expect(rule.obligations.last?.recipient == .ncmec)
        #expect(rule.obligations.last?.urgency == .asap)
        #expect(rule.source.verifyAt == "https://law.example")
        #expect(rule.review?.note == "With reservation.")
        #expect(pack.rules.last?.inForce == nil)
        #expect(pack.equivalences.first?.discharges == .nca)
        #expect(try PackReader.read(Sample.file(Self.platform)).platform == "sample")
    }

    @Test func layoutAndCommentsChangeNothing() throws {
        let lines = Sample.pack.split(separator: "\n", omittingEmptySubsequences: false)
        let windows = lines.joined(separator: "\r\n")
        let commented = lines.map { $0.isEmpty ? "# a comment" : "\($0)  # another\n\n" }.joined(separator: "\n")
        let marked = "---\n" + Sample.pack + "...\n"
        let digest = try Sample.ruleSet(Sample.pack).digest
        for text in [windows, commented, marked] { #expect(try Sample.ruleSet(text).digest == digest) }
    }

    @Test func orderOfFilesAndRulesChangesNothing() throws {
        let two = Sample.rule.replacing("zz.sample.removal", with: "zz.sample.other")
        let digest = try Sample.ruleSet(Sample.pack + two, Sample.house).digest
        #expect(try Sample.ruleSet(Sample.house, Sample.head + "rules:\n" + two + Sample.rule).digest == digest)
    }

    @Test func conditionsOfRandomShapeAreReadBack() throws {
        var random = SplitMix(state: 7)
        for _ in 0..<300 {
            let condition = RandomPolicy.condition(&random, depth: 4)
            let text = "\"\(condition)\""
            let set = try Sample.ruleSet(Sample.pack("request.valid is true", text))
            let again = try RuleSetReader.read(canonical: Array(set.canonical.text.utf8))
            #expect(again.digest == set.digest, "\(condition)")
            #expect(set.rule("zz.sample.removal")?.when?.description == condition.description)
        }
    }
}
