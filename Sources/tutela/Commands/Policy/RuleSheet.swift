// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy
internal import PolicyWords
internal import ScanReport

/// One rule as a lawyer reads it.
struct RuleSheet {
    private let rule: Rule
    private let pack: Pack
    private let language: Language
    private let terms: PolicyTerms

    init(_ rule: Rule, of pack: Pack, _ language: Language) {
        self.rule = rule
        self.pack = pack
        self.language = language
        terms = PolicyTerms(language)
    }

    /// - Parameter width: columns of the terminal.
    func text(width: Int) -> String {
        var lines = [rule.title[language], rule.id + "   (\(pack.id), \(terms.jurisdiction(pack.jurisdiction)))", ""]
        lines += wrapped(rule.says, width, indent: 0) + [""]
        func add(_ label: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            let rest = wrapped(value, width, indent: 14)
            lines.append(label.padded(14) + (rest.first?.dropFirst(14) ?? ""))
            lines += rest.dropFirst()
        }
        add("cited", rule.citation)
        add("status", rule.status.rawValue + dates)
        add("grace", rule.grace.map(grace))
        add("about", rule.concerns == .service ? "the service as a whole" : rule.categories.map(list) ?? "every item")
        add("binds", actors)
        add("nexus", rule.nexus.isEmpty ? nil : rule.nexus.map(\.rawValue).joined(separator: ", "))
        add("when", rule.when?.description)
        add("if unknown", rule.onUnknown == .include ? "it applies, and a person confirms" : "hidden until known")
        for duty in rule.obligations {
            add("do", sentence(duty))
            add("", duty.note.map { $0[language] })
        }
        add("source", source)
        add("confidence", rule.confidence.rawValue)
        add("signed", rule.review.map { "\($0.name), \($0.on.date)" } ?? "by no lawyer")
        add("digest", rule.digest)
        return lines.map { Printable.text($0) + "\n" }.joined()
    }

    private var dates: String {
        let start = rule.inForce.map { ", binds from \($0.date)" } ?? ""
        return start + (rule.expires.map { ", no longer from \($0.date)" } ?? "")
    }

    private func grace(_ grace: Rule.Grace) -> String {
        let whom = grace.when.map { ", when \($0)" } ?? ""
        return "until \(grace.until.date) without the \(grace.relieves == .duty ? "duty" : "fine")\(whom)"
    }

    private func list(_ categories: CategorySet) -> String {
        categories.sorted.map { "\($0.rawValue) (\(terms.category($0)))" }.joined(separator: "; ")
    }

    private var actors: String? {
        rule.actors.map { mask in
            FactRegistry.definition(of: .actorRoles).words.enumerated()
                .filter { mask & 1 << UInt32($0.offset) != 0 }.map(\.element).joined(separator: ", ")
        }
    }

    private func sentence(_ duty: Duty) -> String {
        var parts = [terms.verb(duty.verb)]
        if let recipient = duty.recipient { parts.append("→ " + terms.recipient(recipient)) }
        if !duty.what.isEmpty { parts.append("(\(duty.what.map(terms.matter).joined(separator: ", ")))") }
        let within = [duty.urgency?.rawValue, duty.limit.map(terms.duration)].compactMap { $0 }
        if !within.isEmpty { parts.append("· " + within.joined(separator: ", at most ")) }
        if let clock = duty.clock { parts.append("from \(clock.rawValue)") }
        if let time = duty.keepFor { parts.append("· at least \(terms.duration(time))") }
        if let time = duty.atMost { parts.append("· at most \(terms.duration(time))") }
        if duty.modality != .required { parts.append("· " + terms.modality(duty.modality)) }
        if let condition = duty.when { parts.append("· when \(condition)") }
        return parts.joined(separator: " ")
    }

    private var source: String {
        let place = rule.source.url ?? rule.source.verifyAt.map { "to be verified at " + $0 }
        return [rule.source.kind.rawValue, place, rule.source.note].compactMap { $0 }.joined(separator: " · ")
    }

    private func wrapped(_ text: String, _ width: Int, indent: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        let space = String(repeating: " ", count: indent)
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count + 1 > max(24, width - indent) {
                lines.append(space + line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [space + line]
    }
}

extension LocalText {
    fileprivate subscript(language: Language) -> String {
        switch language {
        case .english: en
        case .korean: ko ?? en
        case .spanish: es ?? en
        }
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
