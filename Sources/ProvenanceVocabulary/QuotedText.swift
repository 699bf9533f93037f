// SPDX-License-Identifier: Apache-2.0

/// Text out of a file, made fit to be shown: whoever made the file chose every character of it.
///
/// Control, format, surrogate, private-use and unassigned characters, line breaks and combining marks beyond two in a row
/// are taken out, runs of blanks become one, and the rest is cut to a length. It is still text: whoever writes it into
/// HTML or a terminal escapes it there as well.
public struct QuotedText: Sendable, Hashable, CustomStringConvertible {
    /// The text that may be shown.
    public let description: String
    /// Something was taken out or cut off.
    public let isAltered: Bool

    private static let quotationMarks: Set<Unicode.Scalar> = [
        "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}", "\u{2033}", "\u{2036}", "\u{301D}", "\u{301E}", "\u{301F}",
        "\u{FF02}",
    ]

    /// - Parameters:
    ///   - text: as the file has it.
    ///   - limit: most characters that are kept.
    public init(_ text: String, limit: Int = ProvenanceLimits.quotedCharacters) {
        var kept = String.UnicodeScalarView()
        var isAltered = false
        var marks = 0
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit {
                isAltered = true
                break
            }
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
                .spaceSeparator:
                marks = 0
                if scalar != " " { isAltered = true }
                // Invisible characters vanish; what parted words still parts them.
                guard scalar.properties.isWhitespace else { continue }
                guard let last = kept.last, last != " " else { continue }
                kept.append(" ")
            case .nonspacingMark, .enclosingMark, .spacingMark:
                marks += 1
                guard marks <= 2 else {
                    isAltered = true
                    continue
                }
                kept.append(scalar)
            case _ where Self.quotationMarks.contains(scalar):
                // A name with quotation marks in it could end its quotation, and go on in our words.
                marks = 0
                isAltered = true
                kept.append("'")
            default:
                marks = 0
                kept.append(scalar)
            }
            count += 1
        }
        while kept.last == " " { kept.removeLast() }
        description = String(kept)
        self.isAltered = isAltered
    }
}
