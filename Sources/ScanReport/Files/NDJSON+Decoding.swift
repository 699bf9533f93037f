// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy
public import Screening

extension NDJSON {
    /// Reads a line that ``encode(_:)`` wrote, for resuming a scan. Keys that are not known are passed over, so that later
    /// versions may add some.
    ///
    /// - Throws: ``RecordError`` when the line is cut off, is no record, or contradicts itself.
    public static func decode(_ line: String) throws -> ScanRecord {
        let wire: WireRecord
        do {
            wire = try JSONDecoder().decode(WireRecord.self, from: Data(line.utf8))
        } catch let error as DecodingError {
            throw RecordError(error)
        }
        return try wire.record()
    }
}

/// Why a line of a results file is no record.
public struct RecordError: Error, Equatable, CustomStringConvertible {
    /// Stable: `not-json`, `missing-key`, `wrong-value`.
    public let code: String
    /// What is wrong, and where in the line. Holds no values of the line.
    public let message: String

    /// Names what is wrong.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }

    init(_ error: DecodingError) {
        func place(_ path: [any CodingKey]) -> String {
            path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            self.init(code: "missing-key", message: "The key \(place(context.codingPath + [key])) is missing.")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            self.init(code: "wrong-value", message: "The value of \(place(context.codingPath)) has the wrong type.")
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init(
                code: "wrong-value", message: "The value of \(place(context.codingPath)) is not one that is known.")
        default:
            self.init(code: "not-json", message: "The line is not a JSON object; it may have been cut off.")
        }
    }
}

/// The record as it stands in the file. Types with invariants of their own are made from it afterwards.
private struct WireRecord: Decodable {
    var path: String
    var status: ItemStatus
    var sha256: String?
    var fingerprints: [Fingerprint]
    var matches: [Match]
    var provenance: NDJSON.WireProvenance?
    var decision: Decision
    var md5: String?
    var sha1: String?
    var bytes: UInt64?
    var format: String?
    var width: Int?
    var height: Int?
    var frames: Int
    var partial: Bool
    var reason: StatusReason?
    var pathBytes: String?

    struct Fingerprint: Decodable {
        var frame: Int
        var view: String
        var pdq: String
        var quality: Int
    }

    struct Match: Decodable {
        var bank: String
        var entry: String
        var kind: ScanRecord.Match.Kind
        var distance: Int
        var view: String
        var knownView: String?
        var frame: Int
        var tier: String
        var contributors: Int
        var confirmed: Bool
        var category: String?
        var knownGood: Bool
    }

    struct Decision: Decodable {
        var outcome: ScanRecord.Decision.Outcome
        var action: ScanRecord.Decision.Action
        var because: [String]
    }

    func record() throws(RecordError) -> ScanRecord {
        let decision = ScanRecord.Decision(decision.outcome, decision.action, because: decision.because)
        // Hard line: a file that somebody edited must not turn "unknown" into "no match" when a scan is resumed.
        if decision.outcome == .none, status != .screened {
            throw RecordError(code: "wrong-value", message: "Only a screened item can have the outcome none.")
        }
        var record = ScanRecord(path: try itemPath(), status: status, reason: reason, decision: decision)
        record.byteCount = bytes
        record.format = format
        record.width = width
        record.height = height
        record.frameCount = frames
        record.isPartial = partial
        record.provenance = provenance?.record
        record.digests = try digests()
        for fingerprint in fingerprints {
            record.fingerprints.append(
                ScanRecord.Fingerprint(
                    frame: fingerprint.frame, region: try view(fingerprint.view).region, pdq: fingerprint.pdq,
                    quality: fingerprint.quality))
        }
        for match in matches {
            record.matches.append(
                ScanRecord.Match(
                    bank: match.bank, entry: match.entry, kind: match.kind, distance: match.distance,
                    view: try view(match.view), knownView: match.knownView, frame: match.frame, tier: match.tier,
                    contributors: match.contributors,
                    isConfirmed: match.confirmed, category: match.category, isKnownGood: match.knownGood))
        }
        return record
    }

    private func itemPath() throws(RecordError) -> ItemPath {
        guard let pathBytes else { return ItemPath(path) }
        guard let data = Data(base64Encoded: pathBytes) else {
            throw RecordError(code: "wrong-value", message: "The value of pathBytes is not base64.")
        }
        return ItemPath(bytes: data)
    }

    private func digests() throws(RecordError) -> ScanRecord.Digests? {
        switch (md5, sha1, sha256) {
        case (nil, nil, nil): return nil
        case (let md5?, let sha1?, let sha256?): return ScanRecord.Digests(md5: md5, sha1: sha1, sha256: sha256)
        default: throw RecordError(code: "wrong-value", message: "Some of md5, sha1 and sha256 are missing.")
        }
    }

    private func view(_ name: String) throws(RecordError) -> View {
        guard let view = View(name: name) else {
            throw RecordError(code: "wrong-value", message: "A view is not one that is known.")
        }
        return view
    }
}
