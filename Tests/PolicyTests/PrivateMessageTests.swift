// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import Testing

@Suite struct PrivateMessageTests {
    private let permit = duty(.permitProcessing, what: [.privateScan], modality: .permitted)

    private func decide(
        _ packs: [Pack], surface: String = "dm", in places: [String] = [], _ more: [FactName: String] = [:]
    )
        throws -> Decision
    {
        try made(packs + [house()]).decide(
            facts([.surface: surface].merging(more) { $1 }), at: day,
            jurisdictions: places.compactMap { Jurisdiction($0) })
    }

    private func law(
        _ id: String, _ place: String, _ duties: [Duty], when: String? = nil, signed: Bool = true
    ) -> Pack {
        pack("law.\(id)", .law, place, [rule("\(id).a", [.benign], when: when, signed: signed, duties)])
    }

    @Test func withoutPermissionNothingIsScanned() throws {
        for surface in ["dm", "e2ee-dm", "unknown"] {
            let decision = try decide([law("us", "US", [duty(.log)])], surface: surface, in: ["US"])
            #expect(decision.forbids(.privateScan))
            #expect(decision.processing.map(\.isAllowed) == [false])
        }
        #expect(try decide([]).forbids(.privateScan))
    }

    @Test(arguments: ["public", "group", "upload-pending", "generation-input"])
    func whatIsNotPrivateIsNotInQuestion(surface: String) throws {
        #expect(try decide([], surface: surface).processing.isEmpty)
    }

    @Test func everyLawThatAppliesMustPermit() throws {
        let packs = [law("us", "US", [permit]), law("kr", "KR", [duty(.log)])]
        #expect(!(try decide(packs, in: ["US"]).forbids(.privateScan)))
        let both = try decide(packs, in: ["US", "KR"])
        #expect(both.forbids(.privateScan))
        #expect(both.processing.first?.notPermittedIn.map(\.code) == ["KR"])
        #expect(both.processing.first?.permittedBy == ["us.a"])
    }

    /// A permission protects nobody: what no lawyer has signed opens no conversation.
    @Test func anUnsignedPermissionPermitsNothing() throws {
        let decision = try decide([law("us", "US", [permit], signed: false)], in: ["US"])
        #expect(decision.forbids(.privateScan))
        #expect(decision.processing.first?.permittedBy == [])
    }

    @Test func aSignatureOfTomorrowPermitsNothingToday() throws {
        let tomorrow = rule("us.a", [.benign], [permit]) {
            $0.review = Review(name: "A. Lawyer", on: day.adding(seconds: 86_400))
        }
        let decision = try decide([pack("law.us", .law, "US", [tomorrow])], in: ["US"])
        #expect(decision.forbids(.privateScan) && decision.unsigned == ["us.a"])
    }

    @Test func anUnknownSurfaceIsNeverPermitted() throws {
        #expect(try decide([law("us", "US", [permit])], surface: "unknown", in: ["US"]).forbids(.privateScan))
    }

    @Test func aPermissionOfTheUnionHoldsInItsMemberStates() throws {
        let packs = [law("eu", "EU", [permit]), law("es", "ES", [duty(.log)]), law("uk", "UK", [duty(.log)])]
        #expect(!(try decide(packs, in: ["EU"]).forbids(.privateScan)))
        #expect(!(try decide(packs, in: ["ES"]).forbids(.privateScan)))
        #expect(!(try decide(packs, in: ["EU", "ES"]).forbids(.privateScan)))
        #expect(try decide(packs, in: ["ES", "UK"]).forbids(.privateScan))
    }

    @Test func aPermissionOfAMemberStateIsNotTheUnions() throws {
        let packs = [law("eu", "EU", [duty(.log)]), law("es", "ES", [permit])]
        #expect(try decide(packs, in: ["ES"]).forbids(.privateScan))
    }

    @Test func whatIsNotSurePermitsNothing() throws {
        let unknownTie = try decide([law("us", "US", [permit])])
        #expect(unknownTie.forbids(.privateScan))
        let unknownFact = try decide([law("us", "US", [permit], when: "depicted.realistic")], in: ["US"])
        #expect(unknownFact.forbids(.privateScan))
        let house = house(rule("house.permit", [.benign], [permit]))
        #expect(
            try made([house, law("us", "US", [duty(.log)])]).decide(
                facts([.surface: "dm", .serviceEstablishment: "US"]), at: day
            ).forbids(.privateScan))
    }

    /// A prohibition that may hold beats a permission of the same law.
    @Test(arguments: [nil, "depicted.realistic"])
    func aProhibitionBeatsAPermission(when: String?) throws {
        let no = duty(.doNotProcess, what: [.privateScan], when: when)
        let decision = try decide([law("us", "US", [permit, no])], in: ["US"])
        #expect(decision.processing.map(\.isAllowed) == [false])
        #expect(decision.processing.first?.notPermittedIn.map(\.code) == ["US"])
        #expect(decision.forbids(.privateScan))
    }

    @Test(arguments: [Matter.mlTrain, .export, .thumbnailCache, .datasetBuild, .embed])
    func trainingAndCopiesAreAlwaysForbidden(purpose: Matter) throws {
        #expect(try decide([], surface: "public").forbids(purpose))
    }
}
