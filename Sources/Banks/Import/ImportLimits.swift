// SPDX-License-Identifier: Apache-2.0

/// What a list may contain. Lists come from outside and are read as hostile.
public enum ImportLimits {
    /// The longest line, and the longest CSV record over several lines, in bytes.
    public static let lineBytes = 65_536
    /// The longest JSON object of one entry, in bytes. VICS records carry file lists and Exif.
    public static let objectBytes = 1_048_576
    /// The deepest nesting of JSON.
    public static let depth = 32
    /// The most columns of a CSV list.
    public static let columns = 128
    /// The longest entry id, in bytes.
    public static let idBytes = 128
    /// The longest category, in bytes.
    public static let categoryBytes = 64
    /// The longest source, in bytes.
    public static let sourceBytes = 256
    /// The longest note, in bytes.
    public static let noteBytes = 16_384
    /// How many problems and duplicates are kept with their line; all are counted.
    public static let keptFindings = 1_000
    /// The PDQ quality below which a hash matches unrelated pictures (0 to 100).
    public static let pdqQuality = 50
}
