// SPDX-License-Identifier: Apache-2.0

public import Policy

/// What is otherwise in the rules themselves: added, removed, changed, field by field.
public struct RuleSetDifference: Sendable, Hashable {
    /// One field of a rule.
    public struct Field: Sendable, Hashable {
        /// Where: `expires`, `obligations[1].within`, `title.ko`.
        public var path: String
        /// The old value as packs write it; `nil`: it was not there.
        public var old: String?
        /// The new value; `nil`: it is no more.
        public var new: String?
    }

    /// A rule, signal, category, release or equivalence that is in both.
    public struct Change: Sendable, Hashable {
        /// Its id.
        public var id: String
        /// Fields that differ, in the order of their paths.
        public var fields: [Field]
    }

    /// Ids that are new.
    public var added: [String]
    /// Ids that are no more.
    public var removed: [String]
    /// What is in both, and differs, by id.
    public var changed: [Change]
    /// Packs that differ beyond their rules: context, jurisdictions, platforms, title, day.
    public var packs: [Change]

    /// Whether the rule sets are the same.
    public var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty && packs.isEmpty }

    /// Compares two rule sets.
    ///
    /// - Parameters:
    ///   - old: rules of today.
    ///   - new: rules that would replace them.
    public init(from old: RuleSet, to new: RuleSet) {
        let (before, after) = (Contents(old), Contents(new))
        added = after.parts.keys.filter { before.parts[$0] == nil }.sorted()
        removed = before.parts.keys.filter { after.parts[$0] == nil }.sorted()
        changed = Self.changes(before.parts, after.parts)
        packs = Self.changes(before.packs, after.packs)
    }

    private static func changes(
        _ before: [String: CanonicalJSON], _ after: [String: CanonicalJSON]
    ) -> [Change] {
        before.keys.sorted().compactMap { id in
            guard let old = before[id], let new = after[id], old != new else { return nil }
            var fields: [Field] = []
            compare(old, new, "", &fields)
            return Change(id: id, fields: fields.sorted { $0.path < $1.path })
        }
    }

    private static func compare(_ old: CanonicalJSON?, _ new: CanonicalJSON?, _ path: String, _ fields: inout [Field]) {
        if old == new { return }
        switch (old, new) {
        case (.object(let left), .object(let right)):
            for key in Set(left.keys).union(right.keys) {
                compare(left[key], right[key], path.isEmpty ? key : "\(path).\(key)", &fields)
            }
        case (.array(let left), .array(let right))
        where left.contains(where: \.isObject) || right.contains(where: \.isObject):
            for index in 0..<max(left.count, right.count) {
                let element = "\(path)[\(index)]"
                compare(
                    index < left.count ? left[index] : nil, index < right.count ? right[index] : nil, element, &fields)
            }
        default: fields.append(Field(path: path, old: old?.plain, new: new?.plain))
        }
    }

    /// Everything with an id, and what packs have besides.
    private struct Contents {
        var parts: [String: CanonicalJSON] = [:]
        var packs: [String: CanonicalJSON] = [:]

        init(_ set: RuleSet) {
            for pack in set.packs {
                guard case .object(var object) = pack.canonical else { continue }
                for key in ["rules", "equivalences", "signals", "categories", "releases"] {
                    guard case .array(let elements)? = object.removeValue(forKey: key) else { continue }
                    for element in elements {
                        if case .object(let members) = element, case .string(let id)? = members["id"] {
                            parts[id] = element
                        }
                    }
                }
                packs[pack.id] = .object(object)
            }
        }
    }
}

extension CanonicalJSON {
    fileprivate var isObject: Bool {
        if case .object = self { return true }
        return false
    }

    /// A text as it reads; everything else as it is written.
    fileprivate var plain: String {
        if case .string(let text) = self { return text }
        return text
    }
}
