// SPDX-License-Identifier: Apache-2.0

import Containers
import Foundation
import Markers
import ProvenanceVocabulary
import TestSupport
import Testing

/// Files with known markers, made and real, through the reader of containers.
@Suite("Markers of real files")
struct MaterialTests {
    static let folder = Repository.material("provenance")

    /// A row of the table of what is expected.
    struct Row {
        var file: String
        var source: String
        var level: String
        var claim: String
        var note: String
    }

    static func rows() throws -> [Row] {
        guard let folder else { return [] }
        let table = try String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)
        return table.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Row(
                file: cells[0], source: cells[11], level: cells[12], claim: cells[13],
                note: cells.count > 14 ? cells[14] : "")
        }
    }

    static func reading(_ file: String) throws -> MarkerReading? {
        guard let folder else { return nil }
        let bytes = try Data(contentsOf: folder.appending(path: file))
        return MarkerReader.markers(in: try ContainerReader.read(MemoryBytes([UInt8](bytes))))
    }

    @Test(.enabled(if: folder != nil, "needs shared/data/provenance beside the repository"))
    func everyMadeFileIsReadAsExpected() throws {
        var count = 0
        for row in try Self.rows() where row.file.hasPrefix("generated/markers/") {
            let result = try #require(try Self.reading(row.file))
            count += 1
            if let source = MarkerSource(rawValue: row.source), source != .novelAIStealth {
                let found = result.markers.filter { $0.source == source }
                #expect(row.level == Level.declaredUnsigned.rawValue)
                #expect(found.map(\.claim.rawValue).contains(row.claim), "\(row.file): \(result.markers)")
                let texts = found.flatMap { [$0.value?.description, $0.generator?.description] }.compactMap { $0 }
                let words = row.note.replacing("Model: ", with: "")
                #expect(
                    texts.contains { $0.contains(words) || words == "hf-job-id" }, "\(row.file): \(texts), \(row.note)")
            } else {
                // Marks in pixels and nothing at all: no text says anything.
                #expect(result.markers.isEmpty, "\(row.file): \(result.markers)")
            }
            #expect(result.faults.map(\.code) == (row.source == "hostile" ? ["xmp.doctype"] : []), "\(row.file)")
            #expect(!"\(result)".contains("grey gradient") && !"\(result)".contains("noise field"), "\(row.file)")
        }
        #expect(count >= 42)
    }

    @Test(.enabled(if: folder != nil, "needs shared/data/provenance beside the repository"))
    func ofTheFetchedFilesOnlyThoseWithMarkersHaveSome() throws {
        var remote: [String] = []
        for row in try Self.rows() where !row.file.hasPrefix("generated/markers/") {
            let result = try #require(try Self.reading(row.file))
            if result.remoteManifest != nil { remote.append(row.file) }
            let expected: Set<MarkerSource> = row.file.hasSuffix("grok-1.jpg") ? [.grok] : []
            #expect(Set(result.markers.map(\.source)) == expected, "\(row.file): \(result.markers)")
        }
        #expect(remote.contains { $0.hasSuffix("PirateShip_save_credentials_to_cloud.jpg") })
        #expect(remote.contains { $0.hasSuffix("cloud.jpg") })
    }

    @Test(.enabled(if: folder != nil, "needs shared/data/provenance beside the repository"))
    func grokIsReadInBothFields() throws {
        let result = try #require(try Self.reading("fetched/wiltodelta-fixtures/grok-1.jpg"))
        #expect(result.markers.map(\.place) == ["EXIF ImageDescription", "EXIF UserComment"])
        #expect(result.markers.allSatisfy { $0.value?.description == "picture 4800156b-8880-4786-9056-7ca3da449d8c" })
    }
}
