// SPDX-License-Identifier: Apache-2.0

/// A running account of a scan in which every file stands exactly once: matched + held + unknown + no match + cleared =
/// pictures and videos found; other files are counted beside it.
///
/// Memory is bounded: of what a person must look at, the first ``listingLimit`` records of each outcome are kept, and the
/// counts go on.
public struct ScanLedger: Sendable {
    /// Records that are kept for listing, per outcome.
    public let listingLimit: Int
    /// Files by outcome; an outcome that did not occur is missing.
    public private(set) var counts: [ScanRecord.Decision.Outcome: Int] = [:]
    /// Unknown items by status.
    public private(set) var unknownByStatus: [ItemStatus: Int] = [:]
    /// The first ``listingLimit`` records in which a trusted list and a second signal agree, in the order of the scan.
    public private(set) var matched: [ScanRecord] = []
    /// The first ``listingLimit`` records that wait for a person, in the order of the scan.
    public private(set) var held: [ScanRecord] = []
    /// The first ``listingLimit`` records of what could not be scanned, in the order of the scan.
    public private(set) var unknown: [ScanRecord] = []
    /// The first ``listingLimit`` records that a known-good list cleared, in the order of the scan.
    public private(set) var cleared: [ScanRecord] = []
    /// Screened without a match, but too plain for a fingerprint: compared for exact copies only.
    public private(set) var tooPlain = 0
    /// Matched and held items by the distance of their closest match, exact digests at 0: at most 257 numbers an outcome, so
    /// that a report can show all distances although it lists only some items.
    public private(set) var distances: [ScanRecord.Decision.Outcome: [Int: Int]] = [:]
    /// Items that have at least one match in a list, by the list's name.
    public private(set) var itemsByList: [String: Int] = [:]
    /// Bytes of all files that were read.
    public private(set) var byteCount: UInt64 = 0
    /// The same pictures and videos by what they say of how they were made.
    public private(set) var provenance = ProvenanceTally()
    /// The same pictures and videos by what follows by law and policy; empty when the scan did not decide by rules.
    public private(set) var policy = PolicyTally()
    /// Symbolic links in the tree that were not followed, counted by the walk.
    public var linksNotFollowed = 0
    /// Sockets, pipes and devices in the tree, counted by the walk.
    public var specialFiles = 0

    /// Makes an account of nothing yet.
    public init(listingLimit: Int = 1000) {
        self.listingLimit = listingLimit
    }

    /// Files with this outcome, 0 when there is none.
    public subscript(outcome: ScanRecord.Decision.Outcome) -> Int {
        counts[outcome, default: 0]
    }

    /// Pictures and videos found: every outcome but ``ScanRecord/Decision/Outcome/other``.
    public var media: Int {
        counts.reduce(0) { $1.key == .other ? $0 : $0 + $1.value }
    }

    /// Enters one file.
    ///
    /// - Parameters:
    ///   - record: what screening learned about the file.
    ///   - qualityFloor: hashes of lower quality were not compared, so that the file may count as ``tooPlain``.
    public mutating func add(_ record: ScanRecord, qualityFloor: Int) {
        counts[record.decision.outcome, default: 0] += 1
        byteCount += record.byteCount ?? 0
        if record.decision.outcome != .other {
            provenance.add(record, listingLimit: listingLimit)
            policy.add(record, listingLimit: listingLimit)
        }
        for list in Set(record.matches.map(\.bank)) {
            itemsByList[list, default: 0] += 1
        }
        if [.match, .held].contains(record.decision.outcome), let closest = record.closestMatch {
            distances[record.decision.outcome, default: [:]][closest.distance, default: 0] += 1
        }
        switch record.decision.outcome {
        case .match: keep(record, in: \.matched)
        case .held: keep(record, in: \.held)
        case .cleared: keep(record, in: \.cleared)
        case .unknown:
            unknownByStatus[record.status, default: 0] += 1
            keep(record, in: \.unknown)
        case .none:
            if !record.fingerprints.contains(where: { $0.quality >= qualityFloor }) { tooPlain += 1 }
        case .other: break
        }
    }

    private mutating func keep(_ record: ScanRecord, in list: WritableKeyPath<ScanLedger, [ScanRecord]>) {
        if self[keyPath: list].count < listingLimit {
            self[keyPath: list].append(record)
        }
    }
}
