// SPDX-License-Identifier: Apache-2.0

public import Certificates
public import CivilTime
internal import Containers
internal import Crypto
internal import Foundation
internal import ProvenanceVocabulary

/// The lists that a signer is judged by: those of an installation, or those that a person names for one run.
///
/// Installed lists lie in three folders below `trust`: `signers/*.pem` (who may vouch for signers), `time-stamps/*.pem` (who
/// may vouch for time stamps) and `allowed/*.pem` or `*.txt` (single signers that no authority vouches for). Signers and
/// time stamps are never judged by the same list: a time-stamping authority must not sign pictures.
public struct TrustLists: Sendable {
    /// What a list is for.
    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// Authorities whose certificates stand above signers.
        case signers
        /// Authorities whose certificates stand above time stamps.
        case timeStamps = "time-stamps"
        /// Signers' own certificates.
        case allowed

        /// What to call a list of this kind.
        public var words: String {
            switch self {
            case .signers: "signers"
            case .timeStamps: "time-stamping authorities"
            case .allowed: "allowed certificates"
            }
        }
    }

    /// One list as it was read.
    public struct File: Sendable, Hashable {
        /// What it is for.
        public var purpose: Purpose
        /// The file's name without its ending.
        public var name: String
        /// The file.
        public var path: String
        /// SHA-256 of the file, lower-case hex: it tells which edition was used.
        public var digest: String
        /// Certificates, or fingerprints of certificates.
        public var count: Int
        /// When each of its certificates expires; empty when it holds fingerprints only.
        public var expiries: [UTCTime]
        /// What in it could not be used, line by line.
        public var faults: [ListFault]
    }

    /// Who may vouch for signers.
    public private(set) var signers: [TrustList] = []
    /// Who may vouch for time stamps.
    public private(set) var timeStamps: [TrustList] = []
    /// Signers that are trusted by themselves.
    public private(set) var allowed: [AllowedCertificates] = []
    /// Where all of them come from, in the order in which they were read.
    public private(set) var files: [File] = []

    /// No list: every signer counts as unlisted.
    public static let none = TrustLists()

    private init() {}

    /// Reads the lists that somebody names.
    ///
    /// - Parameter paths: files by purpose.
    /// - Throws: ``TrustListError`` for a file that cannot be read, or holds nothing that can be used.
    public init(_ paths: [(purpose: Purpose, path: String)]) throws(TrustListError) {
        for (purpose, path) in paths { try add(path, for: purpose) }
    }

    /// Reads the installed lists.
    ///
    /// - Parameter folder: the folder `trust` of the data folder; one that does not exist holds no lists.
    /// - Throws: ``TrustListError`` as above. A list that cannot be read must not silently turn its signers into strangers.
    public init(folder: String) throws(TrustListError) {
        for purpose in Purpose.allCases {
            let below = folder + "/" + purpose.rawValue
            var status = stat()
            // Only what is not there is no list: a folder that may not be entered would turn its signers into strangers.
            if stat(below, &status) != 0, errno == ENOENT { continue }
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: below) else {
                throw TrustListError(below, "the folder cannot be listed", remedy: "let this user read it")
            }
            for name in names.sorted() where Self.isList(name, purpose) {
                try add(below + "/" + name, for: purpose)
            }
        }
    }

    private static func isList(_ name: String, _ purpose: Purpose) -> Bool {
        guard !name.hasPrefix(".") else { return false }
        return name.hasSuffix(".pem") || (purpose == .allowed && name.hasSuffix(".txt"))
    }

    /// Longest list, in bytes. The official ones have 40 kB.
    private static let byteLimit = 16 << 20

    private mutating func add(_ path: String, for purpose: Purpose) throws(TrustListError) {
        let bytes = try Self.read(path)
        let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        let text = String(decoding: bytes, as: UTF8.self)
        var file = File(
            purpose: purpose, name: name, path: path, digest: Self.hex(SHA256.hash(data: bytes)), count: 0,
            expiries: [], faults: [])
        switch purpose {
        case .signers, .timeStamps:
            let list = TrustList(name: name, pem: text)
            (file.count, file.faults) = (list.count, list.faults)
            file.expiries = list.anchors.map(\.notAfter)
            if purpose == .signers { signers.append(list) } else { timeStamps.append(list) }
        case .allowed:
            let list = AllowedCertificates(name: name, text: text)
            (file.count, file.faults) = (list.count, list.faults)
            file.expiries = list.certificates.map(\.notAfter)
            allowed.append(list)
        }
        guard file.count > 0 else {
            let first = file.faults.first.map { ": \($0)" } ?? ""
            throw TrustListError(
                path, "no certificate in it can be used\(first)",
                remedy: "a trust list is a text file of PEM certificates")
        }
        files.append(file)
    }

    private static func read(_ path: String) throws(TrustListError) -> Data {
        do throws(ReadFailure) {
            // Regular files only: a pipe in the folder must not hold everything for ever.
            let file = try FileBytes(path: path)
            guard file.count <= byteLimit else {
                throw ReadFailure(code: "limit", message: "it is longer than 16 MiB; a trust list has some kilobytes")
            }
            return Data(try file.bytes(0..<file.count))
        } catch {
            throw TrustListError(
                path, error.message,
                remedy: "a trust list is a text file that this user may read; replace it or take it away")
        }
    }

    private static func hex(_ digest: SHA256.Digest) -> String {
        digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

/// Why a trust list cannot be used.
public struct TrustListError: Error, Sendable, Hashable {
    /// Stable, for programs.
    public let code = "TRUST-LIST"
    /// What is wrong, with the file's name.
    public let message: String
    /// What to do.
    public let remedy: String

    init(_ path: String, _ problem: String, remedy: String) {
        message = "trust list \(QuotedText(path, limit: 400)): \(problem)"
        self.remedy = remedy
    }
}
