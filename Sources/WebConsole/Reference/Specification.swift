// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Yams

/// An OpenAPI specification as it is written, in its own order.
struct Specification: Sendable {
    /// Part of it.
    indirect enum Part: Sendable, Hashable {
        case text(String)
        case bare(String)
        case list([Part])
        case members([(name: String, part: Part)])

        static func == (left: Part, right: Part) -> Bool { left.json(indent: 0) == right.json(indent: 0) }
        func hash(into hasher: inout Hasher) { hasher.combine(json(indent: 0)) }
    }

    let root: Part

    /// - Parameter yaml: our own file, built into the program.
    init(_ yaml: String) throws {
        guard let node = try Yams.compose(yaml: yaml) else { throw SpecificationError(problem: "it is empty") }
        root = Part(node)
        guard root["openapi"]?.words != nil, root["paths"] != nil else {
            throw SpecificationError(problem: "it lacks “openapi” or “paths”")
        }
    }

    /// Follows a reference within the file, one after the other.
    func resolved(_ part: Part) -> Part {
        var part = part
        for _ in 0..<16 {
            guard let reference = part["$ref"]?.words, let target = target(reference) else { return part }
            part = target
        }
        return part
    }

    private func target(_ reference: String) -> Part? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(root as Part?) { part, name in
            part?[String(name.replacing("~1", with: "/").replacing("~0", with: "~"))]
        }
    }

    /// The last part of `#/components/schemas/Name`.
    static func schemaName(_ part: Part) -> String? {
        guard let reference = part["$ref"]?.words, reference.hasPrefix("#/components/schemas/") else { return nil }
        return String(reference.dropFirst("#/components/schemas/".count))
    }
}

/// Why a specification cannot be shown.
public struct SpecificationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable code.
    public let code = "specification"
    /// What is wrong with it.
    public var problem: String
    /// What happened, for a person.
    public var description: String { "The OpenAPI specification cannot be read: \(problem)." }
}

extension Specification.Part {
    init(_ node: Node) {
        switch node {
        case .scalar(let scalar):
            let isQuoted = scalar.style != .plain && scalar.style != .any
            self = isQuoted || !Self.isBare(scalar.string) ? .text(scalar.string) : .bare(scalar.string)
        case .sequence(let sequence): self = .list(sequence.map(Self.init))
        case .mapping(let mapping): self = .members(mapping.map { ($0.key.string ?? "", Self($0.value)) })
        case .alias: self = .bare("null")
        }
    }

    /// What JSON writes without quotation marks.
    private static func isBare(_ text: String) -> Bool {
        if ["true", "false", "null"].contains(text) { return true }
        guard let first = text.utf8.first,
            first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else { return false }
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        let hasLeadingZero = digits.hasPrefix("0") && digits.count > 1 && !digits.hasPrefix("0.")
        return !hasLeadingZero && text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) } && Double(text) != nil
    }

    subscript(_ name: String) -> Specification.Part? {
        guard case .members(let members) = self else { return nil }
        return members.first { $0.name == name }?.part
    }

    var members: [(name: String, part: Specification.Part)] {
        if case .members(let members) = self { members } else { [] }
    }

    var list: [Specification.Part] { if case .list(let parts) = self { parts } else { [] } }

    /// A scalar, whatever its kind.
    var words: String? {
        switch self {
        case .text(let text), .bare(let text): text
        default: nil
        }
    }

    var isTrue: Bool { words == "true" }

    /// As JSON, members in the order in which they are written.
    func json(indent: Int? = 2, depth: Int = 0) -> String {
        let step = indent.flatMap { $0 > 0 ? $0 : nil }
        let inside = step.map { "\n" + String(repeating: " ", count: $0 * (depth + 1)) } ?? ""
        let outside = step.map { "\n" + String(repeating: " ", count: $0 * depth) } ?? ""
        switch self {
        case .text(let text): return Self.quoted(text)
        case .bare(let text): return text
        case .list(let parts):
            guard !parts.isEmpty else { return "[]" }
            return "[" + parts.map { inside + $0.json(indent: indent, depth: depth + 1) }.joined(separator: ",")
                + outside
                + "]"
        case .members(let members):
            guard !members.isEmpty else { return "{}" }
            let separator = step == nil ? ":" : ": "
            return "{"
                + members.map {
                    inside + Self.quoted($0.name) + separator + $0.part.json(indent: indent, depth: depth + 1)
                }.joined(separator: ",") + outside + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
