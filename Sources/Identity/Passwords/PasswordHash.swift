// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials

/// What a guess at a password costs: the parameters of scrypt (RFC 7914).
public struct ScryptCost: Hashable, Sendable {
    /// Binary logarithm of N; memory is 128 · r · N bytes.
    public let logN: Int
    /// Size of a block, in units of 128 bytes.
    public let r: Int
    /// How often the work is done.
    public let p: Int

    /// N = 2¹⁷, r = 8, p = 1: 128 MiB. The first of the equally strong settings in OWASP's "Password Storage Cheat Sheet";
    /// of those the one that costs an attacker with graphics cards the most memory. Memory here is bounded by
    /// ``PasswordHasher``, which computes few at once.
    public static let standard = ScryptCost(logN: 17, r: 8, p: 1)

    /// - Parameters:
    ///   - logN: binary logarithm of N, 1 to 20.
    ///   - r: size of a block, 1 to 32.
    ///   - p: how often, 1 to 16.
    init(logN: Int, r: Int, p: Int) {
        self.logN = logN
        self.r = r
        self.p = p
    }

    /// Whether the numbers are such that the work ends and fits in memory: 1 GiB at most.
    var isReasonable: Bool {
        (1...20).contains(logN) && (1...32).contains(r) && (1...16).contains(p) && (128 * r) << logN <= 1 << 30
    }
}

/// A password as it is kept: a salt and what scrypt makes of both, with its cost.
///
/// Written as `$scrypt$ln=17,r=8,p=1$SALT$HASH`, salt and hash in base 64 without padding, as passlib does.
public struct PasswordHash: Hashable, Sendable {
    /// What a guess costs.
    public let cost: ScryptCost
    let salt: [UInt8]
    let hash: [UInt8]

    /// Hashes a password. Takes some tenths of a second and 128 MiB at the standard cost.
    ///
    /// - Parameters:
    ///   - password: any text; compared in Unicode's canonical composition.
    ///   - cost: what a guess shall cost.
    ///   - random: gives the salt, 16 bytes.
    /// - Throws: ``IdentityError`` when memory is short.
    public init(of password: String, cost: ScryptCost = .standard, random: RandomBytes = .system) throws(IdentityError)
    {
        self.cost = cost
        salt = random.bytes(16)
        hash = try Scrypt.derive(Self.bytes(password), salt: salt, count: 32, cost: cost)
    }

    /// Reads a stored hash.
    ///
    /// - Returns: `nil` for anything that ``text`` does not write.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        var numbers: [String: Int] = [:]
        for part in parts[2].split(separator: ",") {
            let pair = part.split(separator: "=")
            guard pair.count == 2, let number = Int(pair[1]) else { return nil }
            numbers[String(pair[0])] = number
        }
        guard let logN = numbers["ln"], let r = numbers["r"], let p = numbers["p"], numbers.count == 3,
            let salt = Self.base64(parts[3]), let hash = Self.base64(parts[4]), !salt.isEmpty, hash.count == 32
        else { return nil }
        cost = ScryptCost(logN: logN, r: r, p: p)
        guard cost.isReasonable else { return nil }
        self.salt = salt
        self.hash = hash
    }

    /// As it is stored.
    public var text: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(Self.base64(salt))$\(Self.base64(hash))"
    }

    /// Whether a password is the one. Costs what making the hash cost.
    ///
    /// - Throws: ``IdentityError`` when memory is short.
    public func matches(_ password: String) throws(IdentityError) -> Bool {
        try ConstantTime.equal(Scrypt.derive(Self.bytes(password), salt: salt, count: 32, cost: cost), hash)
    }

    /// The same letters typed on different systems have the same bytes.
    private static func bytes(_ password: String) -> [UInt8] { Array(CanonicalText.composed(password).utf8) }

    private static func base64(_ bytes: [UInt8]) -> String {
        String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
    }

    private static func base64(_ text: Substring) -> [UInt8]? {
        guard text.utf8.count <= 128 else { return nil }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text + padding).map(Array.init)
    }
}

/// scrypt of RFC 7914, by swift-crypto.
enum Scrypt {
    static func derive(
        _ password: [UInt8], salt: [UInt8], count: Int, cost: ScryptCost
    ) throws(IdentityError) -> [UInt8] {
        do {
            let key = try KDF.Scrypt.deriveKey(
                from: password, salt: salt, outputByteCount: count, rounds: 1 << cost.logN, blockSize: cost.r,
                parallelism: cost.p)
            return key.withUnsafeBytes { Array($0) }
        } catch {
            throw IdentityError(
                .machine,
                "a password could not be hashed: \(((128 * cost.r) << cost.logN) >> 20) MiB of memory are needed",
                remedy: "Give the program more memory, or try again when it has less to do.")
        }
    }
}
