// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Identity
import Ledger
import TestSupport
import Testing
import Web

@testable import WebAPI

/// The document is the design: every door is in it and nothing else is, with the same permission and audit action.
@Suite struct DocumentTests {
    private static let path = Repository.root.appending(path: "docs/openapi/tutela-v1.yaml").path

    @Test func theDocumentIsValidOpenAPI() throws {
        let run = try Execution.peer("openapi_document.py", ["validate", Self.path])
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func everyDoorIsInTheDocumentAndEveryOperationHasADoor() async throws {
        let run = try Execution.peer("openapi_document.py", ["operations", Self.path])
        #expect(run.status == 0, "\(run.errors)")
        let described = Set(run.output.split(separator: "\n").map(String.init))
        try await API.run { ask in
            var doors = Doors()
            APIWing(ask.services).open(&doors)
            let opened = Set(
                doors.all.map { item in
                    let door = item.door
                    let access =
                        switch door.access {
                        case .open: "open"
                        case .anyPrincipal: "any"
                        case .requires(let permission): permission.rawValue
                        }
                    let audit =
                        switch door.audit {
                        case .event(let action): action.description
                        case .decision: "decision"
                        case .none: "none"
                        }
                    return "\(door.method.rawValue) \(door.path) \(access) \(audit)"
                })
            #expect(opened.subtracting(described).isEmpty)
            #expect(described.subtracting(opened).isEmpty)
            #expect(opened.count > 30)
        }
    }

    @Test func theGuideSaysWhatToDoAboutEveryCode() throws {
        let guide = try String(contentsOf: Repository.root.appending(path: "docs/integrator.md"), encoding: .utf8)
        let sources = Repository.root.appending(path: "Sources/WebAPI")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var codes: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            codes.formUnion(text.matches(of: #/code: "([a-z-]+)"/#).map { String($0.output.1) })
        }
        #expect(codes.count > 15)
        for code in codes.sorted() { #expect(guide.contains("`\(code)`"), "\(code)") }
    }

    @Test func theServerGivesTheDocumentAsItLies() throws {
        #expect(OpenAPIDocument.bytes == Array(try Data(contentsOf: URL(filePath: Self.path))))
    }
}
