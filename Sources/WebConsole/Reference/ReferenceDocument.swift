// SPDX-License-Identifier: Apache-2.0

/// The interface's specification in its three forms, made once.
struct ReferenceDocument: Sendable {
    let yaml: PublicFile
    let json: PublicFile
    let page: ReferencePage

    init(_ text: String, _ settings: ConsoleSettings, _ templates: Templates) throws {
        let specification = try Specification(text)
        yaml = PublicFile(path: "/openapi.yaml", type: "application/yaml", bytes: Array(text.utf8))
        json = PublicFile(
            path: "/openapi.json", type: "application/json", bytes: Array((specification.root.json() + "\n").utf8))
        page = ReferencePage(specification, address: settings.address)
    }
}
