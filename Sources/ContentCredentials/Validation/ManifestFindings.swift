// SPDX-License-Identifier: Apache-2.0

/// What validation found out about one manifest.
struct ManifestFindings {
    var statuses: [ValidationStatus] = []
    var signature: SignatureReport?
    /// What kept a check from being made.
    var unsupported: String?
    private var counts: [StatusCode: Int] = [:]

    /// Notes what was found. Of one code a thousand findings are kept: a claim can name one assertion without end.
    mutating func note(_ code: StatusCode, _ url: String?, _ explanation: @autoclosure () -> String) {
        let count = counts[code, default: 0]
        guard count < 1_000 else { return }
        counts[code] = count + 1
        statuses.append(ValidationStatus(code, url, explanation()))
    }
}
