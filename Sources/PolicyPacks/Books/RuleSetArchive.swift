// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Foundation
public import Policy

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Rule sets that decided something, each as a file named after its digest, so that every decision can be made again under
/// the rules that made it. A file that was changed no longer has its name, and is refused.
public struct RuleSetArchive: Sendable {
    /// The folder, `policy/rulesets` in the home folder.
    public let folder: String

    /// Names an archive. Nothing is read or made yet.
    ///
    /// - Parameter home: `TUTELA_HOME`.
    public init(home: String) {
        folder = (home.hasSuffix("/") ? home : home + "/") + "policy/rulesets"
    }

    /// Keeps a rule set. One that is already there is checked and left as it is.
    ///
    /// - Parameter set: rules that decide.
    /// - Throws: ``RuleSetArchiveProblem`` when it cannot be written, or what was written does not read back.
    public func keep(_ set: RuleSet) throws(RuleSetArchiveProblem) {
        let path = path(of: set.digest)
        if FileManager.default.fileExists(atPath: path) {
            _ = try text(set.digest)
            return
        }
        let text = set.canonical.text
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw RuleSetArchiveProblem(
                .unwritable, set.digest, folder, "the folder cannot be made: \(error.localizedDescription)")
        }
        let draft = "\(folder)/.\(set.digest).\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw RuleSetArchiveProblem(.unwritable, set.digest, path, String(cString: strerror(errno)))
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
            try file.close()
        } catch {
            unlink(draft)
            throw RuleSetArchiveProblem(.unwritable, set.digest, path, error.localizedDescription)
        }
        guard rename(draft, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(draft)
            throw RuleSetArchiveProblem(.unwritable, set.digest, path, reason)
        }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
        // What cannot be read back proves nothing.
        guard let kept = try ruleSet(set.digest), kept.digest == set.digest else {
            throw RuleSetArchiveProblem(.damaged, set.digest, path, "it does not read back as it was written")
        }
    }

    /// A rule set by its digest.
    ///
    /// - Parameter digest: 64 lower-case hex digits.
    /// - Returns: `nil` when it is not in the archive.
    /// - Throws: ``RuleSetArchiveProblem`` when the file cannot be read or is not what its name says.
    public func ruleSet(_ digest: String) throws(RuleSetArchiveProblem) -> RuleSet? {
        guard let text = try text(digest) else { return nil }
        let set: RuleSet
        do throws(PackProblems) {
            set = try RuleSetReader.read(canonical: text, file: path(of: digest))
        } catch {
            throw RuleSetArchiveProblem(
                .unreadable, digest, path(of: digest),
                "this program cannot read it: \(error.problems.first?.description ?? "")")
        }
        guard set.digest == digest else {
            throw RuleSetArchiveProblem(
                .unreadable, digest, path(of: digest),
                "this program reads it as \(set.digest): it was kept by another version")
        }
        return set
    }

    /// Digests in the archive, sorted.
    public var digests: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.filter(Self.isDigest).sorted()
    }

    private func path(of digest: String) -> String { "\(folder)/\(digest).json" }

    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// The file's text, once its digest is that of its name.
    private func text(_ digest: String) throws(RuleSetArchiveProblem) -> [UInt8]? {
        // A digest comes out of a recorded decision; as a name of a file it must not be a path.
        guard Self.isDigest(digest) else { return nil }
        let path = path(of: digest)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw RuleSetArchiveProblem(.unreadable, digest, path, error.localizedDescription)
        }
        let found = SHA256.hash(data: data).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
        guard found == digest else {
            throw RuleSetArchiveProblem(.damaged, digest, path, "its content has the digest \(found)")
        }
        return [UInt8](data)
    }
}

/// Why the archive could not keep or give a rule set.
public struct RuleSetArchiveProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: String, Sendable, Hashable {
        /// The file cannot be written.
        case unwritable = "ARCHIVE-UNWRITABLE"
        /// The file cannot be read, or this program does not understand it.
        case unreadable = "ARCHIVE-UNREADABLE"
        /// The file was changed.
        case damaged = "ARCHIVE-DAMAGED"
    }

    /// What is wrong.
    public var kind: Kind
    /// Digest of the rule set.
    public var digest: String
    /// The file or folder.
    public var path: String
    /// Why, as the system or the reader says.
    public var reason: String

    init(_ kind: Kind, _ digest: String, _ path: String, _ reason: String) {
        self.kind = kind
        self.digest = digest
        self.path = path
        self.reason = reason
    }

    /// A stable code.
    public var code: String { kind.rawValue }

    /// The problem for a person.
    public var message: String {
        switch kind {
        case .unwritable: "The rule set \(digest.prefix(12)) cannot be kept at \(path): \(reason)."
        case .unreadable: "The archived rule set at \(path) cannot be read: \(reason)."
        case .damaged: "The archived rule set at \(path) was changed or damaged: \(reason)."
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch kind {
        case .unwritable: "Check the owner and mode of the home folder (0700) and that the disk has room."
        case .unreadable:
            "Check owner and mode of the file (0600); replay with the version of the program that kept it."
        case .damaged: "Put the file back from a backup. Without it, decisions under these rules cannot be replayed."
        }
    }

    /// Message and remedy.
    public var description: String { "\(message) \(remedy) [\(code)]" }
}
