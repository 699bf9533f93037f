// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import MediaDecoding
import TestSupport
import Testing

@Suite("Published PDQ hashes of photographs")
struct PublishedHashTests {
    private static let folder = Repository.material("pdq")

    private static func rows(_ file: String) throws -> [[String: String]] {
        let folder = try #require(folder)
        let lines = try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(separator: "\n")
        let names = fields(lines[0])
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, fields($0))) }
    }

    private static func fields(_ line: Substring) -> [String] {
        line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }

    private static func fingerprint(
        _ name: String, _ variant: PDQ.Variant, _ decoder: ConfinedDecoder
    ) throws -> PDQFingerprint {
        let folder = try #require(folder)
        let file = [UInt8](try Data(contentsOf: folder.appending(path: "images").appending(path: name)))
        let outcome = try decoder.fingerprints(of: file, hashing: variant == .full ? .exact : .nearest512)
        return try #require(outcome.value, "\(name): \(String(describing: outcome.failure))").frames[0]
    }

    @Test(
        "the reference's hashes, qualities and orientations are met bit by bit in both variants",
        .enabled(if: folder != nil, "the photographs are not beside this repository"))
    func computed() throws {
        let decoder = try Decoders.patient()
        let orientations: [(String, Orientation)] = Orientation.allCases.map { ($0.rawValue, $0) }
        var compared: [String: Int] = [:]
        for row in try Self.rows("computed.tsv") {
            let name = try #require(row["filename"])
            let variant: PDQ.Variant = row["variant"] == "full_pytx" ? .full : .nearest512
            let found = try Self.fingerprint(name, variant, decoder)
            #expect(String(found.quality) == row["quality"], "\(name) \(variant)")
            for (column, orientation) in orientations {
                #expect(found[orientation].hex == row[column], "\(name) \(variant) \(column)")
            }
            compared[variant.rawValue, default: 0] += 1
        }
        #expect(compared == ["full": 32, "nearest512": 32])
    }

    @Test(
        "hashes published for full-size pictures are met",
        .enabled(if: folder != nil, "the photographs are not beside this repository"))
    func published() throws {
        let decoder = try Decoders.patient()
        let present = Set(
            try FileManager.default.contentsOfDirectory(atPath: #require(Self.folder).appending(path: "images").path))
        var compared = 0
        for row in try Self.rows("expected.tsv") where row["variant"] == "full" {
            let name = try #require(row["filename"])
            // One published value hashes the wrong pixels: Pillow of that day clipped 16-bit grey to white.
            guard present.contains(name), name != "pytx__I16.png" else { continue }
            let found = try Self.fingerprint(name, .full, decoder)
            #expect(found.hash.hex == row["hash_hex"], "\(name), published in \(row["published_in"] ?? "")")
            if let quality = row["quality"], !quality.isEmpty { #expect(String(found.quality) == quality, "\(name)") }
            compared += 1
        }
        #expect(compared >= 20)
    }
}
