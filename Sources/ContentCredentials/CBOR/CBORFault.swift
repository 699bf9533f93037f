// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not CBOR, or not CBOR that is read here.
public struct CBORFault: Error, Sendable, Hashable {
    /// `cbor.truncated`, `cbor.reserved`, `cbor.break`, `cbor.text`, `cbor.key`, `cbor.duplicate-key`, `cbor.chunk`,
    /// `cbor.simple`, `cbor.trailing`, `cbor.depth`, `cbor.items`.
    public var code: String
    /// Offset in the bytes that were given.
    public var offset: Int

    /// Makes a fault.
    public init(code: String, offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// A limit was reached: the bytes may be CBOR.
    public var isOverLimit: Bool { code == "cbor.depth" || code == "cbor.items" }

    /// For an engineer.
    public var message: String { "\(code) at byte \(offset)" }
}
