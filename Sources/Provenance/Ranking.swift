// SPDX-License-Identifier: Apache-2.0

internal import ProvenanceVocabulary

/// Which finding stands for the file.
///
/// A file whose credentials are broken is first of all that: an invalid state outranks every label (C2PA, UX guidance 2.0,
/// 7.3). Otherwise the finding that says something at the highest level comes first, so that `level` always tells how far
/// `claim` can be believed; findings that say nothing of the origin stand behind all that do.
enum Ranking {
    static func sorted(_ statements: [Statement]) -> [Statement] {
        // Stable: findings of one rank stay in the order of the file.
        statements.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
    }

    /// - Parameter statements: sorted.
    static func first(_ statements: [Statement]) -> Statement? {
        statements.first { !$0.isSidelight }
    }

    private static func rank(_ statement: Statement) -> Int {
        if statement.isSidelight { return 1000 }
        if statement.level == .credentialsFailed { return order(statement.claim) }
        if statement.level == .unreadableOrHostile { return 10 + order(statement.claim) }
        let silence = [.notStated, .noneUsable].contains(statement.claim) ? 100 : 0
        return silence + 20 + 10 * strength(statement.level) + order(statement.claim)
    }

    /// 1 is believed most.
    private static func strength(_ level: Level) -> Int {
        switch level {
        case .credentialsFailed, .unreadableOrHostile: 0
        case .signedTrusted: 1
        case .signedIntactSignerUnlisted: 2
        case .signedIntactButExpired: 3
        case .watermark: 4
        case .declaredUnsigned: 5
        case .remoteReferenceOnly: 6
        case .none: 7
        }
    }

    /// Among findings of one level the more definite word on AI comes first.
    private static func order(_ claim: Claim) -> Int {
        switch claim {
        case .aiGenerated: 0
        case .aiEdited: 1
        case .aiInIngredients: 2
        case .aiPossible: 3
        case .algorithmicNotAI: 4
        case .captured: 5
        case .notStated: 6
        case .noneUsable: 7
        }
    }
}

extension Statement {
    /// Worth knowing, but no word on the file as a whole: one damaged block of metadata does not make the picture unreadable.
    var isSidelight: Bool { source == Self.damagedMetadata }

    static let damagedMetadata = "metadata.damaged"

    /// Code of the statement that a file is of a kind that is not read.
    static let unknownKind = "container.unknown"
}
