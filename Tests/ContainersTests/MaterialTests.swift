// SPDX-License-Identifier: Apache-2.0

import Containers
import Foundation
import TestSupport
import Testing

/// The real and generated files of the provenance collection, with what c2pa-rs says of each.
@Suite("Provenance material")
struct MaterialTests {
    private static let folder = Repository.material("provenance")

    private struct Row {
        var file: String
        var state: String
        var level: String
        var claim: String
        var marker: String
    }

    private static func rows() throws -> [Row] {
        let table = try String(contentsOf: try #require(folder).appending(path: "expected.tsv"), encoding: .utf8)
        let lines = table.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        let head = try #require(lines.first).map(String.init)
        func column(_ name: String) throws -> Int { try #require(head.firstIndex(of: name)) }
        let (file, state, level) = try (
            column("file"), column("state_c2pa_list"), column("expected_level_test_roots")
        )
        let (claim, marker) = try (column("expected_claim"), column("other_marker"))
        return lines.dropFirst().map { line in
            func text(_ index: Int) -> String { index < line.count ? String(line[index]) : "" }
            return Row(
                file: text(file), state: text(state), level: text(level), claim: text(claim), marker: text(marker))
        }
    }

    @Test(
        "stores are found exactly where c2pa-rs finds them",
        .enabled(if: folder != nil, "the provenance files are not beside this repository"))
    func stores() throws {
        let rows = try Self.rows()
        #expect(rows.count > 90)
        for row in rows {
            let path = try #require(Self.folder).appending(path: row.file).path
            let reading = try ContainerReader.read(try FileBytes(path: path))
            #expect(reading.format != .unknown, "\(row.file)")
            switch row.state {
            case "Valid", "Invalid":
                #expect(reading.stores.count == 1, "\(row.file)")
                #expect(reading.graveFaults.isEmpty, "\(row.file): \(reading.faults)")
            case "NoManifest", "RemoteManifest":
                #expect(reading.stores.isEmpty, "\(row.file)")
                #expect(reading.graveFaults.isEmpty, "\(row.file): \(reading.faults)")
            default: continue
            }
        }
    }

    @Test(
        "what cannot be read says why",
        .enabled(if: folder != nil, "the provenance files are not beside this repository"),
        arguments: [
            ("generated/signed/bad-truncated.jpg", "jpeg.segment-beyond-end"),
            ("generated/signed/bad-two-stores.jpg", "c2pa.more-than-one-store"),
            ("fetched/c2pa-rs/nested_moov_1000.mp4", "bmff.depth"),
            ("fetched/c2pa-rs/tiff_poc.tiff", "tiff.directories"),
            ("fetched/encypher-vectors/truncated_jumbf.jpg", "c2pa.store-cut"),
        ])
    func hostile(_ file: String, _ code: String) throws {
        let path = try #require(Self.folder).appending(path: file).path
        let reading = try ContainerReader.read(try FileBytes(path: path))
        #expect(reading.fault(code) != nil, "\(reading.faults)")
        #expect(reading.fault(code)?.gravity != .oddity)
    }

    @Test(
        "every file that carries a marker in its metadata has a block for it",
        .enabled(if: folder != nil, "the provenance files are not beside this repository"))
    func markers() throws {
        var looked = 0
        for row in try Self.rows() where row.level == "declared-unsigned" {
            // Least-significant bits are pixels, which are not read here.
            guard !row.file.contains("stealth") else { continue }
            let path = try #require(Self.folder).appending(path: row.file).path
            let reading = try ContainerReader.read(try FileBytes(path: path))
            #expect(!reading.metadata.isEmpty, "\(row.file)")
            looked += 1
        }
        #expect(looked > 25)
    }

    @Test(
        "a file cut in half is never read as whole",
        .enabled(if: folder != nil, "the provenance files are not beside this repository"))
    func halves() throws {
        for row in try Self.rows() where row.state == "Valid" {
            let path = try #require(Self.folder).appending(path: row.file).path
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            let reading = try read([UInt8](bytes.prefix(bytes.count / 2)))
            #expect(reading.graveFaults.contains { $0.gravity == .malformed }, "\(row.file)")
        }
    }
}
