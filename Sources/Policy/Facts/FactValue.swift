// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// What a fact is, or that nobody knows.
public enum FactValue: Sendable, Hashable {
    /// Somebody asked, and there is no answer.
    case unknown
    /// Yes or no.
    case flag(Bool)
    /// One word of the fact's list, as its position there.
    case word(Int)
    /// Several words of the fact's list, bit *n* for position *n*.
    case words(UInt32)
    /// A number in the fact's unit.
    case number(Double)
    /// Countries, sorted, each once.
    case countries([Country])
    /// A moment; a date is its first second.
    case instant(UTCTime)
}

/// What values a fact can have.
public enum FactType: Sendable, Hashable {
    /// Yes, no or unknown.
    case tri
    /// One of these words.
    case word([String])
    /// Any of these words, also none. At most 32.
    case words([String])
    /// A number within a range, in a unit: `bits`, `years`, `score 0 to 1`.
    case number(unit: String, in: ClosedRange<Double>)
    /// A whole number, 0 or more, in a unit.
    case integer(unit: String)
    /// Countries.
    case countries
    /// A moment.
    case instant

    /// The unit of classifiers' scores.
    static let score = "score"

    /// Whether a value is of this type. ``FactValue/unknown`` is of every type.
    func admits(_ value: FactValue) -> Bool {
        switch (self, value) {
        case (_, .unknown), (.tri, .flag), (.countries, .countries), (.instant, .instant): true
        case (.word(let words), .word(let index)): words.indices.contains(index)
        case (.words(let words), .words(let mask)): words.count == 32 || mask >> UInt32(words.count) == 0
        case (.number(_, let range), .number(let number)): range.contains(number)
        case (.integer, .number(let number)):
            number >= 0 && number <= 9_007_199_254_740_991 && number.rounded() == number
        default: false
        }
    }
}

/// Who may set a fact. Earlier cases are believed before later ones.
public enum FactRole: String, Sendable, Hashable, Codable, CaseIterable {
    /// Somebody who evaluates by hand states the facts.
    case stated
    /// An authority's order or finding.
    case authority
    /// A person who looked at the item.
    case reviewer
    /// A document: a verified age, a release form.
    case record
    /// A person who asks for something: the subject, a user, a hotline.
    case request
    /// The comparison with lists.
    case matching
    /// The program itself, about its own work.
    case screening
    /// What a file says of its making.
    case provenance
    /// A classifier that the operator brought.
    case classifier
    /// The operator's settings and systems.
    case `operator` = "operator"
    /// What was already reported, and with which answer.
    case reporting

    /// Position in the order of belief, 0 first.
    public var rank: Int { Self.ranks[self] ?? 0 }
    private static let ranks = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// Who said so: a role, and which one of that role.
public struct FactSource: Sendable, Hashable, CustomStringConvertible {
    /// What kind of source.
    public var role: FactRole
    /// Which one: `acme-7 2.1`, `reviewer 12`, the name of a list; empty when there is only one.
    public var name: String

    /// Names a source.
    ///
    /// - Parameters:
    ///   - role: what kind of source.
    ///   - name: which one; empty when there is only one.
    public init(_ role: FactRole, _ name: String = "") {
        self.role = role
        self.name = name
    }

    /// Reads `role` or `role:name`.
    ///
    /// - Parameter text: at most 200 characters.
    /// - Returns: `nil` for a role that does not exist.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard text.count <= 200, let role = FactRole(rawValue: String(parts[0])) else { return nil }
        self.init(role, parts.count == 2 ? String(parts[1]) : "")
    }

    /// `role:name`, or `role`.
    public var description: String { name.isEmpty ? role.rawValue : "\(role.rawValue):\(name)" }
}
