// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

extension Explainer {
    /// Rules that fired.
    var fired: (paragraphs: [String], rows: [Section.Row]) {
        guard !decision.rules.isEmpty else {
            let wasReleased = decision.grounds.contains { if case .released = $0 { true } else { false } }
            return ([wording.say(wasReleased ? .noneAsked : .noneFired)], [])
        }
        return ([], decision.rules.map(row))
    }

    private func row(_ fired: FiredRule) -> Section.Row {
        var notes: [String] = []
        if fired.isProvisional { notes.append(wording.say(.provisional)) }
        if fired.isWithoutSanction { notes.append(wording.say(.withoutSanction)) }
        if let rule = rules.rule(fired.id) {
            if rule.status == .softLaw { notes.append(wording.say(.softLaw)) }
            if rule.status == .unverified { notes.append(wording.say(.unverified)) }
            if let review = rule.review {
                notes.append(
                    wording.say(.signed(by: review.name.visible.withoutStop, on: wording.lawMoment(review.on))))
            }
        } else {
            notes.append(wording.say(.notInRuleSet))
        }
        return Section.Row(title: title(ofRule: fired.id), fields: fields(ofRule: fired.id), notes: notes)
    }

    private func fields(ofRule id: String) -> [Section.Field] {
        var fields = [field(.rule, id.visible)]
        guard let rule = rules.rule(id) else { return fields }
        fields.append(field(.citation, rule.citation.visible))
        if let pack = rules.pack(ofRule: id), pack.jurisdiction != .everywhere {
            fields.append(field(.jurisdiction, wording.place(pack.jurisdiction)))
        }
        if let platform = rules.pack(ofRule: id)?.platform {
            fields.append(field(.platform, platform.visible.capitalizedFirst))
        }
        if let start = rule.inForce, start <= decision.at {
            fields.append(field(.inForce, wording.lawMoment(start)))
        }
        return fields
    }

    /// Rules that nearly fired, with the reason why they did not.
    var nearlyRows: [Section.Row] {
        decision.nearly.map { miss in
            var fields = [field(.rule, miss.id.visible)]
            if let rule = rules.rule(miss.id) { fields.append(field(.citation, rule.citation.visible)) }
            var notes = [wording.say(reason(miss.reason))]
            if rules.rule(miss.id) == nil { notes.append(wording.say(.notInRuleSet)) }
            return Section.Row(title: title(ofRule: miss.id), fields: fields, notes: notes)
        }
    }

    private func reason(_ reason: NearMiss.Reason) -> Sentence {
        switch reason {
        case .notYetInForce(let time): return .notYetInForce(wording.lawMoment(time))
        case .expired(let time): return .expired(wording.lawMoment(time))
        case .notLaw(let status): return .notLaw(status)
        case .grace(let time): return .grace(wording.lawMoment(time))
        case .unknown(let names): return .missing(names.map { wording.fact($0).asked }.joined(separator: "; "))
        case .failed(let text):
            guard let condition = try? ConditionParser.parse(text) else { return .failed(text.visible) }
            return .failed(conditions.clause(condition))
        }
    }

    /// Rules that no lawyer signed, and what that means.
    var unsigned: (paragraphs: [String], rows: [Section.Row]) {
        guard !decision.unsigned.isEmpty else { return ([], []) }
        return (
            // What such rules may do speaks of an item.
            isOfService ? [] : [wording.say(.unsignedMeaning)],
            decision.unsigned.map {
                Section.Row(title: title(ofRule: $0), fields: [field(.rule, $0.visible)], notes: [])
            }
        )
    }
}
