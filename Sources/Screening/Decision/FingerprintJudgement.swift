// SPDX-License-Identifier: Apache-2.0

extension ScanRecord.Decision {
    /// What follows from entries that fingerprints alone matched, under the same rule of corroboration as for an item.
    ///
    /// - Parameter matches: every match of the fingerprints of one item.
    /// - Returns: the decision; without a match, `none`.
    public static func ofFingerprints(_ matches: [ScanRecord.Match]) -> ScanRecord.Decision {
        Corroboration.decide(matches)
    }
}
