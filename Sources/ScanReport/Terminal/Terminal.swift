// SPDX-License-Identifier: Apache-2.0

/// What output goes to. The functions here only make text; whoever writes it out knows the device.
public struct Terminal: Sendable, Equatable {
    /// `false` for a pipe or a file: then no colour, no header, tabs between full values.
    public var isTerminal: Bool
    /// Columns of text.
    public var width: Int
    /// Whether the eight basic colours may be used. Meaning never depends on them.
    public var colour: Bool

    /// Describes a device. Widths below 20 count as 20, and colour is for terminals only.
    public init(isTerminal: Bool, width: Int = 80, colour: Bool = false) {
        self.isTerminal = isTerminal
        self.width = max(20, width)
        self.colour = colour && isTerminal
    }

    /// A pipe or a file.
    public static let pipe = Terminal(isTerminal: false)
}

/// The few styles that are used, by meaning.
enum TerminalStyle: String {
    case match = "\u{1B}[1;31m"
    // Cyan, for the plain blue can hardly be read on black.
    case held = "\u{1B}[36m"
    case unknown = "\u{1B}[33m"
    case dim = "\u{1B}[2m"
    case bold = "\u{1B}[1m"

    func apply(_ text: String, _ terminal: Terminal) -> String {
        terminal.colour && !text.isEmpty ? rawValue + text + "\u{1B}[0m" : text
    }
}
