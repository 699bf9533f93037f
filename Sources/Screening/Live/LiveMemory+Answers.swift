// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Fingerprints
internal import HashIndex

/// Who asks, and when.
struct ListQuestion {
    var tenant: String?
    /// Seconds since 1970.
    var now: Int64
}

extension LiveMemory {
    /// - Parameter radius: one distance for all entries; `nil`: as each entry's bank allows.
    func near(_ codes: [PDQHash], within radius: Int?, _ question: ListQuestion) -> [[ListMatch]] {
        let reach = radius.map(HashIndex.Reach.within) ?? .ofEachRow
        var found = open.search(codes, reach: reach)
        if sealed.count > 0 {
            for (query, neighbors) in sealed.search(codes, reach: reach).enumerated() where !neighbors.isEmpty {
                found[query] = (found[query] + neighbors).sorted { ($0.distance, $0.id) < ($1.distance, $1.id) }
            }
        }
        // Most questions have no answer, and need no lock to say so.
        guard found.contains(where: { !$0.isEmpty }) else { return [[ListMatch]](repeating: [], count: codes.count) }
        return entries.withContents { contents in
            var answers: [[ListMatch]] = []
            answers.reserveCapacity(found.count)
            for neighbors in found {
                var answer: [ListMatch] = []
                for neighbor in neighbors {
                    let (row, view) = (neighbor.id >> 5, Int(neighbor.id & 31))
                    guard let (bank, record) = contents.live(row, question), bank.purpose == .known,
                        neighbor.distance <= radius ?? bank.radius
                    else { continue }
                    answer.append(
                        contents.match(row, record, bank, question, kind: .pdq, distance: neighbor.distance, view: view)
                    )
                }
                answers.append(answer)
            }
            return answers
        }
    }

    /// Entries by row, each digest that agrees in the order given.
    func exact(_ digests: [(kind: FingerprintKind, bytes: [UInt8])], _ question: ListQuestion) -> [ListMatch] {
        let tags = entries.withContents { $0.tags }
        let keys = digests.filter { $0.bytes.count == $0.kind.byteCount }.map { digest in
            (digest.kind, open: DigestKey(digest.bytes), sealed: tags?.key(digest.kind, digest.bytes))
        }
        return entries.withContents { contents in
            var found: [(row: Int64, order: Int, match: ListMatch)] = []
            for (order, (kind, open, sealed)) in keys.enumerated() {
                for (key, isSealed) in [(open, false), (sealed, true)] {
                    guard let key else { continue }
                    var rows: [Int64] = []
                    contents.digests.forEachRow(key, kind) { rows.append($0) }
                    for row in rows {
                        // An open bank's digest that happens to equal a tag is not what was asked for.
                        guard let (bank, record) = contents.live(row, question), bank.isRestricted == isSealed
                        else { continue }
                        found.append(
                            (row, order, contents.match(row, record, bank, question, kind: ScanRecord.Match.Kind(kind)))
                        )
                    }
                }
            }
            return found.sorted { ($0.row, $0.order) < ($1.row, $1.order) }.map(\.match)
        }
    }
}

extension LiveEntries.Contents {
    /// An entry that matches now for who asks, with its bank.
    func live(_ row: Int64, _ question: ListQuestion) -> (LiveBank, EntryDirectory.Record)? {
        guard let record = directory[row], record.isLive(at: question.now), let bank = banks[record.bank],
            bank.isMatched(for: question.tenant)
        else { return nil }
        return (bank, record)
    }

    func match(
        _ row: Int64, _ record: EntryDirectory.Record, _ bank: LiveBank, _ question: ListQuestion,
        kind: ScanRecord.Match.Kind, distance: Int = 0, view: Int = 0
    ) -> ListMatch {
        let names = view > 0 ? directory.viewNames(record.views) : []
        return ListMatch(
            rowID: row, bankID: bank.id, bank: bank.name, entry: directory.id(of: row), kind: kind, distance: distance,
            view: view, knownView: view == 0 ? nil : view <= names.count ? names[view - 1] : "view \(view)",
            tier: bank.tier, contributors: bank.contributors, isConfirmed: record.isConfirmed,
            category: directory.category(record.category) ?? bank.category, isKnownGood: bank.purpose == .knownGood,
            isOfTenant: bank.tenant != nil, enabledRatio: bank.enabledRatio)
    }
}

extension ScanRecord.Match.Kind {
    init(_ kind: FingerprintKind) {
        self =
            switch kind {
            case .pdq: .pdq
            case .md5: .md5
            case .sha1: .sha1
            case .sha256: .sha256
            }
    }
}
