// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The two streams: results on standard output, everything else on standard error.
enum Console {
    static func complain(_ complaint: Complaint) {
        var text = "error: \(complaint.message)\n"
        if let remedy = complaint.remedy {
            text += "       \(remedy)\n"
        }
        say(text + "       code \(complaint.code)")
    }

    /// One message on standard error.
    static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Text on standard error that is not a whole line: a progress line.
    static func sayRaw(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }

    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether colours may be used: on a terminal, unless NO_COLOR is set, the terminal is dumb, or the person said no.
    static func usesColour(_ wanted: Bool) -> Bool {
        let environment = ProcessInfo.processInfo.environment
        return wanted && outputIsTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Columns of the terminal; 80 where nobody says.
    static var width: Int {
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 { return Int(size.ws_col) }
        let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init) ?? 0
        return columns >= 40 ? columns : 80
    }
}
