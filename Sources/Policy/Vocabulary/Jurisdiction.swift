// SPDX-License-Identifier: Apache-2.0

/// Whose law a rule is: a country, the EU, a state of a federation, or `*`, which is everywhere.
public struct Jurisdiction: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// `KR`, `US`, `US-CA`, `EU`, `UK`, `*`.
    public let code: String

    /// The operator's house, and platforms' rules: no borders.
    public static let everywhere = Jurisdiction(unchecked: "*")
    /// The European Union.
    public static let europeanUnion = Jurisdiction(unchecked: "EU")

    private init(unchecked code: String) {
        self.code = code
    }

    /// Reads a code.
    ///
    /// - Parameter code: `*`, `EU`, two letters of ISO 3166 (`GB` is read as `UK`), or these, a hyphen and a state.
    /// - Returns: `nil` for any other text.
    public init?(_ code: String) {
        if code == "*" || code == "EU" {
            self.code = code
            return
        }
        let parts = code.split(separator: "-", omittingEmptySubsequences: false)
        guard let country = Country(String(parts[0])), parts.count <= 2 else { return nil }
        if parts.count == 2 {
            guard (1...3).contains(parts[1].utf8.count),
                parts[1].utf8.allSatisfy({ (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) })
            else { return nil }
            self.code = "\(country)-\(parts[1])"
            return
        }
        self.code = country.code
    }

    /// The country of a state (`US` of `US-CA`); itself otherwise.
    public var country: Jurisdiction { Jurisdiction(unchecked: String(code.prefix { $0 != "-" })) }
    /// Whether it is a part of a country.
    public var isState: Bool { code.contains("-") }

    /// Whether law of this jurisdiction reaches somebody in a country. Of a state it may: which state is not asked.
    ///
    /// - Parameter other: a country.
    public func covers(_ other: Country) -> Bool {
        if self == .everywhere { return true }
        if self == .europeanUnion { return other.isInEU }
        return country.code == other.state
    }

    /// The code.
    public var description: String { code }
    /// By code.
    public static func < (left: Jurisdiction, right: Jurisdiction) -> Bool { left.code < right.code }
}

/// A country, as ISO 3166 writes it in two letters, except that the United Kingdom is `UK`.
public struct Country: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// Two capital letters.
    public let code: String

    /// Reads a code.
    ///
    /// - Parameter code: two capital letters; `GB` becomes `UK`, and `EL`, as the Union writes Greece, `GR`.
    /// - Returns: `nil` for any other text. That a country has this code is not checked.
    public init?(_ code: String) {
        guard code.utf8.count == 2, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }), code != "EU" else {
            return nil
        }
        self.code = code == "GB" ? "UK" : code == "EL" ? "GR" : code
    }

    /// Whether it is one of the 27 member states.
    public var isInEU: Bool { Self.memberStates.contains(state) }

    /// Whose law holds there: parts of the United States and of the Union with a code of their own are theirs.
    var state: String { Self.parts[code] ?? code }

    private static let parts = [
        "AS": "US", "GU": "US", "MP": "US", "PR": "US", "UM": "US", "VI": "US", "GF": "FR", "GP": "FR", "MF": "FR",
        "MQ": "FR", "RE": "FR", "YT": "FR", "AX": "FI",
    ]

    private static let memberStates: Set<String> = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV",
        "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ]

    /// The code.
    public var description: String { code }
    /// By code.
    public static func < (left: Country, right: Country) -> Bool { left.code < right.code }
}

/// What ties an item to a country.
public enum Nexus: String, Sendable, Hashable, Codable, CaseIterable {
    case establishment, market, uploader, subject, viewer, storage
}
