// SPDX-License-Identifier: Apache-2.0

/// Numbers of the file format that others need, too.
enum SegmentFormat {
    static let codeBytes = 32
    static let ownerBytes = 12
    /// Changes whenever an older program could misread a file.
    static let version: UInt32 = 1
}
