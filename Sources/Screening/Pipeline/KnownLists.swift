// SPDX-License-Identifier: Apache-2.0

public import Banks
internal import Fingerprints

/// The lists that items are compared with, as they stood when the scan began: PDQ hashes in memory, exact digests by look-up.
public struct KnownLists: ComparedLists {
    /// The banks, those that take no part included.
    public let lists: [ScanRun.List]
    /// Why the index could not be kept between runs, in a sentence.
    public var indexTrouble: String? { index.trouble }

    private let repository: BankRepository?
    private let names: Set<String>?
    private let index: BankIndex
    private let hasDigests: Bool

    /// Compares with nothing: for hashing alone.
    public static let none = KnownLists()

    private init() {
        lists = []
        repository = nil
        names = nil
        index = .empty
        hasDigests = false
    }

    /// Loads what is compared by distance.
    ///
    /// - Parameters:
    ///   - repository: the lists of a data folder.
    ///   - names: only these banks; `nil` means all active ones.
    ///   - indexFolder: where the index of open banks is kept between runs.
    ///   - threads: how many build the index.
    /// - Throws: `BankError` or `StoreError`. A list that cannot be loaded whole is never searched.
    public init(
        _ repository: BankRepository, names: Set<String>? = nil, indexFolder: String? = nil, threads: Int = 1
    ) throws {
        self.repository = repository
        let summaries = try repository.list().filter { names?.contains($0.bank.name) ?? true }
        for name in names ?? [] where !summaries.contains(where: { $0.bank.name == name }) {
            // Throws the error that names the list and what it may have been meant to be.
            _ = try repository.show(name)
        }
        let active = Set(summaries.filter { $0.bank.settings.state == .active }.map(\.bank.name))
        self.names = active
        lists = summaries.map(ScanRun.List.init)
        hasDigests = summaries.contains { summary in
            active.contains(summary.bank.name)
                && [FingerprintKinds.md5, .sha1, .sha256].contains { summary.entries(with: $0) > 0 }
        }
        index = active.isEmpty ? .empty : try BankIndex(repository, names: names, folder: indexFolder, threads: threads)
    }

    /// Entries that have one of the file's exact digests.
    func matches(digests: ScanRecord.Digests) throws -> [ScanRecord.Match] {
        guard hasDigests, let repository else { return [] }
        let found = try repository.lookup(
            in: names, md5: ScanRecord.Digests.bytes(digests.md5), sha1: ScanRecord.Digests.bytes(digests.sha1),
            sha256: ScanRecord.Digests.bytes(digests.sha256))
        return found.flatMap { match in
            [(FingerprintKinds.sha256, ScanRecord.Match.Kind.sha256), (.sha1, .sha1), (.md5, .md5)]
                .filter { match.matched.contains($0.0) }
                .map { ScanRecord.Match(match.entry, kind: $0.1) }
        }
    }

    /// Entries near one of the item's fingerprints: of each entry the closest view in each region, closest first.
    ///
    /// - Parameter qualityFloor: fingerprints of lower quality are not compared.
    func matches(fingerprints: ItemFingerprints, qualityFloor: Int) throws -> [ScanRecord.Match] {
        guard index.count > 0, let repository else { return [] }
        let hits = PartHits(
            fingerprints, qualityFloor: qualityFloor, row: { (hit: BankIndex.Hit) in (hit.row, hit.view, hit.distance) }
        ) { index.search($0, now: repository.now) }
        guard !hits.best.isEmpty else { return [] }
        let entries = try repository.matchedEntries(rowIDs: Set(hits.best.keys.map(\.row)))
        return hits.best.compactMap { place, best in
            entries[place.row].map { entry in
                ScanRecord.Match(
                    entry, kind: .pdq, distance: best.distance, view: best.view,
                    knownView: entry.name(ofView: best.knownView), frame: best.frame)
            }
        }
        .byDistance()
    }

    func origins(of banks: Set<String>) -> [String: String] {
        Dictionary(
            lists.filter { banks.contains($0.name) }.map { ($0.name, $0.source ?? "") },
            uniquingKeysWith: { first, _ in first })
    }
}

extension ScanRecord.Match {
    init(
        _ entry: MatchedEntry, kind: Kind, distance: Int = 0, view: View = .original, knownView: String? = nil,
        frame: Int = 0
    ) {
        self.init(
            bank: entry.bank, entry: entry.entry, kind: kind, distance: distance, view: view, knownView: knownView,
            frame: frame, tier: entry.tier.rawValue, contributors: entry.contributors, isConfirmed: entry.confirmed,
            category: entry.category, isKnownGood: entry.purpose == .knownGood)
    }
}

extension ScanRun.List {
    init(_ summary: BankSummary) {
        let bank = summary.bank
        let entries = summary.entries(in: .active)
        self.init(
            name: bank.name, isKnownGood: bank.purpose == .knownGood, tier: bank.settings.tier.rawValue,
            contributors: bank.settings.contributors, entries: entries, changed: bank.changed,
            source: bank.settings.source,
            unusedBecause: bank.settings.state != .active
                ? bank.settings.state.rawValue : entries == 0 ? "empty" : nil)
    }
}
