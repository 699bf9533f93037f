// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Unicode's canonical composition (NFC): an é of one keyboard is the é of another.
enum CanonicalText {
    static func composed(_ text: String) -> String { text.precomposedStringWithCanonicalMapping }
}
