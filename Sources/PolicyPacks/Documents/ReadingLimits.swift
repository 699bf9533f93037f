// SPDX-License-Identifier: Apache-2.0

/// How much of a file is read. What is more is refused, not cut.
public struct ReadingLimits: Sendable, Hashable {
    /// Bytes of a file.
    public var bytes: Int
    /// Lists and mappings inside each other.
    public var depth: Int
    /// Scalars, lists and mappings together.
    public var nodes: Int
    /// Characters of one text.
    public var characters: Int
    /// Rules of a pack.
    public var rules: Int
    /// Mistakes that are collected before reading ends.
    public var problems: Int

    /// A pack, a suite of tests, a file of facts.
    public static let file = ReadingLimits(
        bytes: 512 * 1_024, depth: 32, nodes: 50_000, characters: 4_000, rules: 1_000, problems: 100)
    /// An archived rule set: all packs in one text.
    public static let archive = ReadingLimits(
        bytes: 32 * 1_024 * 1_024, depth: 32, nodes: 2_000_000, characters: 16_000, rules: 1_000, problems: 100)
    /// One recorded decision.
    public static let decision = ReadingLimits(
        bytes: 4 * 1_024 * 1_024, depth: 32, nodes: 200_000, characters: 16_000, rules: 1_000, problems: 20)
}
