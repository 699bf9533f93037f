// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import Policy
public import Screening

/// The results file: one JSON object a line, for programs. It is never localised, and holds everything that was learned,
/// fingerprints and digests included; so it is kept as carefully as the evidence.
///
/// Keys, in this order: `path`, `status`, `sha256`, `fingerprints`, `matches`, `provenance`, `decision`, `md5`, `sha1`,
/// `bytes`, `format`, `width`, `height`, `frames`, `partial`, `reason`, and `pathBytes` (base64) only where the path is not
/// UTF-8 and `path` is its form for display.
public enum NDJSON {
    /// One line, without the line feed at its end. It holds no control character and no direction mark.
    public static func encode(_ record: ScanRecord) -> String {
        var line = JSONObject()
        line.add("path", record.path.exactString ?? record.path.display)
        line.add("status", record.status.rawValue)
        line.add("sha256", record.digests?.sha256)
        line.add("fingerprints", raw: JSONObject.array(record.fingerprints.map(encode)))
        line.add("matches", raw: JSONObject.array(record.matches.map(encode)))
        line.add("provenance", raw: encode(record.provenance))
        line.add("decision", raw: encode(record.decision))
        line.add("md5", record.digests?.md5)
        line.add("sha1", record.digests?.sha1)
        line.add("bytes", record.byteCount)
        line.add("format", record.format)
        line.add("width", record.width)
        line.add("height", record.height)
        line.add("frames", record.frameCount)
        line.add("partial", record.isPartial)
        line.add("reason", raw: record.reason.map(encode) ?? "null")
        if record.path.exactString == nil {
            line.add("pathBytes", Data(record.path.bytes).base64EncodedString())
        }
        return line.closed
    }

    private static func encode(_ fingerprint: ScanRecord.Fingerprint) -> String {
        var object = JSONObject()
        object.add("frame", fingerprint.frame)
        object.add("view", View(region: fingerprint.region, orientation: .original).name)
        object.add("pdq", fingerprint.pdq)
        object.add("quality", fingerprint.quality)
        return object.closed
    }

    private static func encode(_ match: ScanRecord.Match) -> String {
        var object = JSONObject()
        object.add("bank", match.bank)
        object.add("entry", match.entry)
        object.add("kind", match.kind.rawValue)
        object.add("distance", match.distance)
        object.add("view", match.view.name)
        object.add("knownView", match.knownView)
        object.add("frame", match.frame)
        object.add("tier", match.tier)
        object.add("contributors", match.contributors)
        object.add("confirmed", match.isConfirmed)
        object.add("category", match.category)
        object.add("knownGood", match.isKnownGood)
        return object.closed
    }

    private static func encode(_ decision: ScanRecord.Decision) -> String {
        var object = JSONObject()
        object.add("outcome", decision.outcome.rawValue)
        object.add("action", decision.action.rawValue)
        object.add("because", raw: JSONObject.array(decision.because.map(JSONObject.quoted)))
        if let policy = decision.policy { object.add("policy", raw: JSONObject.escaping(policy.canonical.text)) }
        return object.closed
    }

    private static func encode(_ reason: StatusReason) -> String {
        var object = JSONObject()
        object.add("code", reason.code)
        object.add("message", reason.message)
        return object.closed
    }
}
