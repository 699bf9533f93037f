// SPDX-License-Identifier: Apache-2.0

/// What a program may do without asking: only what a trusted list and a second signal agree on, or what a person found.
struct Confirmation {
    /// A trusted list and a second, independent signal agree.
    let isCorroborated: Bool
    private let finding: CategorySet
    /// What the lists that matched say they list.
    private let listed: CategorySet

    /// What nobody finds in something harmless.
    private static let abusive = CategorySet(Category.allCases.filter { $0 <= .undressService })

    private static let matched = words(of: .matchKind) { $0 != "none" }
    private static let listing: [(word: UInt64, categories: [Category])] = [
        (words(of: .matchContent) { $0 == "csam" }, Category.allCases.filter(\.isCSAM)),
        (words(of: .matchContent) { $0 == "ncii" }, [.nciiReal, .nciiSynthetic]),
        (words(of: .matchContent) { $0 == "undress-service" }, [.undressService]),
        (words(of: .matchContent) { $0 == "csam-tool" }, [.csamTool]),
    ]

    private static func words(of name: FactName, _ isOne: (String) -> Bool) -> UInt64 {
        FactRegistry.definition(of: name).words.enumerated().reduce(0) {
            isOne($1.element) ? $0 | 1 << UInt64($1.offset) : $0
        }
    }

    init(_ snapshot: Snapshot) {
        let kind = snapshot[.matchKind]
        // What no list contains, no list and no second signal agree on.
        let isListed = kind.isKnown && kind.bits & Self.matched != 0
        isCorroborated = isListed && snapshot.truth(.matchCorroborated) == .yes
        let content = snapshot[.matchContent]
        listed = CategorySet(
            Self.listing.flatMap { content.isKnown && content.bits & $0.word != 0 ? $0.categories : [] })
        let cell = snapshot[.reviewFinding]
        finding = CategorySet(bits: cell.isKnown ? UInt32(truncatingIfNeeded: cell.bits) : 0)
    }

    /// Whether a person's finding speaks for a rule: of abuse, or of what the rule is about. Who finds lawful adult material
    /// does not confirm what a list says of children.
    func isFound(_ rule: CompiledRule) -> Bool {
        finding.intersects(Self.abusive) || rule.rule.categories.map { finding.intersects($0) } ?? false
    }

    /// Whether a program may do what a rule asks for, as far as evidence goes.
    func supports(_ rule: CompiledRule) -> Bool { isCorroborated || isFound(rule) }

    /// Whether the evidence is of what the rule is about: needed for what cannot be undone. A list of adult pictures and an
    /// estimated age are no two sources on a child, and who finds a threat has not found what a list says.
    func proves(_ rule: CompiledRule) -> Bool {
        let about = rule.rule.categories ?? Self.abusive
        return finding.intersects(about) || isCorroborated && listed.intersects(about)
    }
}
