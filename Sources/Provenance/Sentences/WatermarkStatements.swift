// SPDX-License-Identifier: Apache-2.0

internal import ProvenanceVocabulary
internal import Watermarks

/// A decoded watermark as a statement.
enum WatermarkStatements {
    static func statement(_ finding: WatermarkFinding) -> Statement {
        Statement(
            source: "watermark.dwtDct", level: finding.level, claim: finding.claim,
            text:
                "The pixels carry the public watermark of \(finding.scheme.generator). Anyone can embed it; usually an AI "
                + "generator did, when it made the picture or altered it.",
            technical: "dwtDct \(finding.scheme.rawValue), \(finding.bits) bits, \(finding.errors) wrong by majority; "
                + "z = \(tenths(finding.z)); plane U, "
                + "\(finding.order.rawValue), \(finding.mode.rawValue).",
            codes: ["watermark.dwtDct.\(finding.scheme.rawValue)"])
    }

    /// One digit behind the point, without Foundation.
    private static func tenths(_ value: Double) -> String {
        let scaled = Int((value * 10).rounded())
        return "\(scaled / 10).\(abs(scaled % 10))"
    }
}
