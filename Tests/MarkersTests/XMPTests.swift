// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary
import TestSupport
import Testing

@testable import Markers

@Suite("XMP")
struct XMPTests {
    static let trained = "\(Texts.sourceType)trainedAlgorithmicMedia"

    static func properties(_ text: String) -> [String] {
        packet(text).properties.map { property in
            (property.parents + [property.name]).map(\.description).joined(separator: "/") + "="
                + String(decoding: property.value, as: UTF8.self)
        }
    }

    static func packet(_ text: String) -> XMPPacket {
        XMPPacket(Array(text.utf8), depthLimit: 64, nodeLimit: 1_000)
    }

    @Test func allWritingsOfAStructureAreTheSame() {
        let inside = "<stEvt:action>created</stEvt:action><stEvt:softwareAgent>x</stEvt:softwareAgent>"
        let attributes = "stEvt:action='created' stEvt:softwareAgent='x'"
        let wanted = ["xmpMM:History/stEvt:action=created", "xmpMM:History/stEvt:softwareAgent=x"]
        for element in [
            "<xmpMM:History rdf:parseType='Resource'>\(inside)</xmpMM:History>",
            "<xmpMM:History><rdf:Description>\(inside)</rdf:Description></xmpMM:History>",
            "<xmpMM:History><rdf:Description \(attributes)/></xmpMM:History>",
            "<xmpMM:History \(attributes)/>",
            "<xmpMM:History><rdf:Seq><rdf:li rdf:parseType='Resource'>\(inside)</rdf:li></rdf:Seq></xmpMM:History>",
            "<xmpMM:History><rdf:Seq><rdf:li \(attributes)/></rdf:Seq></xmpMM:History>",
            "<xmpMM:History><rdf:Bag><rdf:li><rdf:Description>\(inside)</rdf:Description></rdf:li></rdf:Bag></xmpMM:History>",
        ] {
            let packet = Self.packet(XMP.packet(element))
            #expect(Self.properties(XMP.packet(element)) == wanted, "\(element)")
            #expect(Set(packet.properties.map(\.structure)).count == 1)
            #expect(packet.fault == nil)
        }
    }

    @Test func structuresAreToldApart() {
        let packet = Self.packet(
            XMP.packet(
                """
                <xmpMM:History><rdf:Seq><rdf:li stEvt:action='a'/><rdf:li rdf:parseType='Resource'>
                <stEvt:action>b</stEvt:action></rdf:li></rdf:Seq></xmpMM:History>
                """))
        #expect(Set(packet.properties.map(\.structure)).count == 2)
    }

    @Test func valuesOfLanguagesAndListsAreAllRead() {
        let text = XMP.packet(
            """
            <dc:description><rdf:Alt><rdf:li xml:lang="x-default">one</rdf:li><rdf:li xml:lang="de"> zwei
            </rdf:li><rdf:li/></rdf:Alt></dc:description><photoshop:Credit>a<!-- x -->b<![CDATA[<c>]]>&amp;d</photoshop:Credit>
            """)
        #expect(Self.properties(text) == ["dc:description=one", "dc:description=zwei", "photoshop:Credit=ab<c>&d"])
    }

    @Test func severalDescriptionsAndRootsAreRead() {
        let one = "<rdf:Description xmlns:p='http://ns.adobe.com/photoshop/1.0/' p:Credit='1'/>"
        let root = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\(one)\(one)</rdf:RDF>"
        #expect(Self.properties("<x>\(root)<y>\(root)</y></x>").count == 4)
        #expect(Self.properties(root).count == 2)
    }

    @Test func prefixesMeanNothing() {
        var random = SplitMix(state: 3)
        for _ in 0..<50 {
            let letters = (0..<XMP.addresses.count).map { "p\($0)x\(random.next() % 1_000)" }
            var text = XMP.packet(
                attributes: "photoshop:Credit='Made with Google AI'",
                "<Iptc4xmpExt:DigitalSourceType>\(Self.trained)</Iptc4xmpExt:DigitalSourceType>")
            for (number, name) in XMP.addresses.keys.sorted().enumerated() {
                text.replace("xmlns:\(name)=", with: "xmlns:\(letters[number])=")
                text.replace("\(name):", with: "\(letters[number]):")
            }
            text.replace("rdf:", with: "r\(random.next() % 100):")
            // Every `rdf:` was replaced by the same number only if it is drawn once; declare all that occur.
            for number in 0..<100 {
                text.replace(
                    "<x:xmpmeta ",
                    with: "<x:xmpmeta xmlns:r\(number)='http://www.w3.org/1999/02/22-rdf-syntax-ns#' ")
            }
            let found = reading([Blocks.xmp(Array(text.utf8))])
            #expect(found.markers.map(\.source) == [.digitalSourceType, .googleCredit], "\(text)")
        }
    }

    @Test func packetsInUTF16AreRead() {
        let text = XMP.packet(attributes: "Iptc4xmpExt:DigitalSourceType='\(Self.trained)'")
        for bytes in [
            Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFE, 0xFF] + UTF16Bytes.bigEndian(text),
            [0xFF, 0xFE] + UTF16Bytes.littleEndian(text), UTF16Bytes.bigEndian(text), UTF16Bytes.littleEndian(text),
        ] {
            let result = reading([Blocks.xmp(bytes)])
            #expect(result.markers.map(\.claim) == [.aiGenerated])
            #expect(result.faults.isEmpty)
        }
    }

    @Test func anEntityBombIsAFaultAndNothingIsBelieved() {
        let bomb = """
            <?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "trainedAlgorithmicMedia"><!ENTITY b "&a;&a;&a;&a;">]>
            """
        let external = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">"
        let packet = XMP.packet(attributes: "Iptc4xmpExt:DigitalSourceType='\(Self.trained)'")
        for text in [bomb + packet, external + packet, packet.replacing("</x:xmpmeta>", with: "<!ENTITY a 'b'>")] {
            let result = reading([Blocks.xmp(Array(text.utf8))])
            #expect(result.markers.isEmpty)
            #expect(result.faults.map(\.code) == ["xmp.doctype"])
            #expect(result.faults.first?.gravity == .malformed)
        }
    }

    @Test func aValueWithAnUndefinedEntityIsLeftOut() {
        let result = reading([
            Blocks.xmp(attributes: "Iptc4xmpExt:DigitalSourceType='&b;' photoshop:Credit='Made with Google AI'")
        ])
        #expect(result.markers.map(\.source) == [.googleCredit])
        #expect(result.faults.map(\.code) == ["xmp.entity"])
    }

    @Test func ofABrokenPacketWhatStandsBeforeIsUsed() {
        let text = XMP.packet(attributes: "photoshop:Credit='Made with Google AI'", "<broken")
        let result = reading([Blocks.xmp(Array(text.utf8))])
        #expect(result.markers.map(\.source) == [.googleCredit])
        #expect(result.faults.map(\.code) == ["xmp.malformed"])
        #expect(result.faults.first?.gravity == .oddity)
    }

    @Test func aValueThatIsTooLongIsAFault() {
        let long = String(repeating: "x", count: RDFParser.valueLimit)
        for more in ["x", "&amp;", "<!-- -->y", "<![CDATA[z]]>"] {
            let text =
                "<dc:description>\(long)\(more)</dc:description><photoshop:Credit>Made with Google AI</photoshop:Credit>"
            let result = reading([Blocks.xmp(text)])
            #expect(result.faults.map(\.code) == ["xmp.value"], "\(more)")
            #expect(result.markers.count == 1)
        }
        #expect(reading([Blocks.xmp(attributes: "dc:description='\(long)x'")]).faults.map(\.code) == ["xmp.value"])
        #expect(reading([Blocks.xmp("<dc:description>\(long)</dc:description>")]).faults.isEmpty)
        #expect(reading([Blocks.xmp("<dc:rights>\(long)x</dc:rights>")]).faults.isEmpty)
    }

    @Test func tooMuchIsAFault() {
        let deep = String(repeating: "<dc:x>", count: 70) + String(repeating: "</dc:x>", count: 70)
        #expect(reading([Blocks.xmp(deep)]).faults.map(\.code) == ["xmp.depth"])
        let names = (0..<300).map { "xmlns:n\($0)='http://example.org/'" }.joined(separator: " ")
        #expect(reading([Blocks.xmp(namespaces: names)]).faults.map(\.code) == ["xmp.namespaces"])
        let many = String(repeating: "<a/>", count: ProvenanceLimits.textNodes)
        let result = reading([Blocks.xmp(Array(many.utf8))])
        #expect(result.faults.isEmpty)
        #expect(reading([Blocks.xmp(Array((many + "<a/>").utf8))]).faults.map(\.code) == ["xmp.nodes"])
        #expect(result.faults.allSatisfy { $0.gravity == .overLimit })
    }

    /// Random trees, each written in a random one of the ways that RDF has, give the same properties.
    @Test func everySerializationGivesTheSameProperties() {
        var random = SplitMix(state: 99)
        for _ in 0..<300 {
            let credit = "c\(random.next() % 100) <&>'\" é"
            let agents = (0..<random.next() % 4).map { "agent \($0) \(random.next() % 9)" }
            let text = Self.write(credit: credit, agents: agents, &random)
            let wanted = (["photoshop:Credit=\(credit)"] + agents.map { "xmpMM:History/stEvt:softwareAgent=\($0)" })
            #expect(Self.properties(text).sorted() == wanted.sorted(), "\(text)")
        }
    }

    private static func write(credit: String, agents: [String], _ random: inout SplitMix) -> String {
        var attributes = ""
        var elements = ""
        switch random.next() % 4 {
        case 0: attributes = "photoshop:Credit=\"\(XMP.escaped(credit))\""
        case 1: elements = "<photoshop:Credit>\(XMP.escaped(credit))</photoshop:Credit>"
        case 2: elements = "<photoshop:Credit><![CDATA[\(credit)]]></photoshop:Credit>"
        default:
            elements = "<photoshop:Credit><rdf:Alt><rdf:li>\(XMP.escaped(credit))</rdf:li></rdf:Alt></photoshop:Credit>"
        }
        let items = agents.map { agent in
            switch random.next() % 4 {
            case 0: "<rdf:li stEvt:softwareAgent=\"\(agent)\"/>"
            case 1: "<rdf:li rdf:parseType=\"Resource\"><stEvt:softwareAgent>\(agent)</stEvt:softwareAgent></rdf:li>"
            case 2: "<rdf:li><rdf:Description stEvt:softwareAgent='\(agent)'></rdf:Description></rdf:li>"
            default:
                "<rdf:li><rdf:Description><stEvt:softwareAgent>\(agent)</stEvt:softwareAgent></rdf:Description></rdf:li>"
            }
        }
        elements += "<xmpMM:History>\n<rdf:Seq>\(items.joined(separator: "\n"))</rdf:Seq></xmpMM:History>"
        return XMP.packet(attributes: attributes, elements)
    }
}
