// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Fingerprints
internal import Foundation
internal import HashIndex
internal import Screening

/// What is searched, and how its entries are called.
enum MatchSource: Sendable {
    /// Banks of a data folder.
    case banks(BankIndex, BankRepository)
    /// Lines of a file of this name.
    case lines(HashIndex, name: String)

    /// Hashes that are searched.
    var count: Int {
        switch self {
        case .banks(let index, _): index.count
        case .lines(let index, _): index.count
        }
    }

    /// What is near one query, nearest first.
    enum Answer: Sendable {
        case banks([BankIndex.Hit])
        case lines([HashIndex.Neighbor])

        var isEmpty: Bool {
            switch self {
            case .banks(let hits): hits.isEmpty
            case .lines(let neighbors): neighbors.isEmpty
            }
        }
    }

    func search(_ codes: [PDQHash], radius: Int) -> [Answer] {
        switch self {
        case .banks(let index, let repository):
            return index.search(codes, reach: .within(radius), now: repository.now).map(Answer.banks)
        case .lines(let index, _):
            return index.search(codes, reach: .within(radius)).map(Answer.lines)
        }
    }

    /// The line of NDJSON for one query.
    func line(_ query: PDQHash, _ answer: Answer) throws -> String {
        "{\"query\":\"\(query.hex)\",\"matches\":[\(try matches(answer).joined(separator: ","))]}"
    }

    private func matches(_ answer: Answer) throws -> [String] {
        switch (self, answer) {
        case (.lines(_, let name), .lines(let neighbors)):
            let bank = Self.quoted(name)
            return neighbors.map { Self.match(bank, "\"\($0.id)\"", $0.distance, knownView: nil) }
        case (.banks(_, let repository), .banks(let hits)):
            guard !hits.isEmpty else { return [] }
            let entries = try repository.matchedEntries(rowIDs: Set(hits.map(\.row)))
            return hits.compactMap { hit in
                entries[hit.row].map { entry in
                    Self.match(
                        Self.quoted(entry.bank), Self.quoted(entry.entry), hit.distance,
                        knownView: entry.name(ofView: hit.view))
                }
            }
        default:
            return []
        }
    }

    private static func match(_ bank: String, _ entry: String, _ distance: Int, knownView: String?) -> String {
        "{\"bank\":\(bank),\"entry\":\(entry),\"distance\":\(distance),\"view\":\"original\""
            + (knownView.map { ",\"knownView\":\(quoted($0))" } ?? "") + "}"
    }

    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}
