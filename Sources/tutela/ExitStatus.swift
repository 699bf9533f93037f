// SPDX-License-Identifier: Apache-2.0

/// How the program ends: clamscan's numbers, so that scripts that know one know the other. Thrown to end a command.
enum ExitStatus: Int32, Error {
    /// Everything was scanned and nothing was found.
    case nothingFound = 0
    /// Something was found.
    case found = 1
    /// An error, or something could not be scanned and nothing was found.
    case error = 2
    /// The command line cannot be understood.
    case usage = 64
    /// Ended by Ctrl-C.
    case interrupted = 130
}
