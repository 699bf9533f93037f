// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import CivilTime
internal import Fingerprints
internal import Foundation
internal import Web

/// An entry as a client reads it: which fingerprints it has, and where it comes from; never the values.
struct EntryAnswer: Encodable, Sendable {
    var id: String
    var kinds: [String]
    var category: String?
    var source: String?
    var note: String?
    var confirmed: Bool
    var state: String
    var expires: String?
    var provenance: Provenance

    struct Provenance: Encodable, Sendable {
        var source: String?
        var list: String
        var addedBy: String?
        var addedAt: String?
        var changedAt: String?
    }

    /// - Parameters:
    ///   - stored: as the database has it.
    ///   - list: the bank, as the asker knows it.
    init(_ stored: StoredEntry, list: String) {
        let entry = stored.entry
        id = entry.id
        kinds = FingerprintKind.allCases.filter { entry.fingerprints.kinds.contains(FingerprintKinds($0)) }
            .map(\.rawValue)
        category = entry.category
        source = entry.source
        note = entry.note
        confirmed = entry.confirmed
        state = entry.state.rawValue
        expires = entry.expires?.timestamp
        provenance = Provenance(
            source: entry.source, list: list, addedBy: stored.provenance.addedBy,
            addedAt: stored.provenance.added?.timestamp, changedAt: stored.provenance.changed?.timestamp)
    }

    /// Changes whenever something that can be changed does.
    var version: String {
        Version.of([id, category ?? "\0", note ?? "\0", String(confirmed), state, expires ?? ""])
    }
}

/// The values of an entry, for roles that need them.
struct EntryFingerprintsAnswer: Encodable, Sendable {
    var id: String
    var fingerprints: [String: String]

    init(_ entry: BankEntry) {
        id = entry.id
        let set = entry.fingerprints
        let values: [(FingerprintKind, [UInt8]?)] = [
            (.pdq, set.pdq?.bytes), (.md5, set.md5), (.sha1, set.sha1), (.sha256, set.sha256),
        ]
        fingerprints = Dictionary(
            uniqueKeysWithValues: values.compactMap { kind, bytes in
                bytes.map { (kind.rawValue, Hexadecimal.text($0)) }
            })
    }
}

/// Reads entries and fingerprints out of requests.
enum EntryReading {
    static func fingerprints(_ value: JSONValue, _ place: String) throws(Problem) -> FingerprintSet {
        let fields = try Fields(value, place, allowing: Set(FingerprintKind.allCases.map(\.rawValue)))
        func bytes(_ kind: FingerprintKind) throws(Problem) -> [UInt8]? {
            switch fields.value(kind.rawValue) {
            case nil: return nil
            case .string(let text):
                if let bytes = Hexadecimal.bytes(Array(text.utf8), count: kind.byteCount) { return bytes }
            default: break
            }
            throw fields.refusal(kind.rawValue, "\(2 * kind.byteCount) hexadecimal digits")
        }
        let set = FingerprintSet(
            pdq: try bytes(.pdq).flatMap { .init(bytes: $0) }, md5: try bytes(.md5), sha1: try bytes(.sha1),
            sha256: try bytes(.sha256))
        guard let set, !set.isEmpty else {
            throw Fields.invalid(
                "At least one of pdq, md5, sha1, sha256 is needed\(place.isEmpty ? "" : " in “\(place.dropLast())”").")
        }
        return set
    }

    static func entry(_ value: JSONValue, _ number: Int) throws(Problem) -> BankEntry {
        let place = "entries[\(number)]."
        let fields = try Fields(
            value, place,
            allowing: ["id", "fingerprints", "category", "source", "note", "state", "expires"])
        let set = try fingerprints(
            try fields.required("fingerprints", fields.value("fingerprints")), place + "fingerprints.")
        return BankEntry(
            id: try fields.text("id", most: ImportLimits.idBytes, isWord: true) ?? "", fingerprints: set,
            category: try fields.text("category", most: ImportLimits.categoryBytes, isWord: true),
            source: try fields.text("source", most: ImportLimits.sourceBytes),
            note: try fields.text("note", most: 4_096), state: try fields.word("state", ListingState.self) ?? .active,
            expires: try expiry(fields))
    }

    static func expiry(_ fields: Fields) throws(Problem) -> Date? {
        try fields.moment("expires").map { Date(timeIntervalSince1970: Double($0.seconds)) }
    }

    /// Applies a merge patch.
    static func change(_ entry: inout BankEntry, _ fields: Fields) throws(Problem) {
        if fields.isNull("category") {
            entry.category = nil
        } else if let category = try fields.text("category", most: ImportLimits.categoryBytes, isWord: true) {
            entry.category = category
        }
        if fields.isNull("note") {
            entry.note = nil
        } else if let note = try fields.text("note", most: 4_096) {
            entry.note = note
        }
        if let state = try fields.word("state", ListingState.self) { entry.state = state }
        if fields.isNull("expires") {
            entry.expires = nil
        } else if let expires = try expiry(fields) {
            entry.expires = expires
        }
    }

    /// Who brings entries in does not confirm them: that takes a person, and counts as a second signal.
    static let changeable: Set<String> = ["category", "note", "state", "expires"]
}
