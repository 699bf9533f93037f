// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import CivilTime
internal import Foundation

/// A bank as a client reads it, under the name by which it knows it.
struct BankAnswer: Encodable, Sendable {
    var name: String
    var purpose: String
    var restricted: Bool
    var tier: String
    var contributors: Int
    var category: String?
    var source: String?
    var radius: Int
    var state: String
    var entries: [String: Int]
    var created: String
    var changed: String

    init(_ summary: BankSummary, name: String) {
        let bank = summary.bank
        self.name = name
        purpose = bank.purpose.rawValue
        restricted = bank.restricted
        tier = bank.settings.tier.rawValue
        contributors = bank.settings.contributors
        category = bank.settings.category
        source = bank.settings.source
        radius = bank.radius
        state = bank.settings.state.rawValue
        var entries = ["total": summary.entries, "expired": summary.expired]
        for state in ListingState.allCases { entries[state.rawValue] = summary.entries(in: state) }
        for kind in FingerprintKind.allCases { entries[kind.rawValue] = summary.entries(with: FingerprintKinds(kind)) }
        self.entries = entries
        created = bank.created.timestamp
        changed = bank.changed.timestamp
    }

    /// Changes whenever a setting does. Counts change without anybody's setting, so they are left out.
    var version: String {
        Version.of([
            name, purpose, tier, String(contributors), category ?? "\0", source ?? "\0", String(radius), state, created,
        ])
    }
}

/// A short tag of what a client read, for `If-Match`. It is no secret and protects nothing but from overwriting.
enum Version {
    /// FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/
    static func of(_ parts: [String]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in parts {
            for byte in Array(part.utf8) + [0xFF] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return String(hash, radix: 36)
    }
}

extension Date {
    /// As RFC 3339 writes it, to the second.
    var timestamp: String { UTCTime(seconds: Int64(timeIntervalSince1970.rounded(.down))).description }
}
