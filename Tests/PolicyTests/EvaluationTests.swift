// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import Testing

private let csam: [FactName: String] = [.matchContent: "csam", .origin: "real"]

@Suite struct EvaluationTests {
    private func decide(
        _ rule: Rule, _ more: [FactName: String] = [:], at: String = "2026-06-01", place: String = "US",
        asked: [String] = ["US"]
    ) throws -> Decision {
        try ruleSet(house(), law(place, rule)).decide(
            facts(csam.merging(more) { $1 }), at: moment(at), jurisdictions: asked.compactMap { Jurisdiction($0) })
    }

    // MARK: What the item is

    /// What the item is, is the first question of every law: while it is open, nothing is owed yet, however the rule treats
    /// other unknowns.
    @Test func aLawAboutWhatTheItemMayBeHidesAndOwesNothing() throws {
        let eager = rule("us.a", [.csamReal], [duty(.remove), duty(.log)]) { $0.onUnknown = .include }
        let decision = try decide(eager, [.matchContent: "unknown"])
        #expect(decision.possible == [.csamReal, .nciiReal] || decision.possible.contains(.csamReal))
        #expect(decision.fired.isEmpty && decision.obligations.isEmpty)
        #expect(decision.action == .review)
        #expect(decision.nearly.contains { $0.id == "us.a" })
    }

    /// Holding back and asking a person wait for nobody; carrying an order out waits for whoever has read it.
    @Test func restraintNeedsNoConfirmationAndAnOrderAlwaysDoes() throws {
        let verbs: [Verb] = [.humanReview, .limitAccess, .doNotNotify, .log, .complyOrder]
        let decision = try decide(rule("us.a", [.csamReal], verbs.map { duty($0) }), asked: [])
        #expect(decision.rules.map(\.isProvisional) == [true])
        for obligation in decision.obligations {
            #expect(obligation.execution == (obligation.verb == .complyOrder ? .confirm : .automatic))
        }
        let sure = try decide(rule("us.a", [.csamReal], [duty(.complyOrder)]))
        #expect(sure.obligations.map(\.execution) == [.confirm])
    }

    // MARK: Dates and status

    @Test func aRuleBindsFromItsFirstSecondToTheLastBeforeItExpires() throws {
        let dated = rule("us.a", [.csamReal], from: "2026-05-19") { $0.expires = moment("2028-04-03") }
        for (time, reason) in [
            ("2026-05-18T23:59:59Z", NearMiss.Reason.notYetInForce(moment("2026-05-19"))),
            ("2028-04-03T00:00:00Z", .expired(moment("2028-04-03"))),
        ] {
            let decision = try decide(dated, at: time)
            #expect(decision.fired.isEmpty && decision.obligations.isEmpty)
            #expect(decision.reason("us.a") == reason)
        }
        for time in ["2026-05-19T00:00:00Z", "2028-04-02T23:59:59Z"] {
            #expect(try decide(dated, at: time).fired == ["us.a"])
        }
    }

    @Test(arguments: Rule.Status.allCases)
    func onlyLawThatBindsFires(status: Rule.Status) throws {
        let decision = try decide(rule("us.a", [.csamReal], [duty(.remove)]) { $0.status = status })
        let binds = status != .pending && status != .enacted
        #expect(decision.fired == (binds ? ["us.a"] : []))
        #expect(decision.reason("us.a") == (binds ? nil : .notLaw(status)))
        // Soft law recommends: it hides nothing.
        #expect(decision.action == (binds && status != .softLaw ? .review : .allow))
        #expect(decision.obligations.map(\.modality) == (binds ? [status == .softLaw ? .recommended : .required] : []))
    }

    @Test func graceSparesTheDutyOrOnlyTheSanction() throws {
        func graced(_ relief: Rule.Grace.Relief, when: String?) -> Rule {
            rule("us.a", [.csamReal]) {
                $0.grace = Rule.Grace(until: moment("2026-12-02"), when: when.map { condition($0) }, relieves: relief)
            }
        }
        let last = "2026-12-01T23:59:59Z"
        let early = "system.on-market-since before 2026-08-02"
        let old: [FactName: String] = [.systemOnMarketSince: "2026-08-01"]
        let new: [FactName: String] = [.systemOnMarketSince: "2026-08-02"]
        #expect(try decide(graced(.duty, when: early), old, at: last).reason("us.a") == .grace(moment("2026-12-02")))
        #expect(try decide(graced(.duty, when: nil), at: last).reason("us.a") == .grace(moment("2026-12-02")))
        #expect(try decide(graced(.duty, when: early), old, at: "2026-12-02").rules.map(\.isProvisional) == [false])
        #expect(try decide(graced(.duty, when: early), new, at: last).rules.map(\.isProvisional) == [false])
        #expect(try decide(graced(.duty, when: early), at: last).rules.map(\.isProvisional) == [true])
        #expect(try decide(graced(.sanction, when: early), old, at: last).rules.map(\.isWithoutSanction) == [true])
        #expect(try decide(graced(.sanction, when: early), new, at: last).rules.map(\.isWithoutSanction) == [false])
        #expect(try decide(graced(.sanction, when: nil), at: "2026-12-02").rules.map(\.isWithoutSanction) == [false])
    }

    // MARK: Unknown

    @Test func aRuleThatMayHoldHidesAndSaysWhatIsMissing() throws {
        let open = rule(
            "us.a", [.csamReal], when: "depicted.realistic and consent is verified",
            [duty(.remove), duty(.reportTo, to: .ncmec)])
        let decision = try decide(open)
        #expect(decision.fired.isEmpty && decision.obligations.isEmpty)
        #expect(decision.action == .review && decision.grounds == [.undetermined])
        #expect(decision.reason("us.a") == .unknown([.consent, .depictedRealistic]))
        #expect(try decide(open, [.depictedRealistic: "false"]).action == .allow)
        #expect(
            try decide(open, [.depictedRealistic: "false"]).reason("us.a") == .failed("depicted.realistic is true"))
    }

    @Test func aRuleThatIncludesTheUnknownFiresForAPersonToConfirm() throws {
        let duties = [duty(.remove), duty(.disableAccess)]
        let open = rule("us.a", [.csamReal], when: "depicted.realistic", signed: true, duties) {
            $0.onUnknown = .include
        }
        let decision = try decide(open, [.matchCorroborated: "true"])
        #expect(decision.fired == ["us.a"] && decision.rules.map(\.isProvisional) == [true])
        #expect(decision.obligations.map(\.execution) == [.confirm, .confirm])
    }

    @Test func anUnknownRoleIncludesAndAnotherExcludes() throws {
        let hosts = rule("us.a", [.csamReal]) { $0.actors = 1 }
        #expect(try decide(hosts).rules.map(\.isProvisional) == [true])
        #expect(try decide(hosts, [.actorRoles: "hosting, search"]).rules.map(\.isProvisional) == [false])
        #expect(try decide(hosts, [.actorRoles: "search"]).fired.isEmpty)
        #expect(try decide(hosts, [.actorRoles: ""]).fired.isEmpty)
    }

    @Test func aPossibleCategoryMakesARulePossible() throws {
        let decision = try decide(rule("us.a", [.csamReal], [duty(.remove)]), [.origin: "unknown"])
        #expect(decision.possible == [.csamReal])
        #expect(decision.reason("us.a") == .unknown([.origin]))
        #expect(decision.action == .review)
    }

    /// "Any category but benign" must see that something else is possible.
    @Test func benignAndPossiblySomethingElseIsNotSpared() throws {
        var packs = [house { $0.categories.append(derivation(.grooming, "depicted.realistic")) }]
        packs.append(law("US", rule("us.a", nil, [duty(.remove)])))
        let set = try made(packs)
        func action(_ realistic: String) -> Action {
            set.decide(facts([.depictedRealistic: realistic]), at: day).action
        }
        #expect(action("true") == .review)
        #expect(action("false") == .allow)
        #expect(action("unknown") == .review)
    }

    // MARK: Nexus

    @Test(arguments: Nexus.allCases)
    func oneTieIsEnough(nexus: Nexus) throws {
        let names: [Nexus: FactName] = [
            .establishment: .serviceEstablishment, .market: .serviceMarkets, .uploader: .uploaderCountry,
            .subject: .subjectCountry, .viewer: .viewerCountries, .storage: .storageCountries,
        ]
        var none = Dictionary(uniqueKeysWithValues: names.values.map { ($0, "JP") })
        let law = rule("us.a", [.csamReal])
        #expect(try decide(law, none, asked: []).fired.isEmpty)
        let name = try #require(names[nexus])
        none[name] = "JP, US"
        #expect(try decide(law, none, asked: []).rules.map(\.isProvisional) == [false])
        none[name] = "unknown"
        #expect(try decide(law, none, asked: []).rules.map(\.isProvisional) == [true])
        // A rule that counts other ties only does not see it.
        none[name] = "US"
        let other = rule("us.a", [.csamReal]) { $0.nexus = Nexus.allCases.filter { $0 != nexus } }
        #expect(try decide(other, none, asked: []).fired.isEmpty)
        let only = rule("us.a", [.csamReal]) { $0.nexus = [nexus] }
        #expect(try decide(only, [name: "US"], asked: []).rules.map(\.isProvisional) == [false])
    }

    @Test(arguments: [
        ("US", ["US"], "yes"), ("US", ["US-CA"], "yes"), ("US-CA", ["US"], "unknown"), ("US-CA", ["US-CA"], "yes"),
        ("US-CA", ["US-NY"], "no"), ("US-CA", ["US", "US-CA"], "yes"), ("EU", ["ES"], "yes"), ("EU", ["UK"], "no"),
        ("ES", ["EU"], "no"), ("EU", ["EU"], "yes"), ("UK", ["GB"], "yes"), ("US", ["KR", "JP"], "no"),
    ])
    func whoeverIsAskedBinds(place: String, asked: [String], truth: String) throws {
        let decision = try decide(rule("a", [.csamReal]), place: place, asked: asked)
        let expected: [Bool] = truth == "no" ? [] : [truth == "unknown"]
        #expect(decision.rules.map(\.isProvisional) == expected)
    }

    @Test(arguments: [
        ("EU", "ES", "yes"), ("EU", "UK", "no"), ("EU", "CH, FR", "yes"), ("ES", "FR", "no"),
        ("US-CA", "US", "unknown"),
        ("US-CA", "CA", "no"), ("US", "", "no"),
    ])
    func tiesReachTheUnionAndMayReachAState(place: String, country: String, truth: String) throws {
        let known: [FactName: String] = [
            .serviceEstablishment: country, .serviceMarkets: "", .uploaderCountry: "", .subjectCountry: "",
            .viewerCountries: "", .storageCountries: "",
        ]
        let decision = try decide(rule("a", [.csamReal]), known, place: place, asked: [])
        let expected: [Bool] = truth == "no" ? [] : [truth == "unknown"]
        #expect(decision.rules.map(\.isProvisional) == expected)
    }

    @Test func aPlatformsRulesApplyOnlyWhenChosen() throws {
        let set = try made([house(), pack("twitch", .platform, "*", [rule("twitch.a", [.csamReal])])])
        #expect(set.decide(facts(csam), at: day).fired.isEmpty)
        #expect(set.decide(facts(csam), at: day, platforms: ["twitch"]).fired == ["twitch.a"])
        #expect(set.decide(facts(csam), at: day, platforms: ["x"]).fired.isEmpty)
    }

    @Test func aReleaseEndsEverythingAndMustBeSure() throws {
        let set = try made([
            house(rule("house.a", nil, [duty(.remove)])) {
                $0.releases = [
                    Pack.Release(
                        id: "house.known", title: LocalText(en: "r"),
                        when: condition("match.cleared and depicted.minor is false"))
                ]
            }
        ])
        let released = set.decide(
            facts(csam.merging([.matchCleared: "true", .depictedMinor: "false"]) { $1 }), at: day)
        #expect(released.action == .allow && released.grounds == [.released("house.known")])
        #expect(released.categories == [.benign] && released.rules.isEmpty && released.obligations.isEmpty)
        #expect(set.decide(facts(csam.merging([.matchCleared: "true"]) { $1 }), at: day).action == .review)
    }

    /// Somebody found benign what had been reported: it may be seen again, and the report is kept.
    @Test func whatIsOwedAlreadyOutlivesARelease() throws {
        let set = try made([
            house {
                $0.releases = [
                    Pack.Release(id: "house.seen", title: LocalText(en: "r"), when: condition("review.people >= 2"))
                ]
            },
            law(
                "US", rule("us.keep", [.csamReal], [duty(.remove), duty(.preserve, what: [.report], for: "P1Y")]),
                rule("us.report", [.csamReal], [duty(.reportTo, to: .ncmec)]),
                rule("us.answer", [.csamReal], when: "request.kind is subject-request", [duty(.notifyReporter)])),
        ])
        func released(_ more: [FactName: String]) -> Decision {
            set.decide(facts(csam.merging([.reviewPeople: "2"]) { $1 }.merging(more) { $1 }), at: day)
        }
        for (more, fired) in [
            ([:], []), ([.reportSentTo: "ncmec"], ["us.keep"]), ([.legalHold: "true"], ["us.keep"]),
            ([.requestKind: "subject-request"], ["us.answer", "us.keep"]),
        ] as [([FactName: String], [String])] {
            let decision = released(more)
            #expect(decision.action == .allow && decision.visibility.isEmpty && decision.categories == [.benign])
            #expect(decision.fired == fired)
            #expect(decision.obligations.allSatisfy { [.preserve, .notifyReporter].contains($0.verb) })
            #expect(Set(decision.obligations.map(\.rule)) == Set(fired))
        }
    }

    @Test func dutiesOfTheServiceAreNoDutiesOfAnItem() throws {
        let set = try made([
            house(),
            law(
                "US", rule("us.item", [.csamReal]),
                rule("us.service", nil, [duty(.training)]) { $0.concerns = .service }),
        ])
        #expect(set.decide(facts(csam), at: day).fired == ["us.item"])
        #expect(set.standingDuties(facts(csam), at: day).fired == ["us.service"])
    }

    /// What could not be screened was compared with no list, also where nobody says so.
    @Test func aFailedScanIsNoWordThatNoListMatches() throws {
        let released = house {
            $0.releases = [
                Pack.Release(
                    id: "house.one", title: LocalText(en: "r"),
                    when: condition("match.kind is none and review.people >= 1"))
            ]
        }
        func isReleased(_ more: [FactName: String]) throws -> Bool {
            try ruleSet(released).decide(facts([.reviewPeople: "1"].merging(more) { $1 }), at: day).grounds == [
                .released("house.one")
            ]
        }
        #expect(try isReleased([:]))
        #expect(try !isReleased([.scanFailed: "true"]))
        #expect(try !isReleased([.scanFailed: "unknown"]))
        #expect(try isReleased([.scanFailed: "true", .matchKind: "none"]))
    }

    /// Puerto Rico and Réunion have codes of their own and the law of the United States and of the Union.
    @Test(arguments: [("PR", "US"), ("GU", "US"), ("RE", "EU"), ("AX", "EU"), ("EL", "EU")])
    func partsOfACountryHaveItsLaw(code: String, place: String) throws {
        let country = try #require(Country(code))
        #expect(try #require(Jurisdiction(place)).covers(country))
        #expect(try !#require(Jurisdiction("KR")).covers(country))
    }

    /// Who asks for something may raise what a classifier did not see, and not wipe out what it saw.
    @Test(arguments: [
        FactName.contentSexual, .contentSolicits, .contentUndressService, .contentCsamTool, .threatPresent,
        .threatDemand,
        .conductGrooming,
    ])
    func aRequestRaisesAndClearsNothing(name: FactName) throws {
        var set = FactSet()
        try set.set(name, FactReading(.flag(true), source: FactSource(.classifier)))
        #expect(throws: FactProblem.self) {
            try set.set(name, FactReading(.flag(false), source: FactSource(.request, "somebody")))
        }
        #expect(set[name] == .flag(true))
        try set.set(name, FactReading(.flag(true), source: FactSource(.request, "somebody")))
    }
}
