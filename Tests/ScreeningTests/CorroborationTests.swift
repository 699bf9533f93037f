// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Policy
import Testing

@testable import Screening

@Suite("Corroboration")
struct CorroborationTests {
    private func match(
        _ kind: ScanRecord.Match.Kind = .pdq, bank: String = "a", entry: String = "1", distance: Int = 5,
        region: View.Region = .whole, tier: String = "A", contributors: Int = 2, confirmed: Bool = false,
        knownGood: Bool = false, frame: Int = 0
    ) -> ScanRecord.Match {
        ScanRecord.Match(
            bank: bank, entry: entry, kind: kind, distance: kind == .pdq ? distance : 0,
            view: View(region: region, orientation: .original), frame: frame, tier: tier, contributors: contributors,
            isConfirmed: confirmed, isKnownGood: knownGood)
    }

    @Test("a tenant's known-good list clears what only the tenant lists, never what the house lists")
    func clearingOfATenant() {
        func own(_ match: ScanRecord.Match) -> ScanRecord.Match {
            var match = match
            match.isOfTenant = true
            return match
        }
        let good = match(.sha256, bank: "good", knownGood: true)
        let house = match(bank: "house", confirmed: true)
        #expect(Corroboration.decide([house, good]).outcome == .cleared)
        #expect(Corroboration.decide([house, own(good)]) == Corroboration.decide([house]))
        #expect(!Corroboration.isCleared([house, own(good)]))
        let exact = [house, match(.sha256, bank: "house", confirmed: true)]
        #expect(Corroboration.decide(exact + [own(good)]).outcome == .match)
        #expect(Corroboration.decide([own(match(bank: "own")), own(good)]).outcome == .cleared)
    }

    /// A picture whose hash changes when its border is taken away.
    private let bordered = fingerprints(whole: "ab", trimmed: "cd")

    private static func fingerprints(whole: String, trimmed: String, frame: Int = 0) -> [ScanRecord.Fingerprint] {
        [(Region.whole, whole), (.borderTrimmed, trimmed)].map { region, digits in
            ScanRecord.Fingerprint(
                frame: frame, region: region, pdq: String(repeating: digits, count: 32), quality: 100)
        }
    }

    @Test("two views with one hash are one signal, and so are views whose hashes nobody knows")
    func equalViews() {
        let twice = [match(), match(region: .borderTrimmed)]
        #expect(Corroboration.decide(twice, fingerprints: bordered).outcome == .match)
        let equal = Self.fingerprints(whole: "ab", trimmed: "ab")
        #expect(Corroboration.decide(twice, fingerprints: equal).outcome == .held)
        #expect(Corroboration.decide(twice).outcome == .held)
        let elsewhere = Self.fingerprints(whole: "ab", trimmed: "cd", frame: 1)
        #expect(Corroboration.decide(twice, fingerprints: elsewhere).outcome == .held)
    }

    @Test("nothing near is no match")
    func none() {
        #expect(Corroboration.decide([]) == ScanRecord.Decision(.none, .allow))
    }

    @Test("one view near one entry is held, however trusted the list")
    func oneSignal() {
        #expect(Corroboration.decide([match(distance: 0)]).outcome == .held)
        #expect(Corroboration.decide([match(distance: 0)]).action == .review)
    }

    @Test(
        "a trusted list and a second signal match",
        arguments: [
            [ScanRecord.Match.Kind.sha256], [.md5], [.sha1], [.sha256, .md5],
        ])
    func exactCopy(_ digests: [ScanRecord.Match.Kind]) {
        let decision = Corroboration.decide([match()] + digests.map { match($0) })
        #expect(decision.outcome == .match)
        #expect(decision.action == .block)
        #expect(decision.because[0].contains(digests[0].name))
    }

    @Test("a second view is a second signal; a second orientation of the same region is not")
    func secondView() {
        #expect(
            Corroboration.decide([match(), match(region: .borderTrimmed)], fingerprints: bordered).outcome == .match)
        let turned = ScanRecord.Match(
            bank: "a", entry: "1", kind: .pdq, distance: 9, view: View(region: .whole, orientation: .flipY), tier: "A",
            contributors: 2)
        #expect(Corroboration.decide([match(), turned]).outcome == .held)
    }

    @Test("parts that were guessed do not corroborate, nor do views of two frames")
    func guessedParts() {
        for region in Region.allCases where region != .whole && region != .borderTrimmed {
            #expect(
                Corroboration.decide(
                    [match(), match(region: region)], fingerprints: bordered
                ).outcome == .held)
            #expect(
                Corroboration.decide(
                    [match(region: .borderTrimmed), match(region: region)], fingerprints: bordered
                ).outcome == .held)
        }
        #expect(
            Corroboration.decide(
                [match(frame: 0), match(region: .borderTrimmed, frame: 1)], fingerprints: bordered
            ).outcome == .held)
    }

    @Test("views of two different entries do not corroborate each other")
    func differentEntries() {
        #expect(
            Corroboration.decide(
                [match(entry: "1"), match(entry: "2", region: .borderTrimmed)], fingerprints: bordered
            ).outcome == .held)
    }

    @Test(
        "tier B, or tier A with one contributor, never carries a match by itself",
        arguments: [
            ("B", 5), ("C", 5), ("A", 1),
        ])
    func untrusted(_ tier: String, _ contributors: Int) {
        let matches = [
            match(tier: tier, contributors: contributors), match(.sha256, tier: tier, contributors: contributors),
            match(region: .borderTrimmed, tier: tier, contributors: contributors),
        ]
        let decision = Corroboration.decide(matches, fingerprints: bordered)
        #expect(decision.outcome == .held)
        #expect(!decision.because.isEmpty)
    }

    @Test("an entry that a person confirmed carries a match with a second signal, but not alone")
    func confirmedEntry() {
        #expect(Corroboration.decide([match(tier: "C", contributors: 1, confirmed: true)]).outcome == .held)
        #expect(
            Corroboration.decide([
                match(tier: "C", contributors: 1, confirmed: true),
                match(.sha256, tier: "C", contributors: 1, confirmed: true),
            ]).outcome == .match)
        #expect(Corroboration.decide([match(confirmed: true)]).outcome == .match, "a trusted list and a person")
    }

    @Test("one exact digest alone is held; two of one entry match")
    func digestsAlone() {
        #expect(Corroboration.decide([match(.md5)]).outcome == .held)
        #expect(Corroboration.decide([match(.sha256)]).outcome == .held)
        #expect(Corroboration.decide([match(.sha256), match(.md5)]).outcome == .match)
    }

    @Test("known-good SHA-256 clears what is only near an entry")
    func cleared() {
        let good = match(.sha256, bank: "good", knownGood: true)
        #expect(
            Corroboration.decide(
                [match(), match(region: .borderTrimmed), good], fingerprints: bordered
            ).outcome == .cleared)
        #expect(Corroboration.decide([good]).outcome == .none)
        #expect(!Corroboration.decide([good]).because.isEmpty)
    }

    @Test("MD5 or SHA-1 alone never clears: both can be forged; together they clear")
    func weakDigestsDoNotClear() {
        let md5 = match(.md5, bank: "good", knownGood: true)
        let sha1 = match(.sha1, bank: "good", knownGood: true)
        #expect(Corroboration.decide([match(), md5]).outcome == .held)
        #expect(Corroboration.decide([match(), sha1]).outcome == .held)
        #expect(Corroboration.decide([match(), md5, sha1]).outcome == .cleared)
        let other = match(.sha1, bank: "good", entry: "2", knownGood: true)
        #expect(Corroboration.decide([match(), md5, other]).outcome == .held, "digests of different entries")
    }

    @Test("nothing clears an exact copy of a known entry")
    func exactCopyIsNeverCleared() {
        let good = match(.sha256, bank: "good", knownGood: true)
        for matches in [[match(.md5), good], [match(), match(.sha256), match(.md5), good]] {
            let decision = Corroboration.decide(matches, fingerprints: bordered)
            #expect(decision.outcome == .held)
            #expect(decision.because.contains { $0.contains("contradict") })
        }
    }

    @Test("a perceptual match in a known-good list clears nothing")
    func perceptualNeverClears() {
        #expect(
            Corroboration.decide([match(), match(.pdq, bank: "good", distance: 0, knownGood: true)]).outcome == .held)
    }

    @Test("no combination of matches from one source blocks without a second signal")
    func oneSourceNeverBlocks() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5000 {
            // Tier and contributors belong to a list, a confirmation to an entry.
            let tiers = ["a", "b"].map { _ in
                (["A", "B", "C"].randomElement(using: &random) ?? "C", Int.random(in: 1...3))
            }
            let confirmed = (0..<6).map { _ in Int.random(in: 0...3) == 0 }
            let matches = (0..<Int.random(in: 0...6)).map { _ in
                let (list, entry) = (Int.random(in: 0...1), Int.random(in: 0...2))
                return match(
                    [.pdq, .md5, .sha1, .sha256].randomElement(using: &random) ?? .pdq, bank: ["a", "b"][list],
                    entry: "\(entry)", distance: Int.random(in: 0...31),
                    region: Bool.random() ? .whole : .borderTrimmed,
                    tier: tiers[list].0, contributors: tiers[list].1, confirmed: confirmed[list * 3 + entry],
                    knownGood: false)
            }
            let decision = Corroboration.decide(matches, fingerprints: bordered)
            guard decision.action == .block else { continue }
            // Somewhere one entry must have a trusted source and two signals.
            let entries = Dictionary(grouping: matches) { $0.bank + "/" + $0.entry }
            #expect(
                entries.values.contains { group in
                    let kinds = group.map { "\($0.kind) \($0.kind == .pdq ? $0.view.region.rawValue : "")" }
                    let signals = Set(kinds).count
                    let trusted = group.contains { $0.tier == "A" && $0.contributors >= 2 }
                    let confirmed = group.contains { $0.isConfirmed }
                    return (trusted || confirmed) && (signals > 1 || (trusted && confirmed))
                })
        }
    }
}
