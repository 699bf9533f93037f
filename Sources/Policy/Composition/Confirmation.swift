// SPDX-License-Identifier: Apache-2.0

/// What a program may do without asking: only what a trusted list and a second signal agree on, or what a person found.
struct Confirmation {
    /// A trusted list and a second, independent signal agree.
    let isCorroborated: Bool
    private let finding: CategorySet

    /// What nobody finds in something harmless.
    private static let abusive = CategorySet(Category.allCases.filter { $0 <= .undressService })

    init(_ snapshot: Snapshot) {
        isCorroborated = snapshot.truth(.matchCorroborated) == .yes
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
}
