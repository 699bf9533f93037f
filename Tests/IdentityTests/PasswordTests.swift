// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Identity

@Suite struct PasswordTests {
    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// RFC 7914, section 12.
    @Test(arguments: [
        (
            "", "", ScryptCost(logN: 4, r: 1, p: 1),
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        (
            "password", "NaCl", ScryptCost(logN: 10, r: 8, p: 16),
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        (
            "pleaseletmein", "SodiumChloride", ScryptCost(logN: 14, r: 8, p: 1),
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ])
    func scryptIsTheStandardOne(_ password: String, _ salt: String, _ cost: ScryptCost, _ expected: String) throws {
        let key = try Scrypt.derive(Array(password.utf8), salt: Array(salt.utf8), count: 64, cost: cost)
        #expect(Self.hex(key) == expected)
    }

    /// The vector of RFC 7914 that takes a gibibyte.
    @Test(.enabled(if: Repository.runsLongTests))
    func scryptIsTheStandardOneAtItsLargest() throws {
        let key = try Scrypt.derive(
            Array("pleaseletmein".utf8), salt: Array("SodiumChloride".utf8), count: 64,
            cost: ScryptCost(logN: 20, r: 8, p: 1))
        #expect(
            Self.hex(key)
                == "2101cb9b6a511aaeaddbbe09cf70f881ec568d574a2ffd4dabe5ee9820adaa478e56fd8f4ba5d09ffa1c6d927c40f4c337304049e8a952fbcbf45c6fa77a41a4"
        )
    }

    /// Python's hashlib, which is OpenSSL's scrypt, finds the same for a hash as it is stored at its usual cost.
    @Test(.enabled(if: Repository.python != nil, "no .venv: run make setup"))
    func anotherProgramAcceptsAStoredHash() throws {
        let password = "grün kettle violin 🙂"
        let hash = try PasswordHash(of: password)
        let run = try Execution.run(
            try #require(Repository.python),
            [
                "-c",
                """
                import base64, hashlib, sys
                _, name, cost, salt, key = sys.argv[1].split("$")
                cost = dict(part.split("=") for part in cost.split(","))
                read = lambda text: base64.b64decode(text + "=" * (-len(text) % 4))
                made = hashlib.scrypt(sys.argv[2].encode(), salt=read(salt), n=2 ** int(cost["ln"]), r=int(cost["r"]),
                                      p=int(cost["p"]), maxmem=2 ** 28, dklen=32)
                print(name, cost, made == read(key))
                """, hash.text, password,
            ])
        #expect(run.output == "scrypt {'ln': '17', 'r': '8', 'p': '1'} True\n", "\(run.errors)")
        #expect(try hash.matches(password))
    }

    @Test func aHashIsReadBackAndKnowsItsPassword() throws {
        let cost = ScryptCost(logN: 4, r: 2, p: 3)
        let hash = try PasswordHash(of: House.password, cost: cost)
        let read = try #require(PasswordHash(hash.text))
        #expect(read == hash && read.cost == cost)
        #expect(try read.matches(House.password))
        #expect(try !read.matches(House.password + " ") && !read.matches(""))
        let again = try PasswordHash(of: House.password, cost: cost)
        #expect(again.text != hash.text, "each has a salt of its own")
    }

    @Test func theSameLettersOfAnotherKeyboardAreTheSamePassword() throws {
        let hash = try PasswordHash(of: "caf\u{E9} lantern oatmeal", cost: House.cheap)
        #expect(try hash.matches("cafe\u{301} lantern oatmeal"))
    }

    @Test(arguments: [
        "", "$", "$scrypt$ln=17,r=8,p=1$AAAA", "$scrypt$ln=31,r=8,p=1$AAAA$AAAA", "$argon2id$ln=4,r=1,p=1$AAAA$AAAA",
        "$scrypt$ln=20,r=32,p=1$AAAA$" + String(repeating: "A", count: 43),
        "$scrypt$ln=4,r=1$AAAA$" + String(repeating: "A", count: 43),
        "$scrypt$ln=0,r=1,p=1$AAAA$" + String(repeating: "A", count: 43),
        "$scrypt$ln=-4,r=1,p=1$AAAA$" + String(repeating: "A", count: 43),
        "$scrypt$ln=4,r=1,p=1$$" + String(repeating: "A", count: 43), "$scrypt$ln=4,r=1,p=1$AAAA$%%%%",
    ])
    func whatIsNoHashIsNotRead(_ text: String) {
        #expect(PasswordHash(text) == nil)
    }

    // MARK: Rules

    @Test(arguments: [
        "fence lantern oatmeal drift", "correct horse battery staple", "x7#kQ2!mV9pL", "zwölf boxkämpfer jagen",
        "tpzl-4qfm-7xkd-2nrw", "ein Passwort aus fünf Wörtern", "日本語のパスワードは長くてよい", "Tr0ub4dor&3xyz",
    ])
    func ordinaryGoodPasswordsAreAccepted(_ password: String) throws {
        try PasswordRules.check(password, login: "ada")
    }

    @Test(arguments: [
        "", "short", "elevenchars", "passwordpassword", "Password1234", "P@ssw0rd!2024", "123456789012", "abcdefghijkl",
        "qwertyuiop12", "1q2w3e4r5t6y", "1qaz2wsx3edc", "aaaaaaaaaaaa", "abcabcabcabc", "abababababab", "zyxwvutsrqpo",
        "admin1234567", "welcome12345", "iloveyou1234", "tutelatutela", "ada.lovelace1", "ADA.LOVELACE!!!",
        "letmein!!!!!",
        "qwertzuiop123", "987654321098", "            ", "changeme1234", "lovelace2024!",
        String(repeating: "ab1 ", count: 32) + "c",
    ])
    func whatEverybodyTriesFirstIsRefused(_ password: String) {
        let error = #expect(throws: IdentityError.self) {
            try PasswordRules.check(password, login: "acme/ada.lovelace")
        }
        #expect(error?.code == .passwordRefused)
        if password.count > 4 { #expect(error.map { !"\($0)".contains(password) } ?? false) }
    }

    @Test func passwordsThatTheProgramMakesAreAccepted() throws {
        for _ in 0..<200 {
            let password = OneTimePassword.make()
            try PasswordRules.check(password, login: "admin")
            #expect(password.utf8.count == 24)
        }
    }

    @Test func lengthIsCountedInCharacters() throws {
        #expect(throws: IdentityError.self) { try PasswordRules.check("日本語のパスワー", login: "ada") }
        try PasswordRules.check(String("fence lantern oatmeal drift ".prefix(12)), login: "ada")
        var random = SplitMix(state: 9)
        let long = String((0..<128).map { _ in "abcdefghijkmnpqrstuvwxyz".randomElement(using: &random) ?? "a" })
        try PasswordRules.check(long, login: "ada")
        #expect(throws: IdentityError.self) { try PasswordRules.check(long + "x", login: "ada") }
    }
}
