// SPDX-License-Identifier: Apache-2.0

/// What an item is, in twenty words. One item may be several. The order of the cases is gravity, gravest first.
public enum Category: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// Child sexual abuse material of an actual child.
    case csamReal = "csam.real"
    /// A real, identifiable child's likeness in altered or generated sexual material: a real victim.
    case csamMorphed = "csam.morphed"
    /// Child sexual abuse material of which nobody can tell how it was made. Has every duty of ``csamReal``.
    case csamUnknownOrigin = "csam.unknown-origin"
    /// Child sexual abuse material made by a machine, photo-realistic, of no known child.
    case csamSynthetic = "csam.synthetic"
    /// Non-photographic sexual depictions of minors: drawings, 3-D.
    case csamDrawn = "csam.drawn"
    /// Extortion of a minor with intimate material.
    case sextortionMinor = "sextortion.minor"
    /// Enticement of a minor.
    case grooming
    /// Seeking, offering or advertising such material.
    case csamSolicitation = "csam.solicitation"
    /// Text only, prompts included, that sexualises minors.
    case minorSexualisedText = "minor.sexualised-text"
    /// A model, adapter or program made to produce such material.
    case csamTool = "csam-tool"
    /// An adult's authentic intimate picture, shared without consent.
    case nciiReal = "ncii.real"
    /// An adult's likeness in generated or altered intimate material, without consent.
    case nciiSynthetic = "ncii.synthetic"
    /// The threat to share such material.
    case nciiThreat = "ncii.threat"
    /// Extortion of an adult with intimate material.
    case sextortionAdult = "sextortion.adult"
    /// An advertisement, link, bot, model or program whose purpose is to undress people in pictures.
    case undressService = "undress-service"
    /// A realistic, deceptive, not sexual picture of a person, made or altered by AI, without a label.
    case aiUnlabelledDeepfake = "ai.unlabelled-deepfake"
    /// AI output without the marks that law asks for.
    case aiUnlabelled = "ai.unlabelled"
    /// Lawful adult material, with consent.
    case adultConsensual = "adult.consensual"
    /// AI output with marks.
    case aiLabelled = "ai.labelled"
    /// None of the above, as far as anybody looked.
    case benign

    /// Child sexual abuse material of whatever origin. Its removal has no borders.
    public var isCSAM: Bool { rawValue.hasPrefix("csam.") && self != .csamSolicitation }

    /// Whether one category is graver than another: it comes first.
    public static func < (left: Category, right: Category) -> Bool { left.rank < right.rank }

    /// Position by gravity, 0 the gravest.
    public var rank: Int { Self.ranks[self] ?? Self.allCases.count }

    private static let ranks = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// A set of categories, one bit each.
public struct CategorySet: Sendable, Hashable {
    /// Bit `rank` of each member.
    public private(set) var bits: UInt32

    /// Makes a set.
    ///
    /// - Parameter categories: its members.
    public init(_ categories: some Sequence<Category> = []) {
        bits = categories.reduce(0) { $0 | 1 << UInt32($1.rank) }
    }

    init(bits: UInt32) {
        self.bits = bits
    }

    /// Whether the set has no member.
    public var isEmpty: Bool { bits == 0 }
    /// Whether a category is a member.
    public func contains(_ category: Category) -> Bool { bits & 1 << UInt32(category.rank) != 0 }
    /// Whether the sets share a member.
    public func intersects(_ other: CategorySet) -> Bool { bits & other.bits != 0 }
    /// Adds a category.
    public mutating func insert(_ category: Category) { bits |= 1 << UInt32(category.rank) }
    /// Takes all members of another set away.
    public mutating func subtract(_ other: CategorySet) { bits &= ~other.bits }
    /// Members, the gravest first.
    public var sorted: [Category] { Category.allCases.filter(contains) }
}
