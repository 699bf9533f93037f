// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Screening
internal import Web

/// A client's own id of an item.
enum Reference {
    /// Longest, in bytes.
    static let longest = 128

    /// Checks how it is written.
    ///
    /// - Throws: ``Problem`` 422.
    static func check(_ text: String?) throws(Problem) -> String? {
        guard let text else { return nil }
        let isWritten =
            (1...longest).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: "._:/@+-".utf8.contains(byte)
                }
            }
        guard isWritten else {
            throw Fields.invalid("“reference” is 1 to \(longest) of A–Z, a–z, 0–9 and . _ : / @ + -")
        }
        return text
    }

    /// Refuses a reference that holds a fingerprint of its item: it would be kept with the decision, and hashes are
    /// treated as images.
    ///
    /// - Throws: ``Problem`` 422.
    static func refuseFingerprints(in reference: String?, of record: ScanRecord) throws(Problem) {
        guard let reference = reference?.lowercased() else { return }
        var prints = record.fingerprints.map(\.pdq)
        if let digests = record.digests { prints += [digests.md5, digests.sha1, digests.sha256] }
        guard !prints.contains(where: { !$0.isEmpty && reference.contains($0) }) else {
            throw Problem(
                .unprocessableContent, code: "reference-is-fingerprint",
                detail:
                    "The reference holds a hash of the item, which would be kept. Send an id that says nothing of it.")
        }
    }
}
