// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Screening
internal import Web

/// Asks the lists in memory about one fingerprint.
struct Lookup {
    let lists: LiveLists
    let shares: SignalShares
    let tenant: String?

    /// Every entry near a fingerprint, each once, closest first.
    ///
    /// - Throws: ``Problem`` 503 when the lists in memory are too old to say "no match".
    func matches(_ signal: Signal) throws(Problem) -> [FoundContent] {
        do {
            switch signal {
            case .pdq(let hash):
                let found = try lists.near([hash], within: nil, tenant: tenant)
                return found.isEmpty ? [] : Self.contents(found[0], isExact: false)
            case .videoMD5(let digest):
                return Self.contents(
                    try lists.exact(md5: digest, sha1: nil, sha256: nil, tenant: tenant), isExact: true)
            }
        } catch {
            throw Problem(.serviceUnavailable, code: "lists-stale", detail: "index not yet ready", retryAfter: 1)
        }
    }

    /// The entries of banks that answer this time.
    func answers(_ matches: [FoundContent], flip: Flip, banks: Set<String>?) -> [FoundContent] {
        guard !matches.isEmpty else { return matches }
        // A bank that always answers needs no draw, which is nearly every bank.
        let draw = matches.allSatisfy { $0.share >= 1 } ? 0 : flip.draw()
        return matches.filter { $0.share >= draw && banks?.contains($0.bank) ?? true }
    }

    private static func contents(_ matches: [ListMatch], isExact: Bool) -> [FoundContent] {
        guard !matches.isEmpty else { return [] }
        var found: [FoundContent] = []
        found.reserveCapacity(matches.count)
        for match in matches where !match.isKnownGood {
            let distance = isExact ? nil : match.distance
            // An entry with several views can be near in more than one of them.
            if let place = found.firstIndex(where: { $0.content == match.rowID }) {
                if let distance, let other = found[place].distance, distance < other {
                    found[place].distance = distance
                }
                continue
            }
            found.append(
                FoundContent(content: match.rowID, bank: match.bank, distance: distance, share: match.enabledRatio))
        }
        if found.count > 1 { found.sort { ($0.distance ?? 0, $0.content) < ($1.distance ?? 0, $1.content) } }
        return found
    }
}

/// How the draw of a look-up is made: once for all banks.
enum Flip {
    /// Every bank answers, also one with the share 0.
    case bypassed
    case seeded(String)
    case random

    func draw() -> Double {
        switch self {
        case .bypassed: 0
        case .seeded(let seed): CoinFlip.draw(seed: seed)
        case .random: CoinFlip.draw()
        }
    }
}
