// SPDX-License-Identifier: Apache-2.0

import Containers
import Markers
import ProvenanceVocabulary
import Testing

@Suite("Markers")
struct MarkerTests {
    @Test(arguments: Samples.all) func aMarkerIsReadAtItsPlace(_ sample: Sample) {
        let result = reading(sample.blocks)
        let found = result.markers.filter { $0.source == sample.source && $0.place == sample.place }
        #expect(found.count == 1, "\(result.markers)")
        #expect(found.first?.claim == sample.claim)
        #expect(found.first?.value?.description == sample.value)
        #expect(found.first?.generator?.description == sample.generator)
        #expect(result.faults.isEmpty, "\(result.faults)")
        #expect(found.first.map { marker in sample.blocks.contains { $0.offset == marker.offset } } == true)
    }

    @Test(arguments: Samples.all) func aMarkerNamesNoOtherSource(_ sample: Sample) {
        // Settings in A1111's form that Fooocus wrote are both; everything else is of one kind.
        let others = Set(reading(sample.blocks).markers.map(\.source)).subtracting([sample.source])
        #expect(others.isEmpty || (sample.source == .fooocus && others == [.a1111]), "\(others)")
    }

    @Test(arguments: Samples.all) func noPromptIsEverQuoted(_ sample: Sample) {
        #expect(!"\(reading(sample.blocks))".contains(prompt))
    }

    @Test func everyKindHasASample() {
        let sources = Set(Samples.all.map(\.source)).union([.novelAIStealth])
        #expect(sources == Set(MarkerSource.allCases))
        #expect(Samples.all.count >= 80)
    }

    @Test func theFieldsOfChinasLabelAreKept() throws {
        let marker = try #require(reading([Blocks.png("AIGC", Texts.tc260)]).markers.first)
        let label = try #require(marker.label)
        #expect(label.label?.description == "1")
        #expect(label.contentProducer?.description == "001191110000EXAMPLE0000A10000")
        #expect(label.produceID?.description == "TEST-0001")
        #expect(label.contentPropagator?.description == "001191110000EXAMPLE0000A10001")
        #expect(label.propagateID?.description == "TEST-0002")
    }

    @Test func ofTencentsLabelTheProviderIsKept() throws {
        let block = Blocks.exif(0x010E, "{\"AIGC\":{\"ServiceProvider\":\"example\",\"ServiceUser\":\"1\"}}")
        #expect(reading([block]).markers.first?.label?.contentProducer?.description == "example")
    }

    @Test(arguments: [
        ("1", Claim.aiGenerated), (" 1 ", .aiGenerated), ("2", .aiPossible), ("3", .aiPossible), ("0", .aiPossible),
        ("01", .aiPossible), ("", .aiPossible), ("AIGC", .aiPossible),
    ]) func onlyLabelOneSaysGenerated(label: String, claim: Claim) {
        let found = reading([Blocks.png("AIGC", "{\"Label\":\"\(label)\",\"ProduceID\":\"1\"}")]).markers
        #expect(found.map(\.claim) == [claim])
    }

    @Test func severalMarkersAreAllReported() {
        let sourceType = Blocks.xmp(
            attributes: "Iptc4xmpExt:DigitalSourceType=\"digitalCapture\" photoshop:Credit=\"Made with Google AI\"")
        let result = reading([sourceType, Blocks.png("parameters", Texts.a1111)])
        #expect(result.markers.map(\.claim) == [.captured, .aiGenerated, .aiGenerated])
        #expect(result.markers.map(\.source) == [.digitalSourceType, .googleCredit, .a1111])
    }

    @Test func theSameMarkerTwiceIsOne() {
        let block = Blocks.png("parameters", Texts.a1111)
        var elsewhere = block
        elsewhere.offset = 9_999
        let found = reading([block, Blocks.png("parameters", "between"), elsewhere]).markers
        #expect(found.map(\.offset) == [block.offset])
        #expect(reading([Blocks.png("parameters", Texts.a1111), Blocks.userComment(Texts.a1111)]).markers.count == 2)
    }

    @Test func anAddressOfCredentialsElsewhereIsReportedAndNotAMarker() {
        for block in [
            Blocks.xmp(attributes: "dcterms:provenance=\"https://example.org/manifests/1\""),
            Blocks.xmp("<dcterms:provenance>https://example.org/manifests/1</dcterms:provenance>"),
            Blocks.xmp("<dcterms:provenance rdf:resource='https://example.org/manifests/1'/>"),
        ] {
            let result = reading([block])
            #expect(result.remoteManifest?.address.description == "https://example.org/manifests/1")
            #expect(result.remoteManifest?.offset == block.offset)
            #expect(result.markers.isEmpty)
        }
    }

    @Test(arguments: [
        "self#jumbf=/c2pa/contentauth:urn:uuid:0/c2pa.claim", "file:///etc/passwd", "javascript:alert(1)", "urn:x",
        "ftp://example.org/", "",
    ]) func anythingButAnAddressOfTheWebIsNoReference(_ address: String) {
        let result = reading([Blocks.xmp(attributes: "dcterms:provenance=\"\(address)\"")])
        #expect(result == MarkerReading())
    }

    @Test func nothingIsFoundInNothing() {
        #expect(reading([]) == MarkerReading())
        #expect(reading([Blocks.png("Title", ""), Blocks.trailer([])]) == MarkerReading())
    }
}

@Suite("Text hidden in pixels")
struct HiddenTextTests {
    @Test func novelAIsObjectIsKnown() throws {
        let marker = try #require(MarkerReader.markers(inHiddenText: Array(Texts.novelAIObject.utf8)).markers.first)
        #expect(marker.source == .novelAIStealth)
        #expect(marker.claim == .aiGenerated)
        #expect(marker.value?.description == "Software=NovelAI")
        #expect(marker.generator?.description == "NovelAI Diffusion V4 00000000")
        #expect(!"\(marker)".contains(prompt))
    }

    @Test func settingsInA1111sFormAreKnown() throws {
        let marker = try #require(MarkerReader.markers(inHiddenText: Array(Texts.a1111.utf8)).markers.first)
        #expect(marker.source == .novelAIStealth)
        #expect(marker.claim == .aiGenerated)
        #expect(marker.generator?.description == "example-v1")
        #expect(!"\(marker)".contains(prompt))
    }

    @Test func otherTextIsAtMostPossible() {
        let result = MarkerReader.markers(inHiddenText: Array("something else \(prompt)".utf8))
        #expect(result.markers.map(\.claim) == [.aiPossible])
        #expect(!"\(result)".contains(prompt))
        #expect(MarkerReader.markers(inHiddenText: []) == MarkerReading())
    }
}
