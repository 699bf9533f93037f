// SPDX-License-Identifier: Apache-2.0

/// One value of JSON, as metadata assertions hold it.
indirect enum JSONValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    /// As written: no arithmetic is done with it.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the order of the text.
    case object([(key: String, value: JSONValue)])

    static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.number(let a), .number(let b)), (.string(let a), .string(let b)): a == b
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .boolean(let value): hasher.combine(value)
        case .number(let text), .string(let text): hasher.combine(text)
        case .array(let elements): hasher.combine(elements)
        case .object(let members):
            for member in members {
                hasher.combine(member.key)
                hasher.combine(member.value)
            }
        }
    }

    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// Calls `visit` with every member of every object below, bounded by what the reader let through.
    func forEachMember(_ visit: (_ key: String, _ value: JSONValue) -> Void) {
        switch self {
        case .array(let elements):
            for element in elements { element.forEachMember(visit) }
        case .object(let members):
            for member in members {
                visit(member.key, member.value)
                member.value.forEachMember(visit)
            }
        default: break
        }
    }
}
