// SPDX-License-Identifier: Apache-2.0

public import Screening

/// The commands that a report offers as the next step. They are printed as they stand, so they must exist and run.
public struct NextCommands: Sendable, Equatable {
    /// Screens what could not be scanned once more; `nil` when there is nothing to offer.
    public var retry: String?
    /// Goes on with a stopped scan.
    public var resume: String?
    /// Shows that the results file was not changed.
    public var verify: String?
    /// Shows the lists, when one of them took no part.
    public var lists: String?

    /// Commands that the caller knows to work.
    public init(retry: String? = nil, resume: String? = nil, verify: String? = nil, lists: String? = nil) {
        self.retry = retry
        self.resume = resume
        self.verify = verify
        self.lists = lists
    }

    /// What the run itself allows: nothing that needs a results file when none was written, and no ``retry``, whose command
    /// only the caller knows.
    public init(for run: ScanRun) {
        self.init(lists: "tutela bank list")
        guard let name = run.resultsName, let results = ShellWord.quoted(name) else { return }
        if run.resultsDigest != nil { verify = "sha256sum " + results }
        guard run.wasStopped else { return }
        let places = run.places.compactMap { $0.exactString.flatMap(ShellWord.quoted) }
        if places.count == run.places.count {
            resume = (["tutela", "scan", "--resume", results] + places).joined(separator: " ")
        }
    }
}

/// A word of a shell command.
enum ShellWord {
    /// The word so that a POSIX shell reads it back unchanged; `nil` when it holds something that could not be shown honestly.
    static func quoted(_ word: String) -> String? {
        guard !word.isEmpty, !word.unicodeScalars.contains(where: VisibleText.isDeceptive) else { return nil }
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "-._/+:@%,=".utf8.contains(byte)
            }
        }
        // A name that begins with a dash would be read as an option.
        let safe = word.hasPrefix("-") ? "./" + word : word
        return isPlain ? safe : "'" + safe.replacing("'", with: "'\\''") + "'"
    }
}
