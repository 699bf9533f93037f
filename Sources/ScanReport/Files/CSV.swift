// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy
internal import Provenance
internal import ProvenanceVocabulary
public import Screening

/// One row a file for spreadsheets, after RFC 4180: UTF-8, a header row, CR LF at the end of each row.
///
/// A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula and would run it, and file names are
/// attacker text. Such a cell, and one that begins with a tab or a line end, gets an apostrophe in front, which spreadsheets
/// understand as "this is text"; programs read NDJSON, where nothing is altered. Control characters and bytes that are no
/// UTF-8 are shown as `ItemPath/display` shows them.
///
/// Fingerprints are not part of it; the SHA-256 is, for it is what other tools ask for.
public enum CSV {
    /// Names of the columns. `bank` to `view` belong to the closest match, `matches` counts them all.
    public static let columns = [
        "path", "outcome", "status", "reason", "matches", "bank", "entry", "kind", "distance", "view", "sha256",
        "bytes",
        "format", "width", "height", "provenance_level", "provenance_claim",
    ]

    /// Columns that are added when a scan decides by rules: what is done, the gravest category, the earliest deadline.
    public static let policyColumns = ["action", "category", "deadline"]

    /// The header row with its line end.
    ///
    /// - Parameter policy: whether the scan decides by rules.
    public static func header(policy: Bool = false) -> String {
        row(columns + (policy ? policyColumns : []))
    }

    /// One file, with the line end.
    public static func encode(_ record: ScanRecord) -> String {
        // A cleared item has a match on a known-good list alone perhaps; then that is what it shows.
        let match = record.closestMatch ?? record.matches.first
        let policy = record.decision.policy.map { decision in
            [
                record.decision.action.rawValue, decision.category?.rawValue ?? "",
                decision.earliestDeadline?.description ?? "",
            ]
        }
        let reason = record.reason.map { $0.code + ": " + $0.message } ?? ""
        let cells: [String] = [
            record.path.display,
            record.decision.outcome.rawValue,
            record.status.rawValue,
            reason,
            String(record.matches.count),
            match?.bank ?? "",
            match?.entry ?? "",
            match?.kind.rawValue ?? "",
            match.map { String($0.distance) } ?? "",
            match?.view.name ?? "",
            record.digests?.sha256 ?? "",
            record.byteCount.map { String($0) } ?? "",
            record.format ?? "",
            record.width.map { String($0) } ?? "",
            record.height.map { String($0) } ?? "",
            record.provenance?.level.rawValue ?? "",
            record.provenance?.claim.rawValue ?? "",
        ]
        return row(cells + (policy ?? []))
    }

    private static func row(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        let safe = neutralised(ItemPath(text).display)
        guard safe.utf8.contains(where: { ",\"\r\n'".utf8.contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    /// Also the wide forms of the four signs, which some spreadsheets read alike.
    private static func neutralised(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else {
            return text
        }
        return "'" + text
    }
}
