// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Containers
import ContentCredentials
import Foundation

/// Real and made files with their expected levels. They lie beside the repository, under licences of their own.
struct SharedMaterial {
    let folder: URL

    /// `nil` when the material is not there.
    init?() {
        var root = URL(filePath: #filePath)
        while root.path != "/", !FileManager.default.fileExists(atPath: root.appending(path: "Package.swift").path) {
            root.deleteLastPathComponent()
        }
        folder = root.deletingLastPathComponent().appending(path: "shared/data/provenance")
        guard FileManager.default.fileExists(atPath: folder.appending(path: "expected.tsv").path) else { return nil }
    }

    static let absence = "../shared/data/provenance is absent: the files with expected levels were not looked at"

    struct Row {
        var file: String
        var level: String
        var claim: String
    }

    func rows() throws -> [Row] {
        let text = try String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        guard let head = lines.first, let level = head.firstIndex(of: "expected_level_test_roots"),
            let claim = head.firstIndex(of: "expected_claim")
        else { return [] }
        return lines.dropFirst().filter { $0.count > max(level, claim) }.map {
            Row(
                file: $0[0], level: $0[level],
                claim: $0[claim].hasPrefix("none usable") ? "none-usable" : $0[claim])
        }
    }

    func bytes(of file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: file))) }

    /// The test roots, for signers and for time stamps.
    func trust() throws -> TrustConfiguration {
        let lists = try ["c2pa-rs-test-roots", "local-test-roots"].map { name in
            TrustList(
                name: name,
                pem: try String(contentsOf: folder.appending(path: "trust/\(name).pem"), encoding: .utf8))
        }
        return TrustConfiguration(signers: lists, timeStamping: lists)
    }

    /// When the expectations were written down.
    static let time = UTCTime(seconds: 1_795_305_600)
}

extension CredentialReport.State {
    /// The level that findings of this state have.
    var level: String {
        switch self {
        case .trusted: "signed-trusted"
        case .intactSignerUnlisted: "signed-intact-signer-unlisted"
        case .intactButExpired: "signed-intact-but-expired"
        case .failed: "credentials-failed"
        case .unsupported: "unsupported"
        case .unreadable: "unreadable-or-hostile"
        }
    }

    var isSigned: Bool { self == .trusted || self == .intactSignerUnlisted || self == .intactButExpired }
}
