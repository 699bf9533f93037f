// SPDX-License-Identifier: Apache-2.0

import Policy
import Testing

@testable import PolicyWords

@Suite struct ConditionTests {
    private func words(_ language: Language) throws -> ConditionWords {
        ConditionWords(language.wording, rules: try RuleSet([try Samples.house()]))
    }

    @Test(arguments: [
        (
            "request.valid is true", "the request has everything that the law asks of it", "요청이 법의 요건을 모두 갖춤",
            "la solicitud reúne todo lo que exige la ley"
        ),
        (
            "not request.valid", "the request lacks something that the law asks of it", "요청이 법의 요건을 모두 갖추지 못함",
            "a la solicitud le falta algo de lo que exige la ley"
        ),
        (
            "surface in [dm, e2ee-dm]",
            "the item is, or would be, in a direct message or an end-to-end encrypted message",
            "콘텐츠가 보이는 곳이 쪽지나 개인 메시지 또는 종단간 암호화 메시지에 해당함",
            "el contenido está o estaría en un mensaje directo o un mensaje cifrado de extremo a extremo"
        ),
        ("match.kind is none", "no list matched", "일치한 목록이 없음", "no coincidió ninguna lista"),
        ("match.kind is not none", "a list matched", "일치한 목록이 있음", "coincidió una lista"),
        ("match.kind in [exact, perceptual]", "a list matched", "일치한 목록이 있음", "coincidió una lista"),
        (
            "origin is not drawn", "the item is not drawn", "콘텐츠의 제작 방식이 그림에 해당하지 않음",
            "el contenido no es un dibujo"
        ),
        (
            "service.establishment contains any of [EU, KR]",
            "the service is established in the European Union or the Republic of Korea",
            "서비스의 설립지가 유럽연합 또는 대한민국에 해당함", "el servicio está establecido en la Unión Europea o Corea del Sur"
        ),
        (
            "not (viewer.countries contains any of [UK, US])",
            "the item was not and cannot be seen in the United Kingdom or the United States",
            "콘텐츠를 보았거나 볼 수 있는 곳이 영국 또는 미국에 해당하지 않음",
            "el contenido ni se vio ni se puede ver en el Reino Unido ni Estados Unidos"
        ),
        (
            "depicted.age-to < 18",
            "the upper bound of the apparent age of the youngest person shown is less than 18 years",
            "가장 어린 인물의 추정 연령 상한이 18세 미만임",
            "el límite superior de la edad aparente de la persona más joven es menos de 18 años"
        ),
        (
            "not (match.distance <= 31)", "the item is more than 31 bits away from the closest entry of a list",
            "목록의 가장 가까운 항목과의 차이가 31비트 초과임", "el contenido está a más de 31 bits de la entrada más cercana de una lista"
        ),
        (
            "system.on-market-since before 2026-08-02", "the AI system was placed on the market before 2 August 2026",
            "AI 시스템이 출시된 때가 2026년 8월 2일 전임", "el sistema de IA se introdujo en el mercado antes del 2 de agosto de 2026"
        ),
        (
            "system.on-market-since after 2026-08-02",
            "the AI system was placed on the market on 2 August 2026 or later",
            "AI 시스템이 출시된 때가 2026년 8월 2일 이후임",
            "el sistema de IA se introdujo en el mercado el 2 de agosto de 2026 o después"
        ),
        (
            "origin is unknown", "it is not known how the item came to be", "콘텐츠가 어떻게 만들어졌는지 알려져 있지 않음",
            "no se sabe cómo se creó el contenido"
        ),
        (
            "not (origin is unknown)", "it is known how the item came to be", "콘텐츠가 어떻게 만들어졌는지 알려져 있음",
            "se sabe cómo se creó el contenido"
        ),
        (
            "threat.present and (threat.demand or victim.minor)",
            "somebody threatens to share intimate material, and (money, more material or something else is demanded, or "
                + "the person threatened or enticed is under 18)",
            "성적 촬영물 등을 유포하겠다는 협박이 있음, 그리고 (금전이나 추가 자료 등을 요구함, 또는 협박받거나 유인당하는 사람이 18세 미만임)",
            "alguien amenaza con difundir material íntimo, y (se exige dinero, más material u otra cosa, o la persona "
                + "amenazada o captada es menor de 18 años)"
        ),
        (
            "not (threat.present or conduct.grooming)",
            "nobody threatens to share intimate material, and no minor is being enticed",
            "성적 촬영물 등을 유포하겠다는 협박이 없음, 그리고 미성년자를 유인하고 있지 않음",
            "nadie amenaza con difundir material íntimo, y no se está captando a ninguna persona menor de edad"
        ),
        (
            "label.visible is unknown or not label.visible",
            "viewers see no label that AI made or altered the item (or this is not known)",
            "AI가 만들거나 변형했다는 표시가 이용자에게 보이지 않음(알 수 없는 경우 포함)",
            "no se ve ninguna etiqueta de que la IA hizo o alteró el contenido (o no se sabe)"
        ),
        (
            "threat.present and (origin is unknown or origin is real) and (threat.demand and request.valid)",
            "somebody threatens to share intimate material, and the item is captured from real life (or this is not "
                + "known), and money, more material or something else is demanded, and the request has everything that "
                + "the law asks of it",
            "성적 촬영물 등을 유포하겠다는 협박이 있음, 그리고 콘텐츠의 제작 방식이 실제 촬영에 해당함(알 수 없는 경우 포함), 그리고 금전이나 추가 자료 등을 "
                + "요구함, 그리고 요청이 법의 요건을 모두 갖춤",
            "alguien amenaza con difundir material íntimo, y el contenido es una captación real (o no se sabe), y se exige "
                + "dinero, más material u otra cosa, y la solicitud reúne todo lo que exige la ley"
        ),
        (
            "signal.csam", "something points to child sexual abuse material", "아동 성착취물임을 가리키는 정황이 있음",
            "hay indicios de material de abuso sexual infantil"
        ),
        (
            "content.contexts contains any of [art, education]",
            "a person found that the item is part of art or education", "사람이 확인한 콘텐츠의 맥락이 예술 또는 교육에 해당함",
            "una persona constató que el contenido es parte de arte o educación"
        ),
    ])
    func aConditionIsAClause(_ text: String, _ english: String, _ korean: String, _ spanish: String) throws {
        let condition = try ConditionParser.parse(text)
        #expect(try words(.english).clause(condition) == english)
        #expect(try words(.korean).clause(condition) == korean)
        #expect(try words(.spanish).clause(condition) == spanish)
    }

    @Test func aSignalWithoutWordsIsSpelledOut() throws {
        var house = try Samples.house()
        house.signals.append(
            Pack.Signal(name: "signal.own", when: try ConditionParser.parse("threat.present and threat.demand")))
        let words = ConditionWords(English(), rules: try RuleSet([house]))
        let condition = try ConditionParser.parse("legal.hold or signal.own")
        #expect(
            words.clause(condition) == "a recorded hold forbids telling or destroying, or (somebody threatens to share "
                + "intimate material, and money, more material or something else is demanded)")
        #expect(!words.clause(.signal("signal.nowhere")).isEmpty)
    }

    @Test func aPersonsFindingOfAnythingIsSaidShortly() throws {
        let all = Policy.Category.allCases.filter { $0 != .benign }.map(\.rawValue).joined(separator: ", ")
        let condition = try ConditionParser.parse("review.finding contains any of [\(all)]")
        #expect(try words(.english).clause(condition) == "a person found something")
        #expect(try words(.english).clause(condition, isDenied: true) == "no person found anything")
    }

    /// Conditions made at random, with every fact and every comparison.
    @Test(arguments: Language.allCases)
    func everyConditionHasAClauseAndItsOpposite(in language: Language) throws {
        let words = try words(language)
        var random = SplitMix(7)
        for _ in 0..<2_000 {
            let condition = random.condition(depth: 3)
            let clause = words.clause(condition)
            let opposite = words.clause(condition, isDenied: true)
            #expect(!clause.isEmpty && !clause.contains("{"), "\(condition)")
            #expect(clause.filter { $0 == "(" }.count == clause.filter { $0 == ")" }.count, "\(clause)")
            #expect(words.clause(.not(condition)) == opposite)
            #expect(words.clause(.not(.not(condition))) == clause)
            #expect(clause != opposite, "\(condition)")
        }
    }

    @Test(arguments: Language.allCases)
    func everySingleComparisonHasItsOwnClause(in language: Language) throws {
        let words = try words(language)
        var seen: [String: Condition] = [:]
        for definition in FactRegistry.definitions {
            for comparison in SplitMix.comparisons(of: definition) {
                let condition = Condition.test(definition.name, comparison)
                let clause = words.clause(condition)
                if let other = seen[clause] { Issue.record("\(condition) and \(other) both read: \(clause)") }
                seen[clause] = condition
            }
        }
    }
}

/// A small generator of numbers that gives the same everywhere.
private struct SplitMix {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ word >> 31) % UInt64(bound))
    }

    mutating func condition(depth: Int) -> Condition {
        switch depth == 0 ? 3 : next(5) {
        case 0: return .all((0..<(1 + next(3))).map { _ in condition(depth: depth - 1) })
        case 1: return .any((0..<(1 + next(3))).map { _ in condition(depth: depth - 1) })
        case 2: return .not(condition(depth: depth - 1))
        default:
            if next(12) == 0 { return .signal("signal.csam") }
            let definition = FactRegistry.definitions[next(FactRegistry.definitions.count)]
            let comparisons = Self.comparisons(of: definition)
            return .test(definition.name, comparisons[next(comparisons.count)])
        }
    }

    /// Comparisons that a fact can have, each with a meaning of its own.
    static func comparisons(of definition: FactDefinition) -> [Condition.Comparison] {
        let known: [Condition.Comparison] = [.isKnown, .isUnknown]
        switch definition.type {
        case .tri: return known + [.isFlag(true), .isFlag(false)]
        case .word(let words): return known + words.indices.map { .isIn(1 << UInt32($0)) }
        case .words(let words): return known + words.indices.map { .intersects(1 << UInt32($0)) }
        case .number, .integer: return known + [.less(1), .atMost(1), .greater(1), .atLeast(1)]
        case .countries:
            return known + [.reaches([.europeanUnion])]
                + ["KR", "US-CA"].compactMap { Jurisdiction($0) }.map { .reaches([$0]) }
        case .instant: return known + [.before(1_785_628_800), .after(1_785_628_800)]
        }
    }
}
