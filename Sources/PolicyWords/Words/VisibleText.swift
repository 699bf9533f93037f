// SPDX-License-Identifier: Apache-2.0

extension String {
    /// Text from a pack or from a source of facts, on one line and without what a terminal obeys or a reader cannot see:
    /// controls, direction marks, joiners, odd spaces, towers of accents. Such a character is shown by its number, as
    /// `\u{1B}`. More than 400 characters are cut.
    var visible: String {
        var text = ""
        var accents = 0
        var count = 0
        for scalar in unicodeScalars {
            count += 1
            if count > 400 { return text + "…" }
            accents = scalar.isAccent ? accents + 1 : 0
            if scalar.isHidden || accents > 4 {
                text += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// The text as the inside of a sentence: what ends a sentence at its end is taken off.
    var withoutStop: String {
        var text = self[...]
        while let last = text.last, ".。 ".contains(last) { text = text.dropLast() }
        return String(text)
    }

    /// The text as a whole sentence: what does not end one gets a full stop.
    var withStop: String {
        guard let last else { return self }
        return ".!?…。".contains(last) ? self : self + "."
    }
}

extension Unicode.Scalar {
    fileprivate var isAccent: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }

    fileprivate var isHidden: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        case .spaceSeparator: self != " "
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}
