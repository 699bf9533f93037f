// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials

/// Seals the values of restricted entries, and makes the keyed tags by which they are found again.
///
/// Seal: ChaCha20-Poly1305 (RFC 8439) with a random nonce; the associated data binds bank and row, so that a sealed
/// value copied to another row does not open. Tags: HMAC-SHA256 (RFC 2104) cut to 128 bits. The two keys are derived
/// from the key file with HKDF-SHA256 (RFC 5869), so that tags tell nothing about the sealing key.
struct EntrySeal: Sendable {
    private let sealingKey: SymmetricKey
    private let tagKey: SymmetricKey
    /// Stored in the database: shows later whether a key file is the one the entries were sealed with.
    let proof: [UInt8]

    init(key: SymmetricKey) {
        func derive(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: key, info: Data("tutela bank \(purpose) v1".utf8), outputByteCount: 32)
        }
        sealingKey = derive("seal")
        tagKey = derive("tag")
        proof = derive("proof").withUnsafeBytes { Array($0) }
    }

    /// The tag under which a restricted digest is found.
    func tag(_ kind: FingerprintKind, _ value: [UInt8]) -> [UInt8] {
        tag(Array(kind.rawValue.utf8) + [0] + value)
    }

    /// The tag of a whole set, to find duplicates.
    func setKey(_ fingerprints: FingerprintSet) -> [UInt8] {
        tag([0xFF] + fingerprints.canonicalBytes)
    }

    private func tag(_ message: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: tagKey).prefix(16))
    }

    /// Seals the values, the note and the metadata of an entry.
    func seal(_ content: SealedContent, bank: Int64, row: Int64) throws -> [UInt8] {
        let box = try ChaChaPoly.seal(
            content.encode(), using: sealingKey, authenticating: Self.context(bank: bank, row: row))
        return Array(box.combined)
    }

    /// Opens what ``seal(_:bank:row:)`` made.
    ///
    /// - Throws: ``BankError/Code/sealBroken`` when it was changed, damaged, or belongs to another row.
    func open(_ sealed: [UInt8], bank: Int64, row: Int64) throws -> SealedContent {
        do {
            let box = try ChaChaPoly.SealedBox(combined: sealed)
            let plain = try ChaChaPoly.open(box, using: sealingKey, authenticating: Self.context(bank: bank, row: row))
            if let content = SealedContent(Array(plain)) { return content }
        } catch {
            // Every reason is the same for the caller: this row cannot be trusted.
        }
        throw BankError(
            .sealBroken,
            "sealed entry in row \(row) does not open: it was changed, moved or damaged",
            remedy: "Restore the database from the last backup, or remove the bank and import its list again."
        )
    }

    private static func context(bank: Int64, row: Int64) -> [UInt8] {
        var context = Array("tutela bank entry v1".utf8)
        for number in [bank, row] {
            for shift in stride(from: 56, through: 0, by: -8) {
                context.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
            }
        }
        return context
    }
}

/// The plain text inside a seal: version, kinds, the values in the order of the kinds, then
/// - version 1: whether a note follows, the note;
/// - version 2: the length of the views (two bytes, high one first), the views, and the rest as in version 1;
/// - version 3: views as in version 2, the length of the metadata (two bytes), the metadata, and the rest as in version 1.
///
/// An earlier version is still written where it says everything, so that an older program can read what it could before.
struct SealedContent {
    var fingerprints: FingerprintSet
    var note: String?
    var metadata: EntryMetadata?

    func encode() -> [UInt8] {
        let views = KnownView.stored(fingerprints.views)
        let metadata = metadata?.stored
        var bytes: [UInt8] = [metadata != nil ? 3 : views != nil ? 2 : 1]
        bytes += fingerprints.canonicalBytes
        for part in [bytes[0] >= 2 ? views ?? [] : nil, metadata] {
            guard let part else { continue }
            bytes += [UInt8(part.count >> 8), UInt8(part.count & 255)]
            bytes += part
        }
        if let note {
            bytes.append(1)
            bytes += Array(note.utf8)
        } else {
            bytes.append(0)
        }
        return bytes
    }

    init(_ fingerprints: FingerprintSet, note: String? = nil, metadata: EntryMetadata? = nil) {
        self.fingerprints = fingerprints
        self.note = note
        self.metadata = metadata
    }

    /// Reads what ``encode()`` wrote; anything else is `nil`.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 3, (1...3).contains(bytes[0]) else { return nil }
        let kinds = FingerprintKinds(rawValue: Int(bytes[1]))
        var position = 2
        var fingerprints = FingerprintSet()
        for kind in FingerprintKind.allCases where kinds.contains(FingerprintKinds(kind)) {
            guard position + kind.byteCount < bytes.count else { return nil }
            fingerprints[kind] = Array(bytes[position..<position + kind.byteCount])
            position += kind.byteCount
        }
        func part() -> ArraySlice<UInt8>? {
            guard position + 2 < bytes.count else { return nil }
            let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
            position += 2
            guard position + length < bytes.count else { return nil }
            defer { position += length }
            return bytes[position..<position + length]
        }
        if bytes[0] >= 2 {
            guard let stored = part(), let views = KnownView.read(stored) else { return nil }
            fingerprints.views = views
        }
        var metadata: EntryMetadata?
        if bytes[0] == 3 {
            guard let stored = part(), let read = EntryMetadata(stored: stored) else { return nil }
            metadata = read
        }
        guard position < bytes.count else { return nil }
        var note: String?
        if bytes[position] == 1 {
            guard let text = String(validating: bytes[(position + 1)...], as: UTF8.self) else { return nil }
            note = text
        }
        self.init(fingerprints, note: note, metadata: metadata)
    }
}

extension FingerprintSet {
    /// One unambiguous form of the set: the kinds, then the values in the order of the kinds.
    var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(101)
        bytes.append(UInt8(kinds.rawValue))
        if let value = self[.pdq] { bytes += value }
        if let value = self[.md5] { bytes += value }
        if let value = self[.sha1] { bytes += value }
        if let value = self[.sha256] { bytes += value }
        return bytes
    }

    /// Identifies the set in an open bank: SHA-256 of the canonical form, cut to 128 bits.
    var openSetKey: [UInt8] {
        Array(SHA256.hash(data: canonicalBytes).prefix(16))
    }
}
