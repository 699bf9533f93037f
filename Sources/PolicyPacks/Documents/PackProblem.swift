// SPDX-License-Identifier: Apache-2.0

/// One mistake in a file of the policy: what, where, and what to write instead.
public struct PackProblem: Error, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// A stable code: `PACK-KEY`, `POLICY-DUPLICATE`.
    public var code: String
    /// Path of the file, as it was given.
    public var file: String
    /// Line, from 1.
    public var line: Int
    /// Column, from 1, in characters as YAML counts them (Unicode scalars).
    public var column: Int
    /// The mistake for a person.
    public var message: String
    /// What to do about it.
    public var hint: String

    /// Names a mistake.
    ///
    /// - Parameters:
    ///   - code: a stable code.
    ///   - file: path of the file.
    ///   - line: from 1.
    ///   - column: from 1.
    ///   - message: the mistake for a person.
    ///   - hint: what to do about it.
    public init(code: String, file: String, line: Int, column: Int, message: String, hint: String) {
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }

    /// `file:line:column: message (hint) [code]`, in the form that editors can follow.
    public var description: String { "\(file):\(line):\(column): \(message) (\(hint)) [\(code)]" }

    /// By file and place.
    public static func < (left: PackProblem, right: PackProblem) -> Bool {
        (left.file, left.line, left.column, left.code, left.message)
            < (right.file, right.line, right.column, right.code, right.message)
    }
}

/// All mistakes that were found; then nothing was loaded.
public struct PackProblems: Error, Sendable, Hashable, CustomStringConvertible {
    /// At least one, by file and place.
    public let problems: [PackProblem]

    /// Puts mistakes together; each counts once.
    ///
    /// - Parameter problems: at least one.
    public init(_ problems: [PackProblem]) {
        self.problems = Set(problems).sorted()
    }

    /// One line a mistake.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
