// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// One source's word on one fact.
public struct FactReading: Sendable, Hashable {
    /// What it says.
    public var value: FactValue
    /// Who says so.
    public var source: FactSource
    /// When it was said; `nil` when that does not matter.
    public var at: UTCTime?
    /// How sure the source is, 0 to 1; `nil` when it does not say.
    public var confidence: Double?

    /// Makes a reading.
    ///
    /// - Parameters:
    ///   - value: what the source says.
    ///   - source: who says so.
    ///   - at: when it was said.
    ///   - confidence: how sure the source is, 0 to 1.
    public init(_ value: FactValue, source: FactSource, at: UTCTime? = nil, confidence: Double? = nil) {
        self.value = value
        self.source = source
        self.at = at
        self.confidence = confidence
    }
}

/// All that is known of an item and its circumstances. Every reading is kept; the believed value follows from them: the
/// source that stands first in ``FactRole`` is believed, and where several of that role disagree the fact is unknown,
/// except for scores, of which the greatest is believed.
public struct FactSet: Sendable, Hashable {
    private var readings: [FactName: [FactReading]] = [:]
    private var believed: [FactName: FactValue] = [:]

    /// Knows nothing.
    public init() {}

    /// Adds one source's word. The same source's earlier word on the fact is replaced.
    ///
    /// - Parameters:
    ///   - name: the fact.
    ///   - reading: the word.
    /// - Throws: ``FactProblem`` when the value is not of the fact's type or the source may not set it.
    public mutating func set(_ name: FactName, _ reading: FactReading) throws(FactProblem) {
        let definition = FactRegistry.definition(of: name)
        guard definition.type.admits(reading.value) else { throw FactProblem(name, .wrongType) }
        if reading.source.role != .stated {
            guard definition.setters.contains(reading.source.role) else {
                throw FactProblem(name, .notAllowed(reading.source.role))
            }
            if let clearing = definition.clearing, clearing.value == reading.value,
                !clearing.setters.contains(reading.source.role)
            {
                throw FactProblem(name, .mayNotClear(reading.source.role))
            }
        }
        if let confidence = reading.confidence, !(0...1).contains(confidence) {
            throw FactProblem(name, .wrongConfidence)
        }
        var all = readings[name] ?? []
        all.removeAll { $0.source == reading.source }
        var reading = reading
        // The order in which countries were listed means nothing.
        if case .countries(let places) = reading.value { reading.value = .countries(Set(places).sorted()) }
        all.append(reading)
        all.sort { ($0.source.role.rank, $0.source.name) < ($1.source.role.rank, $1.source.name) }
        readings[name] = all
        believed[name] = Self.belief(in: all.filter { $0.source.role == all[0].source.role }.map(\.value), definition)
    }

    /// What is believed of the words of one role. Scores of several classifiers never agree to the last digit: the greatest
    /// counts. Of everything else contradicting words leave the fact unknown.
    private static func belief(in values: [FactValue], _ definition: FactDefinition) -> FactValue {
        if case .number(FactType.score, _) = definition.type {
            var greatest = 0.0
            for value in values {
                guard case .number(let score) = value else { return .unknown }
                greatest = max(greatest, score)
            }
            return .number(greatest)
        }
        return values.allSatisfy { $0 == values[0] } ? values[0] : .unknown
    }

    /// The believed value; ``FactDefinition/absent`` when nobody set the fact.
    public subscript(name: FactName) -> FactValue {
        believed[name] ?? FactRegistry.definition(of: name).absent
    }

    /// Whether anybody said anything about a fact.
    public func isSet(_ name: FactName) -> Bool { believed[name] != nil }

    /// Facts that were set, by name.
    public var names: [FactName] { believed.keys.sorted() }

    /// Every source's word on a fact, the believed one first.
    public func readings(of name: FactName) -> [FactReading] { readings[name] ?? [] }

    /// Whether sources of the same role contradict each other about a fact.
    public func isDisputed(_ name: FactName) -> Bool {
        guard let all = readings[name], let first = all.first, believed[name] == .unknown else { return false }
        return all.contains { $0.source.role == first.source.role && $0.value != first.value }
    }

    /// Takes everything about a fact away.
    public mutating func remove(_ name: FactName) {
        readings[name] = nil
        believed[name] = nil
    }

    /// These facts and those of another set, whose word is taken where both have one of the same source.
    ///
    /// - Parameter other: for example the operator's settings.
    public func adding(_ other: FactSet) -> FactSet {
        var sum = self
        for (name, all) in other.readings {
            for reading in all {
                // Both sets were checked when they were made.
                try? sum.set(name, reading)
            }
        }
        return sum
    }

    var beliefs: [FactName: FactValue] { believed }
}

/// Why a fact was refused.
public struct FactProblem: Error, Sendable, Hashable {
    /// The fact.
    public var name: FactName
    /// What is wrong.
    public var kind: Kind

    /// What is wrong.
    public enum Kind: Sendable, Hashable {
        /// The value is not one that the fact can have.
        case wrongType
        /// Sources of this role may not set the fact.
        case notAllowed(FactRole)
        /// Sources of this role may not set this value, because it lowers protection.
        case mayNotClear(FactRole)
        /// A confidence is a number from 0 to 1.
        case wrongConfidence
    }

    init(_ name: FactName, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// A stable code.
    public var code: String {
        switch kind {
        case .wrongType: "FACT-TYPE"
        case .notAllowed: "FACT-SETTER"
        case .mayNotClear: "FACT-CLEARING"
        case .wrongConfidence: "FACT-CONFIDENCE"
        }
    }

    /// The problem for a person.
    public var message: String {
        let definition = FactRegistry.definition(of: name)
        switch kind {
        case .wrongType: return "\(name.rawValue) must be \(definition.type.inWords)"
        case .notAllowed(let role):
            let allowed = definition.setters.map(\.rawValue).sorted().joined(separator: ", ")
            return "\(name.rawValue) cannot be set by a source of the role \(role.rawValue); it can by: \(allowed)"
        case .mayNotClear(let role):
            let allowed = (definition.clearing?.setters ?? []).map(\.rawValue).sorted().joined(separator: ", ")
            return "a \(role.rawValue) cannot set \(name.rawValue) to this value, which would lower protection; "
                + "only these can: \(allowed)"
        case .wrongConfidence: return "the confidence of \(name.rawValue) must be a number from 0 to 1"
        }
    }
}

extension FactType {
    /// What values there are, for a person.
    public var inWords: String {
        switch self {
        case .tri: "true, false or unknown"
        case .word(let words): "one of \(words.joined(separator: ", ")), or unknown"
        case .words(let words): "a list of any of \(words.joined(separator: ", ")), or unknown"
        case .number(let unit, let range):
            "a number from \(range.lowerBound) to \(range.upperBound) (\(unit)), or unknown"
        case .integer(let unit): "a whole number of \(unit), 0 or more, or unknown"
        case .countries: "a list of countries in two capital letters, such as [ES, KR], or unknown"
        case .instant: "a date or time, such as 2026-11-24 or 2026-11-24T13:57:24Z, or unknown"
        }
    }
}
