// SPDX-License-Identifier: Apache-2.0

internal import Policy
internal import PolicyPacks
internal import Screening

extension ScanPolicy {
    /// What must be the same for decisions of one results file to belong together.
    var circumstancesNote: String {
        ([rules.digest] + jurisdictions.map(\.code) + platforms.sorted()).joined(separator: " ")
    }

    /// The decision that stands in a line of a results file, made again from the facts that stand there, too. A scan goes on
    /// only under the same rules, so it is the same.
    ///
    /// - Parameter line: of a results file.
    func decisionAgain(_ line: String) throws -> Policy.Decision? {
        try DecisionReader.read(line, file: "results").map {
            rules.decide($0.facts, at: $0.at, jurisdictions: $0.jurisdictions, platforms: $0.platforms)
        }
    }
}
