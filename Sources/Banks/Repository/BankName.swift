// SPDX-License-Identifier: Apache-2.0

internal import Spelling

/// The rule for names of banks: they appear in commands, file names and URLs.
enum BankName {
    static let rule = "1 to 64 letters (a-z), digits, dots, dashes and underscores, the first a letter or digit"

    static func check(_ name: String) throws {
        let bytes = Array(name.utf8)
        let isAlphanumeric: (UInt8) -> Bool = {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        }
        guard (1...64).contains(bytes.count), isAlphanumeric(bytes[0]),
            bytes.allSatisfy({ isAlphanumeric($0) || ".-_".utf8.contains($0) })
        else {
            throw BankError(.nameInvalid, "this is no name for a bank", remedy: "A name has \(rule).")
        }
    }

    /// Refuses what is no name of a tenant.
    static func checkTenant(_ name: String) throws {
        let bytes = Array(name.utf8)
        guard (1...32).contains(bytes.count), bytes[0] != UInt8(ascii: "-"),
            bytes.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-") })
        else {
            throw BankError(
                .nameInvalid, "this is no name for a tenant",
                remedy: "A name has 1 to 32 letters (a-z), digits and dashes, the first no dash.")
        }
    }

    /// What is before the slash of a bank's name, nil for one of the house, and what is behind it.
    static func parts(_ qualified: String) -> (tenant: String?, own: String) {
        guard let slash = qualified.utf8.firstIndex(of: UInt8(ascii: "/")) else { return (nil, qualified) }
        return (String(qualified[..<slash]), String(qualified[qualified.utf8.index(after: slash)...]))
    }

    /// A bank that a new name would be confused with: of the same scope, or of the house and a tenant, whose banks a tenant
    /// sees side by side.
    static func rival(of qualified: String, among banks: [Bank]) -> Bank? {
        let wanted = parts(qualified)
        return banks.first { bank in
            let other = parts(bank.name)
            return other.own.lowercased() == wanted.own.lowercased()
                && (other.tenant == wanted.tenant || other.tenant == nil || wanted.tenant == nil)
        }
    }

    /// The name that differs by the fewest letters, when few enough.
    static func similar(to name: String, among names: [String]) -> String? {
        let wanted = Array(name.lowercased().utf8.prefix(64))
        let ranked = names.map { ($0, Misspelling.edits(wanted, Array($0.lowercased().utf8))) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, wanted.count / 3) else { return nil }
        return best.0
    }
}
