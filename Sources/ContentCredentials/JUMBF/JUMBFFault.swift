// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not the JUMBF boxes that a manifest store is made of.
public struct JUMBFFault: Error, Sendable, Hashable {
    /// `jumbf.truncated`, `jumbf.length`, `jumbf.not-a-superbox`, `jumbf.description`, `jumbf.toggles`, `jumbf.label`,
    /// `jumbf.private-box`, `jumbf.trailing`, `jumbf.type`, `jumbf.depth`, `jumbf.boxes`, `jumbf.store-bytes`.
    public var code: String
    /// Offset in the store.
    public var offset: Int

    /// Makes a fault.
    public init(code: String, offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// A limit was reached: the bytes may be a store.
    public var isOverLimit: Bool {
        code == "jumbf.depth" || code == "jumbf.boxes" || code == "jumbf.store-bytes"
    }

    /// For an engineer.
    public var message: String { "\(code) at byte \(offset) of the manifest store" }
}
