// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import Glibc

/// The key of restricted banks: one text file outside the database, so that a copy of the database alone is useless.
struct BankKeyFile: Sendable {
    private static let firstLine = "tutela bank key v1"

    let path: String

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// Reads the key.
    ///
    /// - Throws: ``BankError`` with `keyMissing`, `keyUnreadable` or `keyWrong`.
    func read() throws -> SymmetricKey {
        guard exists else {
            throw BankError(
                .keyMissing,
                "\(path): the key of the restricted banks is not there; they can neither be read nor searched",
                remedy: "Put the key file back from its backup (mode 0600). Until then nothing can be screened against "
                    + "restricted banks; a lost key cannot be made again."
            )
        }
        let content: Data
        do {
            content = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw unreadable(error)
        }
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        guard lines.count == 2, lines[0].elementsEqual(Self.firstLine.utf8),
            case .value(let bytes) = HexField.parse(lines[1], byteCount: 32)
        else {
            throw BankError(
                .keyWrong, "\(path): this is no key file of restricted banks, or it is damaged",
                remedy: "Put the key file back from its backup (mode 0600)."
            )
        }
        return SymmetricKey(data: bytes)
    }

    /// Makes a new random key. The file is complete or absent, never half written, and an existing one is never touched.
    func create() throws -> SymmetricKey {
        let key = SymmetricKey(size: .bits256)
        let digits = key.withUnsafeBytes { HexField.text(Array($0)) }
        let content = Array("\(Self.firstLine)\n\(digits)\n".utf8)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw unreadable(error)
        }
        let draft = path + ".new"
        unlink(draft)
        let descriptor = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw unreadable(nil) }
        let written = content.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let kept = fsync(descriptor)
        Glibc.close(descriptor)
        // link() fails when the name exists, so two programs cannot replace each other's key.
        guard written == content.count, kept == 0, link(draft, path) == 0 else {
            unlink(draft)
            throw unreadable(nil)
        }
        unlink(draft)
        let folderDescriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folderDescriptor >= 0 {
            fsync(folderDescriptor)
            Glibc.close(folderDescriptor)
        }
        return key
    }

    private func unreadable(_ cause: (any Error)?) -> BankError {
        BankError(
            .keyUnreadable, "\(path): the key file of the restricted banks cannot be read or written",
            remedy: "Check that the folder (0700) and the file (0600) are yours and that the disk is not full.",
            cause: cause
        )
    }
}
