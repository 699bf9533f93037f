// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CivilTime
internal import Foundation
internal import Policy
internal import PolicyPacks
internal import Spelling

/// What is known, and the moment that counts.
struct FactOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Facts, one file of JSON or YAML; - reads standard input.", valueName: "file"))
    var facts: String?

    @Option(
        name: .long, help: ArgumentHelp("One more fact: origin=synthetic; may be repeated.", valueName: "name=value"))
    var fact: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("Event time: 2026-06-01 or 2026-06-01T12:00:00Z (default: now).", valueName: "time"))
    var at: String?

    func validate() throws {
        guard let at, UTCTime(at) == nil else { return }
        throw ValidationError(
            "--at \"\(at.prefix(60))\": no date that exists\n       write year-month-day: 2025-06-01, or with a time: "
                + "2025-06-01T12:00:00Z\n       code CLI-TIME")
    }

    /// The event time.
    var time: UTCTime { at.flatMap { UTCTime($0) } ?? ProgramClock.now() }

    /// Everything that was stated.
    func factSet() throws -> FactSet {
        var set = FactSet()
        if let facts {
            set = try FactReader.read(
                facts == "-"
                    ? PolicyFile(path: "standard input", bytes: try Self.standardInput()) : try LawBooks.file(at: facts)
            )
        }
        for text in fact {
            guard let equals = text.firstIndex(of: "=") else {
                throw Complaint("--fact \(text.prefix(60)): no =", remedy: "write name=value", code: "POLICY-FACT")
            }
            let word = String(text[..<equals])
            guard let name = FactName(rawValue: word) else {
                let guess = Misspelling.nearest(to: word, among: FactName.allCases.map(\.rawValue))
                throw Complaint(
                    "no fact \"\(word.prefix(60))\"",
                    remedy: guess.map { "did you mean \($0)?" } ?? "docs/facts.md lists all facts", code: "POLICY-FACT"
                )
            }
            let value = try FactReader.value(
                String(text[text.index(after: equals)...]), of: name, origin: "--fact \(word)")
            do throws(FactProblem) {
                try set.set(name, FactReading(value, source: FactSource(.stated)))
            } catch {
                throw Complaint("--fact \(word): \(error.message)", remedy: "write name=value", code: error.code)
            }
        }
        return set
    }

    private static func standardInput() throws -> [UInt8] {
        let limit = ReadingLimits.file.bytes
        let data = try FileHandle.standardInput.read(upToCount: limit + 1) ?? Data()
        guard data.count <= limit else {
            throw Complaint(
                "standard input has more than \(limit >> 10) KiB", remedy: "facts of one item are a few lines",
                code: "POLICY-FACTS")
        }
        return [UInt8](data)
    }
}
