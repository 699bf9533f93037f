// SPDX-License-Identifier: Apache-2.0

/// One line of the long answer: a manifest, a check, an ingredient; and what stands below it.
public struct ExplanationNode: Sendable, Hashable {
    /// How a check went.
    public enum Mark: String, Sendable, Hashable {
        /// The check was passed.
        case passed
        /// Worth knowing; neither for nor against.
        case noted
        /// The check was not passed.
        case failed
        /// No check: a heading or a fact.
        case heading
    }

    /// How it went.
    public var mark: Mark
    /// The specification's code of a check.
    public var code: String?
    /// What it is, or what was compared with which result. Text out of the file stands in it as QuotedText made it.
    public var text: String
    /// What belongs to it.
    public var children: [ExplanationNode]

    /// Makes a line.
    public init(_ mark: Mark, code: String? = nil, _ text: String, children: [ExplanationNode] = []) {
        self.mark = mark
        self.code = code
        self.text = text
        self.children = children
    }
}
