// SPDX-License-Identifier: Apache-2.0

import Policy
import PolicyPacks
import Testing

@Suite struct PolicyTestRunnerTests {
    private static let suite = """
        policytest: The sample
        context: {content.sexual: true, consent: denied-by-subject, depicted.minor: false}
        jurisdictions: [ES]
        cases:
          - name: A valid request starts the clock
            cites: [zz.sample.removal, house.ncii]
            at: 2026-06-01T12:00:00Z
            facts: {request.valid: true, clock.valid-request-at: 2026-06-01T10:00:00Z}
            expect:
              category: ncii.real
              categories: [ncii.real]
              possible: []
              action: review
              fires: [zz.sample.removal]
              unsigned: [zz.sample.removal]
              obligations:
                - {do: remove, rule: zz.sample.removal, within: PT48H, from: valid-request-at, deadline: 2026-06-03T10:00:00Z, execution: confirm, status: due}
              no-obligations: [{do: report-to}]
              processing-denied: [ml-train]
          - name: Without a valid request there is no clock
            cites: [zz.sample.removal]
            at: 2026-06-01
            facts: {request.valid: false}
            expect: {does-not-fire: [zz.sample.removal], nearly: [zz.sample.removal], no-obligations: [{do: remove}]}
          - name: The context gives way
            cites: [house.category.benign]
            at: 2026-06-01
            facts: {consent: verified}
            expect: {category: benign, action: allow}

        """

    private func run(_ text: String) throws -> [PolicyTestResult] {
        let suite = try PolicyTestReader.read(Sample.file(text, "sample.policytest.yaml"))
        return suite.run(under: try Sample.ruleSet(Sample.pack, Sample.house))
    }

    @Test func whatIsExpectedHolds() throws {
        let results = try run(Self.suite)
        #expect(results.count == 3)
        for result in results { #expect(result.holds, "\(result.testCase.name): \(result.differences)") }
        #expect(results.map(\.testCase.line) == [5, 20, 25])
    }

    @Test(arguments: [
        ("category: ncii.real", "category: csam.real", "expected the category csam.real, got ncii.real"),
        ("category: ncii.real", "category: null", "expected the category none, got ncii.real"),
        ("categories: [ncii.real]", "categories: [ncii.real, ncii.threat]", "got ncii.real"),
        ("possible: []", "possible: [grooming]", "possible are: none"),
        ("action: review", "action: block", "expected the action block, got review (one-source)"),
        ("fires: [zz.sample.removal]", "fires: [house.none]", "house.none fires; it is not near"),
        ("does-not-fire: [zz.sample.removal]", "fires: [zz.sample.removal]", "it nearly did"),
        (
            "{does-not-fire: [zz.sample.removal]", "{does-not-fire: [house.ncii]",
            "house.ncii does not fire, but it does"
        ),
        ("nearly: [zz.sample.removal]", "nearly: [house.ncii]", "house.ncii nearly fires; it fires"),
        ("unsigned: [zz.sample.removal]", "unsigned: [house.ncii]", "house.ncii is listed as unsigned"),
        ("deadline: 2026-06-03T10:00:00Z", "deadline: 2026-06-03T11:00:00Z", "deadline: 2026-06-03T10:00:00Z"),
        ("deadline: 2026-06-03T10:00:00Z", "deadline: null", "there is: {do: remove"),
        ("execution: confirm", "execution: automatic", "execution: confirm"),
        ("no-obligations: [{do: report-to}]", "no-obligations: [{do: remove}]", "expected no obligation {do: remove}"),
        ("processing-denied: [ml-train]", "processing-denied: [private-scan]", "private-scan is denied, but it is not"),
        ("do: remove, rule", "do: report-to, to: ncmec, rule", "there is none of this kind"),
        ("cites: [zz.sample.removal, house.ncii]", "cites: [zz.none]", "it cites zz.none, which does not exist"),
    ])
    func whatIsOtherwiseIsToldInWords(old: String, new: String, says: String) throws {
        #expect(Self.suite.contains(old))
        let parts = Self.suite.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        let differences = try run(parts[0] + new + parts[1]).flatMap(\.differences)
        #expect(differences.count == 1, "\(differences)")
        #expect(differences.first?.contains(says) == true, "\(differences)")
    }

    @Test(arguments: [
        ("policytest: The sample\n", "", "PACK-MISSING"),
        ("cites: [zz.sample.removal, house.ncii]", "cites: []", "PACK-TYPE"),
        ("    at: 2026-06-01T12:00:00Z\n", "", "PACK-MISSING"), ("at: 2026-06-01T12:00:00Z", "at: soon", "PACK-DATE"),
        ("action: review", "action: hide", "PACK-WORD"), ("action: review", "actions: review", "PACK-KEY"),
        ("{do: report-to}", "{}", "PACK-TYPE"), ("{category: benign, action: allow}", "{}", "PACK-TYPE"),
        ("The context gives way", "A valid request starts the clock", "PACK-TWICE"),
        ("consent: verified", "consnt: verified", "FACT-NAME"),
        ("jurisdictions: [ES]", "jurisdictions: [Spain]", "PACK-JURISDICTION"),
        ("within: PT48H", "within: two days", "PACK-DURATION"), ("status: due}", "form: polite}", "PACK-WORD"),
        ("cases:\n", "cases: []\nx:\n", "PACK-KEY"),
    ])
    func aMistakeInASuiteIsTold(old: String, new: String, code: String) {
        let parts = Self.suite.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        do throws(PackProblems) {
            _ = try PolicyTestReader.read(Sample.file(parts[0] + new + parts[1], "sample.policytest.yaml"))
            Issue.record("it was read")
        } catch {
            #expect(error.problems.contains { $0.code == code }, "\(error)")
        }
    }

    @Test func lintTellsEverythingAtOnce() {
        let files = [
            Sample.file(
                Sample.pack("ko: \"삭제\", ", "") + Sample.rule.replacing("removal", with: "other"), "law/zz.yaml"),
            Sample.file(Sample.house, "law/house.yaml"), Sample.file(Self.suite, "law/zz.policytest.yaml"),
            Sample.file(
                Self.suite.replacing("cites: [house.category.benign]", with: "cites: [house.categry.benign]"),
                "law/typo.policytest.yaml"),
        ]
        let report = PolicyLint.check(files, builtIn: [])
        #expect(!report.isClean && !report.addsBuiltIn)
        #expect(report.packs.map(\.id) == ["house.sample", "zz.sample"])
        #expect(report.packs.last?.rules == 2)
        #expect(report.packs.last?.unsigned == 2)
        #expect(report.packs.last?.uncited == ["zz.sample.other"])
        #expect(report.packs.last?.cases == 4)
        #expect(report.suites.map(\.cases) == [3, 3])
        #expect(report.results.count == 6)
        #expect(report.failures.map(\.testCase.name) == ["The context gives way"])
        #expect(report.problems.map(\.code) == ["TEST-ID"])
        #expect(report.problems.first?.message.contains("did you mean house.category.benign?") == true)
        #expect(report.problems.first?.line == 25)
        let codes = Set(report.warnings.map(\.code))
        #expect(codes == ["LINT-TITLE", "LINT-UNCITED", "LINT-UNSIGNED"])
        #expect(
            report.warnings.contains {
                $0.subject == "zz.sample.removal" && $0.message.contains("Korean") && $0.line == 7
            })
    }

    @Test func aMistakeInOnePackLeavesNothingToTest() {
        let files = [
            Sample.file(Sample.pack("PT48H", "48h"), "a.yaml"), Sample.file(Sample.house, "b.yaml"),
            Sample.file(Self.suite, "c.policytest.yaml"),
        ]
        let report = PolicyLint.check(files, builtIn: [])
        #expect(report.problems.map(\.code) == ["PACK-DURATION"])
        #expect(report.results.isEmpty && report.digest == nil && !report.isClean)
        #expect(report.packs.map(\.id) == ["house.sample"])
    }

    @Test func anOperatorsPackComesOnTopOfTheBuiltInBooks() {
        let house = Sample.file(Sample.house, "law/house/sample.yaml")
        let report = PolicyLint.check(
            [Sample.file(Sample.pack), Sample.file(Self.suite, "a.policytest.yaml")], builtIn: [house])
        #expect(report.addsBuiltIn && report.isClean)
        #expect(report.packs.map(\.id) == ["zz.sample"])
        #expect(report.results.count == 3)
        // A changed copy of a built-in pack replaces it.
        let changed = PolicyLint.check(
            [Sample.file(Sample.pack), Sample.file(Sample.pack("PT48H", "PT24H"), "b.yaml")], builtIn: [house])
        #expect(changed.problems.map(\.code).contains("POLICY-DUPLICATE"))
        let replaced = PolicyLint.check(
            [Sample.file(Sample.pack("PT48H", "PT24H"))], builtIn: [house, Sample.file(Sample.pack, "law/zz.yaml")])
        #expect(replaced.isClean)
    }
}
