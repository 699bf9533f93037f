// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import FoundationEssentials
public import Store

extension BankRepository {
    /// The farthest that an entry can be switched off in advance: five years of 366 days.
    static let longestPause: Int64 = 5 * 366 * 86_400
    /// The longest name of somebody who changes entries, in bytes.
    static let actorBytes = 128

    /// Adds one entry.
    ///
    /// - Parameters:
    ///   - entry: what to add. An empty id asks for a generated one.
    ///   - name: the bank, as the database calls it.
    ///   - actor: who does it, for the entry's provenance.
    ///   - transaction: the transaction to join; nil makes it one of its own.
    /// - Returns: the entry as it is in the bank now; when the bank has one with the same fingerprints already, that one,
    ///   whatever its state.
    /// - Throws: ``BankError`` with `unknownBank`, `entryInvalid` or `entryIDTaken`, key errors for a restricted bank, or
    ///   `StoreError`.
    @discardableResult
    public func add(
        _ entry: BankEntry, to name: String, actor: String?, within transaction: SQLConnection? = nil
    ) throws -> AddedEntry {
        try writing(transaction) { connection in
            let bank = try Self.bank(name, connection, isChanging: true)
            try check(entry, in: bank)
            try Self.check(fingerprints: entry.fingerprints, in: bank)
            var record = ListRecord(
                id: entry.id.isEmpty ? nil : entry.id, fingerprints: entry.fingerprints, category: entry.category,
                source: entry.source, note: entry.note, confirmed: entry.confirmed, state: entry.state)
            record.expires = entry.expires.map(Self.seconds)
            record.disabledUntil = entry.disabledUntil.map(Self.seconds)
            record.metadata = entry.metadata
            let seal = bank.restricted ? try keyring.seal(connection) : nil
            var writer = try EntryWriter(
                connection, bank: bank, seal: seal, now: now, actor: actor.map { String($0.prefix(Self.actorBytes)) })
            let row: Int64
            var isNew = false
            switch try writer.add(record, line: 1) {
            case .stored(let stored):
                row = stored
                isNew = true
            case .duplicate(let other, _, _, _): row = other
            case .idTaken:
                throw BankError(
                    .entryIDTaken, "the bank has an entry of that id, with other fingerprints",
                    remedy: "Give it another id, or none.")
            }
            try touch(bank.id, writer.finish(), connection)
            return AddedEntry(stored: try stored(.row(row), in: bank, connection), isNew: isNew)
        }
    }

    static func seconds(_ date: Date) -> Int64 { Int64(date.timeIntervalSince1970.rounded(.down)) }

    /// Refuses what an import would refuse, too.
    func check(_ entry: BankEntry, in bank: Bank) throws {
        for (field, text, limit, singleLine) in [
            ("id", Optional(entry.id), ImportLimits.idBytes, true),
            ("category", entry.category, ImportLimits.categoryBytes, true),
            ("source", entry.source, ImportLimits.sourceBytes, true),
            ("note", entry.note, ImportLimits.noteBytes, false),
        ] {
            guard let text else { continue }
            do throws(FieldProblem) {
                try FieldParser.check(text, limit: limit, singleLine: singleLine)
            } catch {
                throw Self.invalid(field, error)
            }
        }
        if let problem = entry.metadata?.problem { throw Self.invalid(problem.field, problem.1) }
        if let until = entry.disabledUntil, Self.seconds(until) > now + Self.longestPause {
            throw BankError(
                .entryInvalid, "switched off for more than five years",
                remedy: "Choose an earlier time, or set the state disabled, which lasts until it is changed.")
        }
    }

    private static func check(fingerprints: FingerprintSet, in bank: Bank) throws {
        guard !fingerprints.isEmpty else {
            throw BankError(.entryInvalid, "an entry without a fingerprint", remedy: "Add PDQ, MD5, SHA-1 or SHA-256.")
        }
        switch bank.purpose {
        case .knownGood:
            guard fingerprints[.pdq] == nil else {
                throw BankError(
                    .entryInvalid, "a perceptual hash clears nothing",
                    remedy: "Give exact digests to a known-good bank only.")
            }
        case .known:
            for kind in FingerprintKind.allCases {
                guard let digest = fingerprints[kind], FieldParser.isEmptyFile(kind, digest) else { continue }
                throw BankError(
                    .entryInvalid, "the \(kind.title) of an empty file, which matches every empty file",
                    remedy: "Leave it out.")
            }
        }
        let hashes = (fingerprints.pdq.map { [$0] } ?? []) + fingerprints.views.map(\.pdq)
        if hashes.contains(where: { [0, 256].contains($0.distance(to: .zero)) }) {
            throw BankError(
                .entryInvalid, "the hash of an empty picture, which matches every flat picture",
                remedy: "Leave it out.")
        }
        guard fingerprints.views.isEmpty || fingerprints.pdq != nil, fingerprints.views.count <= KnownView.limit,
            Set(fingerprints.views.map(\.name)).count == fingerprints.views.count
        else {
            throw BankError(
                .entryInvalid, "views without a PDQ of the whole picture, too many of them, or two of one name",
                remedy: "At most \(KnownView.limit) views, each with a name of its own, beside the picture's PDQ.")
        }
    }

    private static func invalid(_ field: String, _ problem: FieldProblem) -> BankError {
        BankError(.entryInvalid, "\(field): \(problem.reason)", remedy: problem.remedy)
    }
}
