// SPDX-License-Identifier: Apache-2.0

public import Policy

/// Reads a rule set back from its canonical text: a JSON array of packs.
public enum RuleSetReader {
    /// Reads a rule set. That its digest is the expected one is for the caller to check.
    ///
    /// - Parameters:
    ///   - canonical: UTF-8 of the canonical text.
    ///   - file: how messages call the text.
    /// - Throws: ``PackProblems`` with everything that is wrong.
    public static func read(canonical: [UInt8], file: String = "rule set") throws(PackProblems) -> RuleSet {
        let root = try JSONDocument.read(PolicyFile(path: file, bytes: canonical), limits: .archive)
        let reading = Reading(file: file, lines: [], limits: .archive)
        var packs: [PackFile] = []
        for node in reading.list(root, "a rule set") ?? [] {
            var reader = PackReading(reading)
            if let pack = reader.pack(node) { packs.append(PackFile(file: file, pack: pack, places: reader.places)) }
        }
        try reading.finish()
        return try PackFile.ruleSet(packs, isArchived: true)
    }
}
