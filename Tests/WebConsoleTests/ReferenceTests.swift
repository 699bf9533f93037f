// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@testable import WebConsole

@Suite struct ReferenceTests {
    private static func file() throws -> String {
        try String(
            contentsOf: Repository.root.appending(path: "docs/openapi/tutela-v1.yaml"), encoding: .utf8)
    }

    @Test func everyOperationSchemaAndErrorOfTheApiIsOnThePage() throws {
        let specification = try Specification(Self.file())
        let page = ReferencePage(specification, address: "https://example.org")
        let operations = page.groups.flatMap(\.operations)
        let declared = (specification.root["paths"]?.members ?? []).flatMap { path, item in
            item.members.filter { ["get", "post", "put", "patch", "delete"].contains($0.name) }.map { ($0.name, path) }
        }
        #expect(operations.count == declared.count)
        #expect(declared.count > 20)
        #expect(page.schemas.count == specification.root["components"]?["schemas"]?.members.count)
        let anchors =
            operations.map(\.anchor) + page.groups.map(\.anchor) + page.schemas.map(\.anchor)
            + page.errors.map(\.anchor)
        #expect(Set(anchors).count == anchors.count, "every anchor is there once")
        for operation in operations {
            #expect(operation.curl.hasPrefix("curl -sS"), "\(operation.summary)")
            let target = operation.curl.prefix { $0 != "\n" }
            #expect(!target.contains("{"), "\(operation.summary): \(target)")
            #expect(!operation.responses.isEmpty || operation.hasErrors)
            #expect(operation.needs != nil, "\(operation.summary) names its permission")
        }
    }

    @Test func everyLinkWithinThePageLeadsSomewhere() async throws {
        let house = try House()
        try await house.router(specification: Self.file()).browse { browser in
            let page = try await browser.get("/docs").text
            let ids = Set(page.matches(of: /\sid="([^"]+)"/).map { String($0.1) })
            let links = page.matches(of: /href="#([^"]+)"/).map { String($0.1) }
            #expect(links.count > 50)
            for link in links { #expect(ids.contains(link), "#\(link)") }
            #expect(ids.count == page.matches(of: /\sid="([^"]+)"/).count, "ids are there once")
        }
    }

    @Test func jsonAndYamlSayTheSame() async throws {
        let house = try House()
        let text = try Self.file()
        try await house.router(specification: text).browse { browser in
            #expect(try await browser.get("/openapi.yaml").text == text)
            let json = try await browser.get("/openapi.json")
            #expect(json.headers[.contentType] == "application/json")
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(json.text.utf8)) as? [String: Any])
            #expect(object["openapi"] as? String == "3.1.0")
            #expect((object["paths"] as? [String: Any])?.count ?? 0 > 10)
        }
    }

    @Test func numbersAndWordsKeepTheirKind() throws {
        let part = try Specification(
            """
            openapi: 3.1.0
            paths: {}
            x: [1, -2.5, 1e3, true, null, '1', "true", 007, 1.2.3, yes, '2026-11-24']
            """
        ).root["x"]
        #expect(
            part?.json(indent: 0)
                == #"[1,-2.5,1e3,true,null,"1","true","007","1.2.3","yes","2026-11-24"]"#)
    }

    @Test func descriptionsAreMarkdownAndNothingElse() {
        #expect(Markdown.html("a `b<` **c** <i>") == "<p>a <code>b&lt;</code> <strong>c</strong> &lt;i&gt;</p>")
        #expect(Markdown.html("- one\n- two\n  more") == "<ul><li>one</li><li>two more</li></ul>")
        #expect(Markdown.html("1. one\n2. two") == "<ol><li>one</li><li>two</li></ol>")
        #expect(
            Markdown.html("| a | b |\n|---|---|\n| 1 | 2 |")
                == "<table><thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
        )
        #expect(Markdown.html("[x](javascript:alert(1))").contains("href") == false)
        #expect(Markdown.html("[x](//evil.example)").contains("href") == false)
        #expect(Markdown.inline("[x](https://e.org/\"y)") == "<a href=\"https://e.org/&quot;y\">x</a>")
        #expect(Markdown.html("```\n<a>\n```") == "<pre tabindex=\"0\">&lt;a&gt;</pre>")
        #expect(Markdown.inline("2 * 3 [and] `open") == "2 * 3 [and] `open")
    }
}
