// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc

/// A secret of the installation in a file of its own: made at the first start, readable by its owner only, never printed.
enum SecretFile {
    struct Unusable: Error, CustomStringConvertible {
        var description: String
    }

    /// The content of a file, made if it is not there. Of two servers that start at once, both get the one that was made first.
    static func read(_ path: String, make: () -> String) throws -> String {
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if !FileManager.default.fileExists(atPath: path) {
            let draft = "\(path).\(getpid())"
            let made = FileManager.default.createFile(
                atPath: draft, contents: Data((make() + "\n").utf8), attributes: [.posixPermissions: 0o600])
            defer { try? FileManager.default.removeItem(atPath: draft) }
            guard made else { throw Unusable(description: "\(path) cannot be written") }
            guard link(draft, path) == 0 || errno == EEXIST else {
                throw Unusable(description: "\(path) cannot be made")
            }
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Unusable(description: "\(path) cannot be read")
        }
        let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !secret.isEmpty else { throw Unusable(description: "\(path) is empty") }
        return secret
    }
}
