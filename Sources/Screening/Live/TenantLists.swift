// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints

/// The live lists as they are matched for one tenant, or for the house.
struct TenantLists: ComparedLists {
    let lists: LiveLists
    let tenant: String?

    func matches(digests: ScanRecord.Digests) throws -> [ScanRecord.Match] {
        try lists.exact(
            md5: ScanRecord.Digests.bytes(digests.md5), sha1: ScanRecord.Digests.bytes(digests.sha1),
            sha256: ScanRecord.Digests.bytes(digests.sha256), tenant: tenant
        )
        .map { ScanRecord.Match($0, view: .original, frame: 0) }
    }

    func matches(fingerprints: ItemFingerprints, qualityFloor: Int) throws -> [ScanRecord.Match] {
        var entries: [PartHits.Place: ListMatch] = [:]
        let hits = try PartHits(
            fingerprints, qualityFloor: qualityFloor,
            row: { (match: ListMatch) in (match.rowID, match.view, match.distance) },
            { try lists.near($0, tenant: tenant) },
            keeping: { entries[$1] = $0 })
        return hits.best.compactMap { place, best in
            entries[place].map { ScanRecord.Match($0, view: best.view, frame: best.frame) }
        }
        .byDistance()
    }

    func origins(of banks: Set<String>) -> [String: String] { lists.origins(of: banks, tenant: tenant) }
}

extension ScanRecord.Match {
    init(_ match: ListMatch, view: View, frame: Int) {
        self.init(
            bank: match.bank, entry: match.entry, kind: match.kind, distance: match.distance, view: view,
            knownView: match.knownView, frame: frame, tier: match.tier, contributors: match.contributors,
            isConfirmed: match.isConfirmed, category: match.category, isKnownGood: match.isKnownGood,
            isOfTenant: match.isOfTenant)
    }
}
