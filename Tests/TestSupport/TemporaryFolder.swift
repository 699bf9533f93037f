// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A folder that goes away with its owner.
package final class TemporaryFolder: Sendable {
    package let url: URL

    package init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "tutela-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        // Tests take permissions away; give them back so that the folder can go.
        let folders = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)
        while let item = folders?.nextObject() as? URL {
            chmod(item.path, 0o700)
        }
        try? FileManager.default.removeItem(at: url)
    }

    package var path: String { url.path }

    /// Writes a file, its folders included, and returns its path.
    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(text.utf8, to: name)
    }
}
