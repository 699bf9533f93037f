// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import Testing

@Suite struct RuleSetCheckTests {
    private func release(_ when: String) -> Pack {
        house {
            $0.signals.append(
                Pack.Signal(name: "signal.camera", when: condition("provenance.claims contains captured")))
            $0.releases = [Pack.Release(id: "house.release", title: LocalText(en: "r"), when: condition(when))]
        }
    }

    @Test func aReleaseRestsOnPeopleOrKnownFiles() {
        #expect(problems(release("match.cleared and match.kind is none")).isEmpty)
        #expect(problems(release("review.finding contains benign and not signal.csam")).isEmpty)
    }

    /// How an item was made never releases it, also not by another name.
    @Test(arguments: [
        "provenance.claims contains captured", "match.cleared and not (provenance.level is none)", "origin is drawn",
        "signal.camera", "match.cleared and not signal.camera", "label.machine-readable", "label.stripped is false",
    ])
    func aReleaseNeverRestsOnProvenance(when: String) {
        #expect(problems(release(when)) == ["POLICY-RELEASE"])
    }

    /// A release must be surely true; asking whether something is unknown would make ignorance a reason to let go.
    @Test(arguments: ["depicted.minor is unknown", "match.cleared and not (depicted.minor is known)"])
    func aReleaseNeverRestsOnIgnorance(when: String) {
        #expect(problems(release(when)) == ["POLICY-RELEASE"])
    }

    /// What could not be read back from the archive is refused when it is loaded.
    @Test func aConditionThatCannotBeWrittenDownIsRefused() {
        func nested(_ depth: Int) -> Condition {
            (0..<depth).reduce(Condition.test(.scanFailed, .isFlag(true))) { inner, _ in
                .all([.any([inner, .test(.matchCleared, .isKnown)]), .test(.labelVisible, .isKnown)])
            }
        }
        func with(_ condition: Condition) -> [String] {
            problems(house(rule("house.a") { $0.when = condition }))
        }
        #expect(with(nested(15)).isEmpty)
        #expect(with(nested(16)) == ["POLICY-CONDITION"])
        #expect(with(.test(.matchKind, .isIn(0))) == ["POLICY-CONDITION"])
        #expect(with(.test(.matchKind, .isFlag(true))) == ["POLICY-CONDITION"])
        #expect(with(.test(.matchDistance, .less(.nan))) == ["POLICY-CONDITION"])
        #expect(with(.test(.matchDistance, .less(900))) == ["POLICY-CONDITION"])
        #expect(with(.all(Array(repeating: .test(.scanFailed, .isKnown), count: 201))) == ["POLICY-CONDITION"])
    }

    @Test func namesAreUsedOnce() {
        #expect(problems(law("US", rule("a")), law("UK", rule("a"))) == ["POLICY-DUPLICATE"])
        #expect(problems(law("US"), law("US")) == ["POLICY-DUPLICATE"])
        #expect(
            problems(
                house {
                    $0.releases = [
                        Pack.Release(id: "signal.csam", title: LocalText(en: "r"), when: condition("match.cleared"))
                    ]
                })
                == ["POLICY-DUPLICATE"])
    }

    @Test func signalsExistAndUseNoSignals() {
        #expect(problems(law("US", rule("a", when: "signal.nothing"))) == ["POLICY-SIGNAL"])
        #expect(problems(law("US", rule("a", nil, [duty(.log, when: "signal.nothing")]))) == ["POLICY-SIGNAL"])
        #expect(
            problems(house { $0.signals.append(Pack.Signal(name: "signal.x", when: condition("signal.csam"))) })
                == ["POLICY-SIGNAL-CYCLE"])
    }

    @Test func eachKindOfPackHasItsOwnParts() {
        #expect(problems(pack("a", .law, "*")) == ["POLICY-KIND"])
        #expect(problems(pack("a", .house, "US")) == ["POLICY-KIND"])
        #expect(problems(pack("a", .platform, "US")) == ["POLICY-KIND"])
        func changed(_ kind: Pack.Kind, _ change: (inout Pack) -> Void) -> [String] {
            var pack = pack("a", kind, kind == .law ? "US" : "*")
            change(&pack)
            return problems(pack)
        }
        #expect(changed(.law) { $0.platform = "twitch" } == ["POLICY-KIND"])
        #expect(changed(.platform) { $0.platform = nil } == ["POLICY-KIND"])
        #expect(
            changed(.law) { $0.signals = [Pack.Signal(name: "signal.a", when: condition("always"))] } == ["POLICY-KIND"]
        )
        #expect(
            changed(.operator) { $0.signals = [Pack.Signal(name: "signal.a", when: condition("always"))] } == [
                "POLICY-KIND"
            ])
        #expect(changed(.law) { $0.categories = [derivation(.benign, "always")] } == ["POLICY-KIND"])
        #expect(changed(.operator) { $0.categories = [derivation(.grooming, "always")] }.isEmpty)
        #expect(
            changed(.operator) {
                $0.releases = [Pack.Release(id: "r", title: LocalText(en: "r"), when: condition("match.cleared"))]
            }
                == ["POLICY-KIND"])
        #expect(changed(.house) { $0.context = [.serviceSize: .word(0)] } == ["POLICY-KIND"])
        #expect(changed(.law) { $0.jurisdictions = [.europeanUnion] } == ["POLICY-KIND"])
        #expect(changed(.house) { $0.platforms = ["x"] } == ["POLICY-KIND"])
    }

    @Test func aContextHoldsOnlyWhatAnOperatorMaySay() {
        func context(_ values: [FactName: FactValue]) -> [String] {
            var pack = pack("a", .operator)
            pack.context = values
            return problems(pack)
        }
        #expect(context([.serviceSize: .word(1), .serviceMarkets: .countries([])]).isEmpty)
        #expect(context([.serviceSize: .word(9)]) == ["FACT-TYPE"])
        // What is about one item would excuse all of them.
        for (name, value) in [
            (FactName.depictedMinor, FactValue.flag(false)), (.consent, .word(2)), (.origin, .word(3)),
            (.reviewPeople, .number(2)), (.matchCleared, .flag(true)), (.labelVisible, .flag(true)),
        ] {
            #expect(context([name: value]) == ["POLICY-CONTEXT"])
        }
    }

    @Test func onlyLawOrALawyerMakesAReportNeedless() {
        func equivalent(_ kind: Pack.Kind, _ review: Review?) -> [String] {
            var pack = pack("a", kind, kind == .law ? "US" : "*")
            pack.equivalences = [
                Equivalence(
                    id: "e", whenReportedTo: .safetyTeam, discharges: .ncmec, citation: "c", says: "s",
                    source: unsignedSource, confidence: .low, review: review)
            ]
            return problems(pack)
        }
        #expect(equivalent(.law, nil).isEmpty && equivalent(.operator, lawyer).isEmpty)
        #expect(equivalent(.operator, nil) == ["POLICY-EQUIVALENCE"])
        #expect(equivalent(.platform, lawyer) == ["POLICY-EQUIVALENCE"])
    }

    @Test func datesFollowEachOther() {
        func dated(_ change: @escaping (inout Rule) -> Void) -> [String] {
            problems(law("US", rule("a") { change(&$0) }))
        }
        #expect(dated { $0.inForce = nil } == ["POLICY-DATE"])
        #expect(dated { ($0.inForce, $0.status) = (nil, .pending) }.isEmpty)
        #expect(dated { $0.expires = $0.inForce } == ["POLICY-DATE"])
        #expect(dated { $0.grace = Rule.Grace(until: moment("2020-01-01"), relieves: .duty) } == ["POLICY-DATE"])
        #expect(dated { $0.grace = Rule.Grace(until: moment("2020-01-02"), relieves: .duty) }.isEmpty)
    }

    @Test func sourcesAreAsSureAsTheySay() {
        func sourced(_ change: @escaping (inout Rule) -> Void) -> [String] {
            problems(law("US", rule("a") { change(&$0) }))
        }
        #expect(
            sourced { ($0.source, $0.confidence) = (RuleSource(kind: .memory, verifyAt: "https://law.example"), .high) }
                == ["POLICY-CONFIDENCE"])
        #expect(sourced { $0.source = RuleSource(kind: .memory) } == ["POLICY-SOURCE"])
        #expect(sourced { $0.source = RuleSource(kind: .terms) } == ["POLICY-SOURCE"])
    }

    @Test func dutiesSayWhatTheyNeed() {
        func refuses(_ duty: Duty) -> Bool { problems(law("US", rule("a", nil, [duty]))) == ["POLICY-OBLIGATION"] }
        #expect(refuses(duty(.reportTo)) && refuses(duty(.doNotReportTo)))
        #expect(refuses(duty(.permitProcessing)) && refuses(duty(.doNotProcess)))
        #expect(refuses(duty(.preserve, what: [.content])) && refuses(duty(.retainReference)))
        #expect(refuses(duty(.legalHold)))
        #expect(refuses(duty(.preserve, for: "P1Y", atMost: "P21D")))
        var undated = Duty(.remove)
        undated.limit = length("PT48H")
        #expect(refuses(undated))
        #expect(problems(law("US", rule("a", nil, []))) == ["POLICY-EMPTY"])
    }

    @Test func aSignatureIsUnderTheRuleAsItStands() throws {
        let signedRule = rule("us.a")
        func signed(_ digest: String, _ change: (inout Rule) -> Void = { _ in }) -> [Pack] {
            var rule = signedRule
            change(&rule)
            var own = pack("own", .operator)
            own.signatures = [Pack.Signature(rule: "us.a", digest: digest, review: lawyer)]
            return [law("US", rule), own]
        }
        let set = try made(signed(signedRule.digest))
        #expect(set.rule("us.a")?.isSigned == true)
        func refused(_ packs: [Pack]) -> [String] { problems(packs[0], packs[1]) }
        #expect(refused(signed("0")) == ["POLICY-SIGNATURE"])
        #expect(refused(signed(signedRule.digest) { $0.says = "Something else." }) == ["POLICY-SIGNATURE"])
        #expect(refused(signed(signedRule.digest) { $0.status = .unverified }) == ["POLICY-SIGNATURE"])
        #expect(refused([law("US"), signed(signedRule.digest)[1]]) == ["POLICY-SIGNATURE"])
    }

    @Test func aFactSetKeepsCountriesInOrderAndOnce() {
        #expect(facts([.serviceMarkets: "KR, ES, KR"]) == facts([.serviceMarkets: "ES, KR"]))
        #expect(
            facts([.serviceMarkets: "KR, ES, KR"])[.serviceMarkets]
                == .countries(["ES", "KR"].compactMap { Country($0) }))
    }
}
