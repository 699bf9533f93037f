// SPDX-License-Identifier: Apache-2.0

/// A file of the policy: packs, tests, facts. Its name is only for messages, except that names ending in `.json` are read as
/// JSON.
public struct PolicyFile: Sendable, Hashable {
    /// Path, as messages shall call it.
    public var path: String
    /// All bytes.
    public var bytes: [UInt8]

    /// Names bytes.
    ///
    /// - Parameters:
    ///   - path: as messages shall call it.
    ///   - bytes: all of the file.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Names a text.
    ///
    /// - Parameters:
    ///   - path: as messages shall call it.
    ///   - text: all of the file.
    public init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    /// Whether it is a suite of policy tests by its name: `*.policytest.yaml`.
    public var isPolicyTest: Bool { path.hasSuffix(".policytest.yaml") || path.hasSuffix(".policytest.yml") }

    /// The bytes without the byte order mark that some editors put before UTF-8. It says nothing and is no mistake.
    var withoutMark: [UInt8] { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes }
}
