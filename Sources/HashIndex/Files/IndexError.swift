// SPDX-License-Identifier: Apache-2.0

/// Why an index on disk cannot be used or written. Nothing is lost: an index is built from its owner's database again.
public struct IndexError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Stable codes.
    public enum Code: String, Sendable, Hashable {
        /// The folder holds no index yet.
        case absent = "index-absent"
        /// Bytes are not what was written: a disk error, a file that was cut or changed.
        case damaged = "index-damaged"
        /// Not a file of this program, or of a machine with another byte order.
        case foreign = "index-foreign"
        /// Written by a newer program.
        case newer = "index-newer"
        /// Another process uses the folder.
        case busy = "index-busy"
        /// The system refused: the disk is full, a right is missing.
        case system = "index-system"
    }

    /// What kind of trouble.
    public var code: Code
    /// What happened, and where.
    public var message: String
    /// What a person can do.
    public var remedy: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
        remedy =
            switch code {
            case .absent: "Build the index."
            case .damaged, .foreign: "Build the index again from the database; if it happens twice, check the disk."
            case .newer: "Update the program, or build the index again with this one."
            case .busy: "Stop the other process, or give this one a folder of its own."
            case .system: "Free space or correct the folder's rights, then try again."
            }
    }

    /// Code, message and remedy in one line.
    public var description: String { "\(code.rawValue): \(message). \(remedy)" }
}
