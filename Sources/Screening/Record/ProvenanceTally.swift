// SPDX-License-Identifier: Apache-2.0

internal import Provenance
internal import ProvenanceVocabulary

/// Pictures and videos by what they say of how they were made. Every one stands in exactly one row, so the rows add up to
/// ``ScanLedger/media``.
public struct ProvenanceTally: Sendable {
    /// What a file says, and how far that can be believed.
    public enum Row: String, Sendable, Hashable, CaseIterable {
        /// Generative AI had a part in it, signed by a listed signer.
        case aiSignedTrusted
        /// Generative AI had a part in it, signed by a party that no list names, or whose certificate has expired.
        case aiSignedOther
        /// A public watermark of an AI generator was decoded.
        case aiWatermark
        /// Unsigned text says that generative AI had, or may have had, a part in it.
        case aiDeclared
        /// Something else is said of it, or credentials are there that say nothing of the origin.
        case other
        /// Credentials are attached that do not belong to the file.
        case credentialsFailed
        /// The file, or what is attached to it, could not be read as what it says it is.
        case unreadable
        /// Nothing was found, which says nothing.
        case nothing
        /// It was not looked at.
        case notExamined

        init(_ record: ProvenanceRecord?) {
            guard let record, !record.isOfUnknownKind else {
                self = .notExamined
                return
            }
            switch (record.level, record.claim.speaksOfAI) {
            case (.credentialsFailed, _): self = .credentialsFailed
            case (.unreadableOrHostile, _): self = .unreadable
            case (.none, _): self = .nothing
            case (.signedTrusted, true): self = .aiSignedTrusted
            case (.signedIntactSignerUnlisted, true), (.signedIntactButExpired, true): self = .aiSignedOther
            case (.watermark, true): self = .aiWatermark
            case (_, true): self = .aiDeclared
            case (_, false): self = .other
            }
        }

        /// The rows that a person may want to look at: whatever speaks of AI, and credentials that do not fit.
        public var isListed: Bool {
            switch self {
            case .aiSignedTrusted, .aiSignedOther, .aiWatermark, .aiDeclared, .credentialsFailed: true
            case .other, .unreadable, .nothing, .notExamined: false
            }
        }
    }

    /// Items by row; a row that did not occur is missing.
    public private(set) var counts: [Row: Int] = [:]
    /// The first items of the rows that are listed, in the order of the scan.
    public private(set) var listed: [ScanRecord] = []

    /// Items of a row, 0 when there is none.
    public subscript(row: Row) -> Int { counts[row, default: 0] }

    /// Items of all rows that are listed, however many are kept.
    public var listedCount: Int { Row.allCases.filter(\.isListed).reduce(0) { $0 + self[$1] } }

    mutating func add(_ record: ScanRecord, listingLimit: Int) {
        let row = Row(record.provenance)
        counts[row, default: 0] += 1
        if row.isListed, listed.count < listingLimit { listed.append(record) }
    }
}
