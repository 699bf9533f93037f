// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy

/// What is decided: made-up facts, no pictures.
enum Mix: String, CaseIterable {
    /// Of 1,000 uploads to a platform in Ireland with users in nine countries: 950 of which nothing is raised, 20 with a mark
    /// of AI, 10 requests, 10 that a classifier calls sexual, 5 that resemble a listed picture, 5 that are one.
    case upload
    /// Only items of which nothing is raised.
    case benign
    /// The worst: a corroborated match for abuse of a child, nobody knows where anybody is, so that the law of every country
    /// with a pack may apply.
    case worst

    static let at = UTCTime(seconds: 1_795_521_600)

    var items: [FactSet] {
        switch self {
        case .benign: (0..<100).map { Self.plain($0) }
        case .worst:
            (0..<100).map {
                Self.facts([
                    .matchKind: .word(1), .matchContent: .words(1), .matchSources: .words(1),
                    .matchCorroborated: .flag(true),
                    .contentSexual: .flag(true), .surface: .word($0 % 3 == 0 ? 2 : 0),
                    .clockDetectedAt: .instant(Self.at),
                ])
            }
        case .upload: (0..<1_000).map(Self.upload)
        }
    }

    private static func upload(_ index: Int) -> FactSet {
        // 7 has no common divisor with 1,000: every place comes once.
        let place = index * 7 % 1_000
        var facts = plain(index)
        switch place {
        case 0..<950: break
        case 950..<970:
            add(&facts, [.provenanceClaims: .words(1), .origin: .word(1), .labelVisible: .flag(place % 2 == 0)])
        case 970..<980:
            add(
                &facts,
                [
                    .requestKind: .word(2), .requestValid: .flag(place % 2 == 0), .requestConcerns: .words(1),
                    .contentSexual: .flag(true), .depictedMinor: .flag(false), .consent: .word(1),
                    .clockValidRequestAt: .instant(at),
                ])
        case 980..<990: add(&facts, [.classifierNudity: .number(0.9), .depictedRealistic: .flag(true)])
        case 990..<995:
            add(
                &facts,
                [
                    .matchKind: .word(2), .matchContent: .words(2), .matchSources: .words(32),
                    .matchDistance: .number(20),
                ])
        default:
            add(
                &facts,
                [
                    .matchKind: .word(1), .matchContent: .words(1), .matchSources: .words(1),
                    .matchCorroborated: .flag(true), .matchDistance: .number(0),
                ])
        }
        return facts
    }

    private static func plain(_ index: Int) -> FactSet {
        facts([
            .surface: .word(0), .actorRoles: .words(0b1011), .serviceSize: .word(1),
            .serviceEstablishment: countries("IE"),
            .serviceMarkets: countries("ES", "IE", "UK", "US", "KR", "JP", "AU", "CA", "CN"),
            .storageCountries: countries("IE"), .uploaderCountry: countries(["ES", "US", "UK", "KR"][index % 4]),
            .viewerCountries: countries("ES", "US"), .clockDetectedAt: .instant(at), .uploaderContactKnown: .flag(true),
            .classifierNudity: .number(Double(index % 7) / 100),
        ])
    }

    private static func countries(_ codes: String...) -> FactValue { .countries(codes.compactMap { Country($0) }) }

    private static func facts(_ values: [FactName: FactValue]) -> FactSet {
        var set = FactSet()
        add(&set, values)
        return set
    }

    private static func add(_ set: inout FactSet, _ values: [FactName: FactValue]) {
        for (name, value) in values {
            do {
                try set.set(name, FactReading(value, source: FactSource(.stated)))
            } catch {
                preconditionFailure(error.message)
            }
        }
    }
}
