// SPDX-License-Identifier: Apache-2.0

internal import Identity

/// A password that somebody gets and must change at the first sign-in.
struct FirstPassword {
    let hash: PasswordHash
    /// To be shown once, when the program made it.
    let shown: String?

    init(_ options: PasswordOptions, login: String) throws {
        if options.passwordStdin {
            guard let line = readLine(), !line.isEmpty else {
                throw Complaint(
                    "there is no password on standard input", remedy: "write it there, on one line",
                    code: "PASSWORD-MISSING")
            }
            try PasswordRules.check(line, login: login)
            hash = try PasswordHash(of: line)
            shown = nil
        } else {
            let password = OneTimePassword.make()
            hash = try PasswordHash(of: password)
            shown = password
        }
    }

    func show(to login: String) throws {
        let warning = "It must be changed at the first sign-in."
        if let shown {
            try SecretOutput.show(shown, "This password of \(login) is shown once and kept nowhere. \(warning)")
        } else {
            Console.say(warning)
        }
    }
}
