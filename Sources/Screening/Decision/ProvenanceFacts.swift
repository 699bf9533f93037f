// SPDX-License-Identifier: Apache-2.0

internal import Policy
internal import Provenance
internal import ProvenanceVocabulary

/// What a file says of its making, taken from every statement and not only from the one that ranks first.
///
/// None of it lowers protection: `captured` sets no origin, and neither does a mark that anybody can add.
struct ProvenanceFacts {
    private let record: ProvenanceRecord

    init(_ record: ProvenanceRecord) {
        self.record = record
    }

    func write(to facts: inout ItemFacts.Writer) {
        let speakers = sources(of: record.statements)
        facts.set(
            .provenanceLevel, word: record.level.rawValue, .provenance, sources(of: record.statements.prefix(1)))
        facts.set(
            .provenanceClaims, words: Set(record.statements.map(\.claim.rawValue)), .provenance, speakers)
        writeLabels(to: &facts)
        writeWatermark(to: &facts)
        writeOrigin(to: &facts)
    }

    private func writeLabels(to facts: inout ItemFacts.Writer) {
        if let label = record.statements.first(where: { $0.source == Self.nationalLabel }) {
            facts.set(.provenanceAigcLabel, word: Self.value(ofLabel: label.technical), .provenance, label.source)
        }
        let marks = record.statements.filter { [.aiGenerated, .aiEdited].contains($0.claim) }
        if !marks.isEmpty {
            facts.set(.labelMachineReadable, .flag(true), .provenance, sources(of: marks))
        } else if isReadWhole, !record.statements.contains(where: \.claim.speaksOfAI) {
            facts.set(.labelMachineReadable, .flag(false), .provenance)
        }
        let failed = record.statements.filter { $0.level == .credentialsFailed }
        if !failed.isEmpty || !record.contradictions.isEmpty {
            facts.set(
                .labelStripped, .flag(true), .provenance, sources(of: failed.isEmpty ? record.statements : failed))
        }
    }

    /// Metadata and pixels were read, and nothing of it was damaged, elsewhere or of a kind that is not read. Only then is
    /// it known that this file carries no mark, which says nothing of how the picture was made.
    private var isReadWhole: Bool {
        if record.isOfUnknownKind { return false }
        if case .notExamined = record.pixels { return false }
        return !record.statements.contains {
            [.unreadableOrHostile, .credentialsFailed, .remoteReferenceOnly].contains($0.level)
        }
    }

    private func writeWatermark(to facts: inout ItemFacts.Writer) {
        if let mark = record.statements.first(where: { $0.level == .watermark }) {
            facts.set(.provenanceWatermark, word: "present", .provenance, mark.source)
        } else if record.pixels == .examined {
            facts.set(.provenanceWatermark, word: "absent", .provenance)
        }
    }

    /// Only a signature that the operator trusts, and that nothing in the file contradicts, says that a machine made all
    /// of it. Anybody can add unsigned text to a real picture, and unknown origin is treated as real.
    private func writeOrigin(to facts: inout ItemFacts.Writer) {
        guard record.contradictions.isEmpty, record.level != .credentialsFailed,
            let statement = record.statements.first(where: {
                $0.level == .signedTrusted && $0.claim == .aiGenerated
            })
        else { return }
        facts.set(.origin, word: "synthetic", .provenance, statement.source)
    }

    private func sources(of statements: some Sequence<Statement>) -> String {
        String(Set(statements.map(\.source)).sorted().joined(separator: ", ").prefix(160))
    }

    private static let nationalLabel = "tc260.aigc"

    /// The value of China's label, of which a statement keeps the field as it stands in the file: `Label “1”`.
    private static func value(ofLabel technical: String) -> String {
        for part in technical.split(separator: ";") {
            let part = part.drop { $0 == " " }
            guard part.hasPrefix("Label “"), let end = part.firstIndex(of: "”") else { continue }
            let value = String(part[part.index(part.startIndex, offsetBy: 7)..<end])
            return ["1", "2", "3"].contains(value) ? value : "malformed"
        }
        return "malformed"
    }
}
