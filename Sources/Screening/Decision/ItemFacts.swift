// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Policy

/// What screening learned about an item, as facts that rules can be about.
///
/// Nothing is set here that nobody knows. An absent signal reads as "nothing raised", so wherever the comparison did not
/// reach an answer the fact is set to *unknown* (hard line: "could not be scanned" is never "no match").
public struct ItemFacts: Sendable {
    /// Where the entries of each list come from, in the operator's words, by the list's name.
    private let origins: [String: String]
    /// Where items are or would be seen; `nil` where nobody knows.
    private let surface: String?

    /// Knows the lists that items were compared with.
    ///
    /// - Parameter lists: as they stood when the scan began.
    public init(lists: [ScanRun.List] = []) {
        self.init(
            origins: Dictionary(lists.map { ($0.name, $0.source ?? "") }) { first, _ in first }, surface: Self.stored)
    }

    /// Knows where the entries of lists come from, and where items are or would be seen.
    init(origins: [String: String], surface: String?) {
        self.origins = origins
        self.surface = surface
    }

    /// The surface of items that lie in folders.
    static let stored = "stored-files"

    /// The facts about one item.
    ///
    /// - Parameters:
    ///   - record: with the decision that corroboration made.
    ///   - time: when it was screened.
    public func facts(of record: ScanRecord, at time: UTCTime) -> FactSet {
        var facts = Writer(time: time)
        let isCleared = Corroboration.isCleared(record.matches)
        let known = record.matches.filter { !$0.isKnownGood }
        // A file that equals a known-good one to the last bit is known, whether or not a decoder can show it.
        let isFailed =
            !isCleared && record.reason?.code != StatusReason.notMediaCode
            && (record.status != .screened || record.isPartial)
        facts.set(.scanFailed, .flag(isFailed), .screening)
        if let surface { facts.set(.surface, word: surface, .screening) }
        facts.set(.clockDetectedAt, .instant(time), .screening)
        MatchFacts(origins: origins).write(known, isFailed: isFailed, to: &facts)
        facts.set(.matchCorroborated, .flag(record.decision.outcome == .match), .matching, Self.names(known))
        facts.set(
            .matchCleared, .flag(isCleared), .matching, Self.names(record.matches.filter(\.isKnownGood)))
        if let provenance = record.provenance { ProvenanceFacts(provenance).write(to: &facts) }
        return facts.set
    }

    /// The lists that spoke, as the name of a source.
    static func names(_ matches: [ScanRecord.Match]) -> String {
        String(Set(matches.map(\.bank)).sorted().joined(separator: ", ").prefix(160))
    }

    /// Collects readings of one moment.
    struct Writer {
        let time: UTCTime
        private(set) var set = FactSet()

        init(time: UTCTime) {
            self.time = time
        }

        mutating func set(_ name: FactName, _ value: FactValue, _ role: FactRole, _ source: String = "") {
            let source = FactSource(role, source)
            // What the registry refuses is no reason to believe that nothing was raised.
            do throws(FactProblem) {
                try set.set(name, FactReading(value, source: source, at: time))
            } catch {
                try? set.set(name, FactReading(.unknown, source: source, at: time))
            }
        }

        mutating func set(_ name: FactName, word: String, _ role: FactRole, _ source: String = "") {
            let position = FactRegistry.definition(of: name).words.firstIndex(of: word)
            set(name, position.map { .word($0) } ?? .unknown, role, source)
        }

        mutating func set(_ name: FactName, words: Set<String>, _ role: FactRole, _ source: String = "") {
            let all = FactRegistry.definition(of: name).words
            let mask = words.reduce(into: UInt32(0)) { mask, word in
                if let position = all.firstIndex(of: word) { mask |= 1 << UInt32(position) }
            }
            set(name, .words(mask), role, source)
        }
    }
}
