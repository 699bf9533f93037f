// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Markers

/// Events of a text, as words.
func events(_ text: String, depth: Int = 64, nodes: Int = 1_000) -> (words: [String], fault: String?) {
    var reader = XMLReader(
        bytes: Array(text.utf8), namespaces: ["http://a/", "http://b/"], depthLimit: depth, nodeLimit: nodes)
    var words: [String] = []
    func name(_ name: XMLName) -> String {
        "\(name.namespace):" + String(decoding: reader.bytes[name.local], as: UTF8.self)
    }
    do {
        while let event = try reader.next() {
            switch event {
            case .start(let element, let attributes):
                let texts = attributes.map { attribute in
                    " \(name(attribute.name))=\(String(decoding: reader.bytes[attribute.value], as: UTF8.self))"
                }
                words.append("<" + name(element) + texts.joined())
            case .end: words.append(">")
            case .text(let range): words.append(String(decoding: reader.bytes[range], as: UTF8.self))
            case .characterData(let range):
                words.append("[" + String(decoding: reader.bytes[range], as: UTF8.self) + "]")
            }
        }
        return (words, nil)
    } catch {
        switch error {
        case .documentType: return (words, "doctype")
        case .malformed: return (words, "malformed")
        case .tooDeep: return (words, "depth")
        case .tooManyNodes: return (words, "nodes")
        case .tooManyNamespaces: return (words, "namespaces")
        }
    }
}

@Suite("XML")
struct XMLTests {
    @Test func elementsAttributesAndTextComeInOrder() {
        let (words, fault) = events(
            "<?xml version='1.0'?><!-- <no> --><r a = \"1\" b='2>'>x<e/>y<![CDATA[<&]]]><!----><?p ?></r >\n<!-- end -->\0"
        )
        #expect(words == ["<-2:r -2:a=1 -2:b=2>", "x", "<-2:e", ">", "y", "[<&]]", ">"])
        #expect(fault == nil)
    }

    @Test func namesAreResolvedByAddressWhereverTheyAreDeclared() {
        #expect(events("<p:r xmlns:p='http://a/' p:x='1' y='2'/>").words == ["<0:r 0:x=1 -2:y=2", ">"])
        #expect(events("<r p:x='1' xmlns:p='http://b/' xmlns='http://a/'/>").words == ["<0:r 1:x=1", ">"])
        #expect(
            events("<p:r xmlns:p='http://a/'><p:s xmlns:p='http://b/'/><p:t/><q:u/></p:r>").words
                == ["<0:r", "<1:s", ">", "<0:t", ">", "<-1:u", ">", ">"])
        #expect(events("<r xmlns='http://a/'><s xmlns=''/></r>").words == ["<0:r", "<-2:s", ">", ">"])
        #expect(events("<p:r xmlns:p='http://a'/>").words == ["<-1:r", ">"])
        #expect(events("<p:r xmlns:p='http://a/x'/>").words == ["<-1:r", ">"])
    }

    @Test(arguments: [
        "<!DOCTYPE x><r/>", "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><r/>", "<r><!ENTITY a 'b'></r>",
        "<!ELEMENT r ANY><r/>", "<![CDATA[x]]><r/>", "<r><!doctype x></r>", "<!>",
    ]) func anyDeclarationOfATypeEndsTheReading(_ text: String) {
        #expect(events(text).fault == "doctype")
    }

    @Test(arguments: [
        "<", "<r", "<r>", "<r></s>", "<r><s></r></s>", "</r>", "<r/></r>", "<r a></r>", "<r a=1/>", "<r a='1/>",
        "<r a='<'/>", "<r a='1'b='2'/>", "< r/>", "<r><!-- </r>", "<r><![CDATA[ </r>", "<?xml", "<r / >", "<r a='1'",
        "<r></r", "<r></ r>", "<r>&lt;</r><",
    ]) func whatIsNotWellFormedIsRefused(_ text: String) {
        #expect(events(text).fault == "malformed", "\(events(text))")
    }

    @Test func limitsHold() {
        let deep = String(repeating: "<a>", count: 64)
        #expect(events(deep).fault == "malformed")
        #expect(events(deep + "<a>").fault == "depth")
        #expect(events("<r a='' b=''><s/></r>", nodes: 4).fault == nil)
        #expect(events("<r a='' b='' c=''><s/></r>", nodes: 4).fault == "nodes")
        let declarations = (0..<257).map { "xmlns:p\($0)='http://a/' " }.joined()
        #expect(events("<r \(declarations)/>").fault == "namespaces")
        let one = "<r xmlns:p='http://a/'/>"
        #expect(events("<x>" + String(repeating: one, count: 400) + "</x>").fault == nil)
    }

    @Test(arguments: [
        ("a&amp;b", "a&b"), ("&lt;&gt;&quot;&apos;", "<>\"'"), ("&#65;&#x42;&#x1F600;", "AB😀"), ("plain", "plain"),
        ("&#x00000041;", "A"), ("&amp;lt;", "&lt;"),
    ]) func referencesAreResolvedOnce(_ text: String, _ meaning: String) {
        #expect(XMLReferences.resolve(Array(text.utf8)[...]) == Array(meaning.utf8))
    }

    @Test(arguments: [
        "&", "&;", "&nbsp;", "&lt", "&#;", "&#x;", "&#0;", "&#xD800;", "&#x110000;", "&#99999999999999;", "&#6A;",
        "&#-1;",
        "& lt;", "&LT;",
    ]) func anyOtherReferenceIsRefused(_ text: String) {
        #expect(XMLReferences.resolve(Array(text.utf8)[...]) == nil)
    }
}
