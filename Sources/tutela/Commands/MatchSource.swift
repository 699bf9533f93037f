// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Fingerprints
internal import Foundation
internal import HashIndex

/// What is searched, and how its entries are called.
struct MatchSource {
    enum Naming {
        /// Rows of a database, by position in the index.
        case bank(BankRepository, [Int64])
        /// Lines of a file of this name.
        case lines(String)
    }

    let index: HashIndex
    let naming: Naming

    func line(_ query: PDQHash, _ neighbors: [HashIndex.Neighbor]) throws -> String {
        let names = try names(of: neighbors)
        let matches = zip(neighbors, names).compactMap { neighbor, name in
            name.map {
                "{\"bank\":\(Self.quoted($0.bank)),\"entry\":\(Self.quoted($0.entry)),"
                    + "\"distance\":\(neighbor.distance),\"view\":\"original\"}"
            }
        }
        return "{\"query\":\"\(query.hex)\",\"matches\":[\(matches.joined(separator: ","))]}"
    }

    private func names(of neighbors: [HashIndex.Neighbor]) throws -> [(bank: String, entry: String)?] {
        switch naming {
        case .lines(let file): return neighbors.map { (file, String($0.id)) }
        case .bank(let repository, let rows):
            guard !neighbors.isEmpty else { return [] }
            let entries = try repository.matchedEntries(rowIDs: neighbors.map { rows[Int($0.id)] })
            return neighbors.map { entries[rows[Int($0.id)]].map { ($0.bank, $0.entry) } }
        }
    }

    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}
