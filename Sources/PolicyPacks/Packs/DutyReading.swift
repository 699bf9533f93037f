// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy
internal import Spelling

extension RuleReading {
    static let dutyKeys = [
        "do", "to", "when", "modality", "within", "from", "what", "for", "at-most", "format", "note",
    ]

    /// One obligation of a rule.
    func duty(_ node: DocumentNode) -> Duty? {
        guard let fields = reading.fields(node, "an obligation", Self.dutyKeys) else { return nil }
        let verb: Verb? = reading.required(fields, "do", "remove").flatMap { reading.word($0, "\"do\"") }
        var duty = Duty(verb ?? .log)
        duty.recipient = fields.given("to").flatMap { reading.word($0, "\"to\"") }
        duty.when = fields.given("when").flatMap { reading.condition($0, "\"when\"") }
        if let modality: Duty.Modality = fields.given("modality").flatMap({ reading.word($0, "\"modality\"") }) {
            duty.modality = modality
        }
        if let node = fields.given("within") { within(node, &duty) }
        duty.clock = fields.given("from").flatMap { reading.word($0, "\"from\"") }
        if let node = fields.given("what"), let what: [Matter] = reading.words(node, "\"what\"") {
            duty.what = what.sorted()
        }
        duty.keepFor = fields.given("for").flatMap { reading.duration($0, "\"for\"") }
        duty.atMost = fields.given("at-most").flatMap { reading.duration($0, "\"at-most\"") }
        duty.format = reading.optionalText(fields, "format", limit: 200)
        duty.note = fields.given("note").flatMap { reading.localText($0, "the note") }
        return verb == nil ? nil : duty
    }

    /// A word, a duration, or a list of one of each.
    private func within(_ node: DocumentNode, _ duty: inout Duty) {
        switch node.content {
        case .scalar: haste(node, &duty)
        case .list(let parts):
            guard (1...2).contains(parts.count) else { return refuseWithin(node) }
            for part in parts {
                guard case .scalar = part.content else { return refuseWithin(part) }
                haste(part, &duty)
            }
        case .mapping: refuseWithin(node)
        }
    }

    private func haste(_ node: DocumentNode, _ duty: inout Duty) {
        guard let text = reading.text(node, "\"within\"") else { return }
        if let urgency = Urgency(rawValue: text) {
            if duty.urgency != nil { return refuseWithin(node) }
            duty.urgency = urgency
        } else if text.first == "P" {
            guard let limit = reading.duration(node, "\"within\"") else { return }
            if duty.limit != nil { return refuseWithin(node) }
            duty.limit = limit
        } else {
            let words = Urgency.allCases.map(\.rawValue)
            let guess = Misspelling.nearest(to: text, among: words).map { "did you mean \"\($0)\"? " } ?? ""
            reading.add(
                "PACK-DURATION", node.place, "\"within\" is never \"\(Reading.short(text))\"",
                guess + "write a duration such as PT48H, or one of \(words.joined(separator: ", "))")
        }
    }

    private func refuseWithin(_ node: DocumentNode) {
        reading.add(
            "PACK-TYPE", node.place, "\"within\" is a word, a duration, or a list of one of each",
            "for example [immediately, PT24H]")
    }
}
