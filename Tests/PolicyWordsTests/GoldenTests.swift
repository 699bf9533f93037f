// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy
import PolicyWords
import Testing

/// Whole explanations, as they were read before they were kept. `TUTELA_UPDATE_GOLDEN=1` writes them anew.
@Suite struct GoldenTests {
    @Test(arguments: Language.allCases)
    func anExplanationReadsAsItWasApproved(in language: Language) throws {
        for sample in try Samples.all() {
            let sections =
                sample.isService
                ? Explanation.renderDuties(sample.decision, rules: sample.rules, language: language)
                : Explanation.render(sample.decision, rules: sample.rules, language: language)
            try expectGolden(Explanation.text(sections, width: 80), "\(sample.name).\(language.tag)")
        }
    }

    @Test(arguments: Language.allCases)
    func aShortExplanationReadsAsItWasApproved(in language: Language) throws {
        let sample = try Samples.requestWithoutClock()
        let sections = Explanation.render(
            sample.decision, rules: sample.rules, language: language, detail: .short)
        try expectGolden(Explanation.text(sections, width: 80), "\(sample.name).short.\(language.tag)")
    }

    private func expectGolden(_ text: String, _ name: String, file: String = #filePath) throws {
        let url = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Golden/\(name).txt")
        if ProcessInfo.processInfo.environment["TUTELA_UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        let golden = try String(contentsOf: url, encoding: .utf8)
        #expect(text == golden, "\(name)")
    }
}
