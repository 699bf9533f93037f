// SPDX-License-Identifier: Apache-2.0

/// One thing that was checked about the server, as a person reads it.
public struct ConsoleCheck: Hashable, Sendable {
    /// What came out.
    public enum State: String, Sendable, CaseIterable {
        /// As it should be.
        case ok
        /// Works, and somebody should look.
        case warning
        /// Does not work: the server is not ready.
        case failed
        /// Could not be found out. Never the same as `ok`.
        case unknown
    }

    /// What was checked, as in `/readyz`.
    public var name: String
    /// What came out.
    public var state: State
    /// What it says, in a sentence.
    public var detail: String
    /// The command or step that mends it.
    public var mend: String?

    /// Describes a check.
    ///
    /// - Parameters:
    ///   - name: what was checked.
    ///   - state: what came out.
    ///   - detail: what it says.
    ///   - mend: the command or step that mends it.
    public init(name: String, state: State, detail: String, mend: String? = nil) {
        self.name = name
        self.state = state
        self.detail = detail
        self.mend = mend
    }

    var mark: String {
        switch state {
        case .ok: Mark.sound
        case .warning: Mark.warning
        case .failed: Mark.failed
        case .unknown: Mark.unknown
        }
    }

    var word: String {
        switch state {
        case .ok: "OK"
        case .warning: "Look at it"
        case .failed: "Failed"
        case .unknown: "Not known"
        }
    }
}
