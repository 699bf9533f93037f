// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Foundation
import MediaDecoding
import Provenance
import ProvenanceVocabulary
import Screening
import TestSupport

/// Inspects files as the program does: bytes and pixels.
final class Inspecting {
    private let inspector: ItemInspector

    /// - Parameters:
    ///   - lists: paths of trust lists by purpose.
    ///   - day: the day on which certificates are judged; today if left out.
    init(_ lists: [(purpose: TrustLists.Purpose, path: String)], on day: UTCTime? = nil) throws {
        let decoder = try ConfinedDecoder(
            ConfinedDecoder.Configuration(executable: Repository.program("tutela-decoder")))
        let now = day ?? UTCTime(seconds: Int64(Date().timeIntervalSince1970))
        inspector = ItemInspector(
            ProvenanceInspector(lists: lists.isEmpty ? .none : try TrustLists(lists)) { now }, decoder: decoder)
    }

    func record(_ path: String) throws -> ProvenanceRecord {
        try inspector.inspect(ItemPath(path)).inspection.record
    }

    func explanation(_ path: String) throws -> [ExplanationNode] {
        try inspector.inspect(ItemPath(path)).inspection.explanation
    }
}

extension ProvenanceRecord {
    /// `level claim`, as tables have it.
    var words: String { level.rawValue + " " + claim.rawValue }

    /// Every code of every statement.
    var codes: Set<String> { Set(statements.flatMap(\.codes)) }
}
