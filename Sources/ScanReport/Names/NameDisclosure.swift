// SPDX-License-Identifier: Apache-2.0

/// How much of a file's name a report shows: names can identify people, or be abusive themselves.
public enum NameDisclosure: String, Sendable, CaseIterable {
    /// Folder and name.
    case full
    /// The name without its folders.
    case short
    /// Only format, size in pixels and bytes, which let an authorised person find the file in the results file.
    case hidden
}
