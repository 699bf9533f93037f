// SPDX-License-Identifier: Apache-2.0

/// How far screening got with one item. Only ``screened`` may carry "no match" (hard line 4).
public enum ItemStatus: String, Sendable, Codable, CaseIterable {
    /// Decoded, fingerprinted and compared.
    case screened
    /// A picture by name or content, which no decoder could show.
    case undecodable
    /// Larger than a limit allows: bytes, side, pixels, frames, scans.
    case overLimit = "over-limit"
    /// Took longer than both the fast and the slow lane allow.
    case timeout
    /// The confined decoder died on it; nothing else was harmed.
    case crashed
    /// The file could not be read: permissions, I/O error, vanished.
    case unreadable
    /// A kind of media that is not decoded here, or no media at all (``StatusReason/notMediaCode``).
    case unsupported
}

/// Why an item has its status: a stable code for programs, and a sentence for a person.
public struct StatusReason: Sendable, Codable, Hashable {
    /// Stable, lower-case, hyphenated: `not-media`, `video`, `truncated`, `empty`, `pixels`.
    public let code: String
    /// What happened, with the figures: "148 MP > 100 MP". Never contains bytes of the file unescaped.
    public let message: String

    /// Makes a reason.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    /// The content is neither a picture nor a video. Such files are counted apart, so that a disk's text files do
    /// not drown what is really unknown.
    public static let notMediaCode = "not-media"
}
