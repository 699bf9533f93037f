// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints
internal import Policy

/// Turns matches into a decision under the rule of corroboration: one source alone never removes a picture.
///
/// An item *matches* when
/// - a list of tier A with two independent contributors has the entry, or a person confirmed the entry, **and**
/// - a second signal agrees: an exact digest of the same entry, a second view of the item near the same entry, or, for an
///   entry of such a list, a person's confirmation.
///
/// What a second view is worth: little. The whole picture and what is inside its border show much the same, and both lie
/// within the radius of one hash, so within twice the radius (62 bits) of each other: the second agrees more often than an
/// independent one would. It counts because an agreement by chance would have to survive that the border was taken away,
/// and only if taking it away changed the hash at all; equal hashes are one signal.
///
/// Anything less is *held* for a person. Known-good lists clear an exact digest and nothing else. A file that equals entries of
/// both kinds of list exactly is held: the lists contradict each other, and a person must say which is wrong.
struct Corroboration {
    /// Lists of this tier, with so many independent contributors, count as one trusted source.
    static let trustedTier = "A"
    static let independentContributors = 2

    /// - Parameters:
    ///   - matches: every match of the item, several of one entry included.
    ///   - fingerprints: of the item; a view without one is no second signal.
    static func decide(
        _ matches: [ScanRecord.Match], fingerprints: [ScanRecord.Fingerprint] = []
    ) -> ScanRecord.Decision {
        let known = matches.filter { !$0.isKnownGood }
        let clearing = clearing(matches)
        let isExactlyKnown = known.contains { $0.kind != .pdq }
        if let good = clearing.first(where: clears(among: clearing)), !isExactlyKnown {
            return ScanRecord.Decision(
                known.isEmpty ? .none : .cleared, .allow,
                because: ["This exact file is on the known-good list \(good.bank), entry \(good.entry)."])
        }
        guard !known.isEmpty else { return ScanRecord.Decision(.none, .allow) }

        if isExactlyKnown && !clearing.isEmpty {
            return ScanRecord.Decision(
                .held, .review,
                because: [
                    "The same file is on a known-good list, \(clearing[0].bank): the lists contradict each other."
                ])
        }
        var reasons: [String] = []
        for entry in entries(of: known) {
            switch judge(entry, fingerprints) {
            case .agrees(let signal): return ScanRecord.Decision(.match, .block, because: [signal])
            case .held(let why): reasons.append(why)
            }
        }
        return ScanRecord.Decision(.held, .review, because: Array(reasons.prefix(3)))
    }

    /// The exact entries of known-good lists that may clear. A tenant's own list says nothing against a list of the house.
    private static func clearing(_ matches: [ScanRecord.Match]) -> [ScanRecord.Match] {
        let isKnownToTheHouse = matches.contains { !$0.isKnownGood && !$0.isOfTenant }
        return matches.filter { $0.isKnownGood && $0.kind != .pdq && !($0.isOfTenant && isKnownToTheHouse) }
    }

    /// Whether a known-good list has this exact file.
    static func isCleared(_ matches: [ScanRecord.Match]) -> Bool {
        let clearing = clearing(matches)
        return clearing.contains(where: clears(among: clearing))
    }

    /// Only SHA-256 clears by itself. MD5 and SHA-1 collisions can be made to order: they clear together or not at all.
    private static func clears(among clearing: [ScanRecord.Match]) -> (ScanRecord.Match) -> Bool {
        { match in
            if match.kind == .sha256 { return true }
            let kinds = Set(clearing.filter { $0.bank == match.bank && $0.entry == match.entry }.map(\.kind))
            return kinds.isSuperset(of: [.md5, .sha1])
        }
    }

    /// All matches of one entry of one bank.
    private struct Entry {
        let matches: [ScanRecord.Match]
        let best: ScanRecord.Match
    }

    private enum Judgement {
        case agrees(String)
        case held(String)
    }

    private static func entries(of matches: [ScanRecord.Match]) -> [Entry] {
        let groups = Dictionary(grouping: matches) { [$0.bank, $0.entry] }
        return groups.values
            .map { Entry(matches: $0, best: $0.min { $0.distance < $1.distance } ?? $0[0]) }
            .sorted { left, right in
                let (a, b) = (left.best, right.best)
                return (a.distance, a.bank, a.entry) < (b.distance, b.bank, b.entry)
            }
    }

    private static func judge(_ entry: Entry, _ fingerprints: [ScanRecord.Fingerprint]) -> Judgement {
        let best = entry.best
        let isTrusted = best.tier == trustedTier && best.contributors >= independentContributors
        guard isTrusted || best.isConfirmed else {
            if best.tier == trustedTier {
                return .held("Tier A list \(best.bank) has one contributor.")
            }
            return .held("List \(best.bank) is of tier \(best.tier) and no person confirmed the entry.")
        }
        let perceptual = entry.matches.filter { $0.kind == .pdq }
        let exact = entry.matches.filter { $0.kind != .pdq }
        if let digest = exact.first(where: { $0.kind == .sha256 }) ?? exact.first {
            if !perceptual.isEmpty { return .agrees("Exact copy (\(digest.kind.name)).") }
            let kinds = Set(exact.map(\.kind.name))
            if kinds.count > 1 { return .agrees("Exact copy (\(kinds.sorted().joined(separator: " and "))).") }
        }
        // Parts that were cut by a guess at where the picture is do not corroborate one another: all of them resemble
        // the one hash of the entry, so they resemble each other. A whole picture and its bare border are the exception
        // that is made: there is nothing but one colour between them.
        let frames = Dictionary(grouping: perceptual, by: \.frame)
        let isSeenTwice = frames.contains { frame, matches in
            Set(matches.map(\.view.region)).isSuperset(of: [.whole, .borderTrimmed])
                && doViewsDiffer(frame, fingerprints)
        }
        if isSeenTwice {
            return .agrees("Seen twice: as a whole and with its border trimmed.")
        }
        if isTrusted && best.isConfirmed { return .agrees("A person confirmed the entry.") }
        if perceptual.isEmpty {
            return .held("Only one exact digest agrees (\(best.kind.name)); the picture itself was not compared.")
        }
        return .held("One view of the picture agrees, and nothing else.")
    }

    private static func doViewsDiffer(_ frame: Int, _ fingerprints: [ScanRecord.Fingerprint]) -> Bool {
        func hash(_ region: View.Region) -> String? {
            fingerprints.first { $0.frame == frame && $0.region == region }?.pdq
        }
        guard let whole = hash(.whole), let trimmed = hash(.borderTrimmed) else { return false }
        return whole != trimmed
    }
}

extension ScanRecord.Match.Kind {
    /// As the field writes it.
    public var name: String {
        switch self {
        case .pdq: "PDQ"
        case .md5: "MD5"
        case .sha1: "SHA-1"
        case .sha256: "SHA-256"
        }
    }
}
