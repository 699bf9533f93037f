// SPDX-License-Identifier: Apache-2.0

/// The forms of list that can be imported.
public enum ImportFormat: String, Sendable, CaseIterable {
    /// A header line naming columns, then one entry a line (RFC 4180).
    case csv
    /// One JSON object a line, with the same names as the CSV columns.
    case jsonl
    /// One fingerprint a line, `#` comments; also the output of `md5sum`, `sha256sum` and `tutela hash`.
    case hashes
    /// What Hasher-Matcher-Actioner gives out: bank contents in JSON, or its header-less CSV.
    case hma
    /// ThreatExchange: CSV of `threatexchange dataset`, CSV with `indicator,type`, or `threat_updates` in JSON.
    case threatexchange
    /// Signal file of python-threatexchange: `type hash` a line, or only `hash`.
    case tx
    /// Project VIC hash set, VICS 1.3 or 2.0 (JSON).
    case vics
}
