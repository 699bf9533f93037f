// SPDX-License-Identifier: Apache-2.0

internal import Screening

/// Text out of files, made fit for a terminal.
enum Printable {
    /// The text with everything that a terminal would obey shown as an escape.
    static func text(_ text: String) -> String { ItemPath(text).display }
}
