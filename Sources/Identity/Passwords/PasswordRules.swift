// SPDX-License-Identifier: Apache-2.0

/// Which passwords are refused: short ones, and ones that everybody tries first.
///
/// No rule asks for capitals, digits or signs, and none for a change after some time (ASVS 5.0, 6.2.5 and 6.2.10; NIST SP
/// 800-63B). There is no list of leaked passwords in the program: of such lists, what has 12 characters or more is nearly
/// all made by a few habits, and those are recognised here: one piece repeated, runs of the alphabet or of the keyboard, a
/// common word or the person's own name with little around it.
public enum PasswordRules {
    /// Fewest characters.
    public static let shortest = 12
    /// Most characters.
    public static let longest = 128

    /// Refuses a password that is easy to guess.
    ///
    /// - Parameters:
    ///   - password: as typed; nothing is cut off.
    ///   - login: the name it belongs to.
    /// - Throws: ``IdentityError`` that says which rule it breaks, never the password.
    public static func check(_ password: String, login: String) throws(IdentityError) {
        let text = CanonicalText.composed(password)
        guard text.count >= shortest else {
            throw refusal("it has \(text.count) characters; \(shortest) are the fewest")
        }
        guard text.count <= longest, text.utf8.count <= 4 * longest else {
            throw refusal("it has more than \(longest) characters")
        }
        let plain = Array(text.lowercased().unicodeScalars)
        if isRepetition(plain) { throw refusal("it is one short piece repeated") }
        if Set(plain).count < 5 { throw refusal("it is made of fewer than five different characters") }
        if runs(plain) { throw refusal("it follows the alphabet, the digits or the keyboard") }
        if let word = words(login).first(where: { isMostly($0, plain) }) {
            throw refusal(
                words("").contains(word) ? "it is a common word with little around it" : "it is mostly the name")
        }
    }

    private static func refusal(_ reason: String) -> IdentityError {
        IdentityError(
            .passwordRefused, "this password is not accepted: \(reason)",
            remedy: "Take four or five words that do not belong together, or let a password manager make one.")
    }

    /// One piece of at most half the length, over and over.
    private static func isRepetition(_ text: [Unicode.Scalar]) -> Bool {
        (1...(text.count / 2)).contains { period in
            text.indices.dropFirst(period).allSatisfy { text[$0] == text[$0 - period] }
        }
    }

    private static let rows: [[Unicode.Scalar]] = [
        "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
    ].map { Array($0.unicodeScalars) }

    /// Whether most steps from one character to the next lead to a neighbour.
    private static func runs(_ text: [Unicode.Scalar]) -> Bool {
        let steps = zip(text, text.dropFirst()).count { first, second in
            if abs(Int(first.value) - Int(second.value)) <= 1 { return true }
            return rows.contains { row in
                zip(row, row.dropFirst()).contains { ($0 == first && $1 == second) || ($0 == second && $1 == first) }
            }
        }
        return steps * 4 >= (text.count - 1) * 3
    }

    private static func words(_ login: String) -> [String] {
        let common = [
            "password", "passwort", "passw0rd", "p@ssw0rd", "welcome", "willkommen", "administrator", "admin",
            "letmein",
            "iloveyou", "changeme", "secret", "qwerty", "tutela", "login", "default", "test",
        ]
        return common
            + login.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0.count >= 4 }
    }

    /// Whether, without the word and without digits and signs, fewer than four letters are left.
    private static func isMostly(_ word: String, _ text: [Unicode.Scalar]) -> Bool {
        var rest = text
        let word = Array(word.unicodeScalars)
        var found = false
        while let start = rest.indices.first(where: { rest[$0...].starts(with: word) }) {
            rest.removeSubrange(start..<(start + word.count))
            found = true
        }
        return found && rest.count { $0.properties.isAlphabetic } < 4
    }
}
