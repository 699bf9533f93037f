// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Fingerprints
internal import Foundation
public import Policy
public import Screening

/// The results file of a scan: one record a line, written as it happens, so that a scan that was cut can go on.
///
/// While a scan runs, a note beside the file (`FILE.running`) says under which circumstances its records were made. It is
/// removed when the scan is complete; a scan goes on only under the same circumstances, since records compared with other
/// lists would be mixed with new ones unseen.
public final class ScanJournal {
    /// What must be the same for records to belong together.
    public struct Circumstances: Codable, Equatable, Sendable {
        /// A number that is drawn anew with every change of a list.
        public var listsChange: Int64
        /// Names of the lists, empty for all.
        public var banks: [String]
        /// Longest file that is decoded, in bytes.
        public var maxBytes: UInt64
        /// How hashes are made: `exact` or `fast`.
        public var hashing: String
        /// SHA-256 of the trust lists by which signers are judged.
        public var trustLists: [String]
        /// Version of the program.
        public var program: String
        /// Rule set, jurisdictions and platforms by which items are decided; `nil`: none.
        public var policy: String?

        /// Names the circumstances.
        public init(
            listsChange: Int64, banks: [String], maxBytes: UInt64, hashing: String = "exact", trustLists: [String] = [],
            program: String, policy: String? = nil
        ) {
            self.listsChange = listsChange
            self.banks = banks
            self.maxBytes = maxBytes
            self.hashing = hashing
            self.trustLists = trustLists
            self.program = program
            self.policy = policy
        }
    }

    /// Why a results file cannot be used.
    public struct Failure: Error, Sendable {
        /// Stable, for programs.
        public let code: String
        /// What is wrong, for a person.
        public let message: String
        /// What to do.
        public let remedy: String
    }

    /// The file's path.
    public let path: String
    /// Paths that already have a record.
    public private(set) var finishedPaths: Set<ItemPath> = []
    private let file: FileHandle
    private var pending: [UInt8] = []
    private var lastFlush = ContinuousClock.now

    private var notePath: String { path + ".running" }

    /// Starts a new results file, mode 0600.
    public init(creating path: String, _ circumstances: Circumstances, mayReplace: Bool) throws {
        self.path = path
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | (mayReplace ? O_TRUNC : O_EXCL), 0o600)
        guard descriptor >= 0 else { throw Self.cannotOpen(path, errno) }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try writeNote(circumstances)
        } catch {
            // Without its note the file could not be told from a complete one.
            unlink(path)
            throw error
        }
    }

    /// Opens the results file of a stopped scan. A last line that was cut in the middle is dropped.
    ///
    /// - Parameters:
    ///   - path: the results file.
    ///   - circumstances: under which the scan would go on.
    ///   - anyway: go on even though the circumstances differ or are unknown.
    public init(resuming path: String, _ circumstances: Circumstances, anyway: Bool) throws {
        self.path = path
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.cannotOpen(path, errno) }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        if !anyway { try requireSame(circumstances) }
        try forEachLine { line, end in
            do {
                finishedPaths.insert(try NDJSON.decode(line).path)
            } catch {
                throw Failure(
                    code: "SCAN-RESULTS",
                    message: "\(path) is not a results file: line \(finishedPaths.count + 1): \(error)",
                    remedy: "name the file that --results wrote")
            }
            goodEnd = end
        }
        try file.truncate(atOffset: goodEnd)
        try file.seekToEnd()
        try writeNote(circumstances)
    }

    private var goodEnd: UInt64 = 0

    /// Reads again what an earlier run recorded, in its order.
    ///
    /// - Parameters:
    ///   - policy: makes the decision by rules again that stands in a line, if one does.
    ///   - body: called with every record.
    public func forEachEarlierRecord(
        policy: (String) throws -> Policy.Decision? = { _ in nil }, _ body: (ScanRecord) throws -> Void
    ) throws {
        guard !finishedPaths.isEmpty else { return }
        try forEachLine { line, _ in
            var record = try NDJSON.decode(line)
            record.decision.policy = try policy(line)
            try body(record)
        }
        try file.seekToEnd()
    }

    /// Adds a record. It reaches the disk within a second.
    public func append(_ record: ScanRecord) throws {
        pending.append(contentsOf: NDJSON.encode(record).utf8)
        pending.append(UInt8(ascii: "\n"))
        if pending.count >= 1 << 16 || lastFlush.duration(to: .now) > .seconds(1) { try flush() }
    }

    /// Ends the file.
    ///
    /// - Returns: SHA-256 of the whole file, lower-case hex.
    public func close(isComplete: Bool) throws -> String {
        try flush()
        try file.synchronize()
        if isComplete { unlink(notePath) }
        try file.seek(toOffset: 0)
        var digest = SHA256()
        while let part = try file.read(upToCount: 1 << 20), !part.isEmpty {
            digest.update(data: part)
        }
        return Hexadecimal.encode(digest.finalize())
    }

    private func flush() throws {
        lastFlush = .now
        guard !pending.isEmpty else { return }
        do {
            try file.write(contentsOf: pending)
        } catch {
            throw Failure(
                code: "SCAN-RESULTS", message: "could not write to \(path): \(error.localizedDescription)",
                remedy: "make room on the disk, then go on: tutela scan --resume \(path) …")
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Calls `body` with every whole line and the offset behind it.
    private func forEachLine(_ body: (String, UInt64) throws -> Void) throws {
        try file.seek(toOffset: 0)
        var rest: [UInt8] = []
        var offset: UInt64 = 0
        while let part = try file.read(upToCount: 1 << 20), !part.isEmpty {
            rest.append(contentsOf: part)
            var start = 0
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                offset += UInt64(end + 1 - start)
                try body(String(decoding: rest[start..<end], as: UTF8.self), offset)
                start = end + 1
            }
            rest.removeFirst(start)
        }
    }

    private func requireSame(_ circumstances: Circumstances) throws {
        guard let data = FileManager.default.contents(atPath: notePath),
            let earlier = try? JSONDecoder().decode(Circumstances.self, from: data)
        else {
            throw Failure(
                code: "SCAN-COMPLETE", message: "\(path) belongs to a scan that was completed",
                remedy: "start a new one with --results, or add to this one with --force")
        }
        guard earlier == circumstances else {
            let haveListsChanged = earlier.listsChange != circumstances.listsChange
            let what =
                haveListsChanged
                ? "the lists have changed"
                : earlier.policy != circumstances.policy
                    ? "the rules, jurisdictions or platforms differ" : "the settings or the trust lists differ"
            throw Failure(
                code: "SCAN-CHANGED",
                message: "\(what) since \(path) was begun, so its records would not compare with new ones",
                remedy: "start a new scan with --results, or mix them with --force")
        }
    }

    private func writeNote(_ circumstances: Circumstances) throws {
        let data = try JSONEncoder().encode(circumstances)
        guard FileManager.default.createFile(atPath: notePath, contents: data, attributes: [.posixPermissions: 0o600])
        else { throw Self.cannotOpen(notePath, errno) }
    }

    private static func cannotOpen(_ path: String, _ number: Int32) -> Failure {
        if number == EEXIST {
            return Failure(
                code: "CLI-EXISTS", message: "\(path) exists already",
                remedy: "name another file, go on with --resume \(path), or replace it with --force")
        }
        if number == ENOSPC || number == EDQUOT {
            return Failure(
                code: "CLI-FULL", message: "cannot write \(path): no space left",
                remedy: "make room on that disk and try again")
        }
        return Failure(
            code: "SCAN-RESULTS", message: "cannot open \(path): \(String(cString: strerror(number)).lowercased())",
            remedy: "name a file in a folder that you may write to")
    }
}
