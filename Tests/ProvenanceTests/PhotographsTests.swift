// SPDX-License-Identifier: Apache-2.0

import Foundation
import Provenance
import ProvenanceVocabulary
import TestSupport
import Testing

/// Real photographs out of Debian's packages: none of them says anything of AI, so nothing may be found in any.
///
/// `make test-long` fetches them and names their folder in `TUTELA_PHOTOGRAPHS`.
@Suite("Real photographs")
struct PhotographsTests {
    private static let folder = ProcessInfo.processInfo.environment["TUTELA_PHOTOGRAPHS"]

    @Test(
        "carry no marker, no watermark and no fault",
        .enabled(if: folder != nil, "the photographs were not fetched: make test-long"))
    func silence() throws {
        let folder = try #require(Self.folder)
        let files = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
            .filter { name in [".jpg", ".jpeg", ".png", ".webp"].contains { name.lowercased().hasSuffix($0) } }
        #expect(files.count >= 300)
        let inspecting = try Inspecting([])
        for file in files {
            let record = try inspecting.record(folder + "/" + file)
            #expect(record.level == .none && record.statements.isEmpty, "\(file): \(record.statements)")
            #expect(record.pixels == .examined, "\(file)")
        }
    }
}
