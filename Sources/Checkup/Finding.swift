// SPDX-License-Identifier: Apache-2.0

/// One thing that was looked at, and how it stands.
public struct Finding: Sendable, Hashable {
    /// How it stands.
    public enum Grade: String, Sendable {
        /// As it should be.
        case ok
        /// Works, but somebody ought to know.
        case warn
        /// Must be mended before results can be relied on.
        case fail = "FAIL"
    }

    /// How it stands.
    public var grade: Grade
    /// What was looked at: `decoder`, `database`, `clock`.
    public var subject: String
    /// What was found.
    public var text: String
    /// What to do about it.
    public var mend: String?

    /// Notes a finding.
    public init(_ grade: Grade, _ subject: String, _ text: String, mend: String? = nil) {
        self.grade = grade
        self.subject = subject
        self.text = text
        self.mend = mend
    }
}
