// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Identity
internal import Web

/// The addresses of this surface, as Flask would list them and as OpenAPI describes them. Made of the doors themselves, so
/// that it cannot say anything else than what is served.
struct SiteMap: Sendable {
    let rules: JSONValue
    let description: JSONValue

    init(_ doors: [Door]) {
        let paths = Set(doors.map(\.path)).union(["/site-map", "/openapi/openapi.json"])
        rules = .array(paths.sorted().map { .string(Self.rule($0)) })
        var operations: [String: [String: JSONValue]] = [:]
        for door in doors {
            operations[Self.openAPI(door.path), default: [:]][door.method.rawValue.lowercased()] = Self.operation(door)
        }
        description = [
            "openapi": "3.1.0",
            "info": [
                "title": "Open Media Match API", "version": "1.1",
                "description": .string(
                    "The surface of Tutela that speaks as Hasher-Matcher-Actioner does. Shapes are those of the "
                        + "reference's own documentation."),
            ],
            "paths": .object(operations.mapValues { .object($0) }),
            "components": [
                "securitySchemes": [
                    "key": ["type": "http", "scheme": "bearer", "description": "An API key of this installation."]
                ]
            ],
            "security": [["key": []]],
        ]
    }

    /// `{bank}` is `<bank_name>` in the reference's map, `{content}` is `<int:content_id>`.
    private static func rule(_ path: String) -> String {
        replacing(path) { name in
            switch name {
            case "content": "<int:content_id>"
            case "type": "<signal_type_name>"
            default: "<\(name)_name>"
            }
        }
    }

    private static func openAPI(_ path: String) -> String {
        replacing(path) { "{\(parameter($0))}" }
    }

    private static func parameter(_ name: String) -> String {
        switch name {
        case "content": "content_id"
        case "type": "signal_type_name"
        default: "\(name)_name"
        }
    }

    private static func replacing(_ path: String, _ body: (String) -> String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.hasPrefix("{") ? body(String(part.dropFirst().dropLast())) : String(part)
        }.joined(separator: "/")
    }

    private static func operation(_ door: Door) -> JSONValue {
        var responses: [String: JSONValue] = [
            "200": ["description": "As the reference answers."],
            "400": ["description": "What is wrong, in `message`."],
        ]
        switch door.access {
        case .open: break
        case .anyPrincipal: responses["401"] = ["description": "No valid key."]
        case .requires(let permission):
            responses["401"] = ["description": "No valid key."]
            responses["403"] = ["description": .string("The key lacks the permission \(permission.rawValue).")]
        }
        let parameters = door.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { part -> JSONValue in
            let name = String(part.dropFirst().dropLast())
            return [
                "name": .string(parameter(name)), "in": "path", "required": true,
                "schema": ["type": name == "content" ? "integer" : "string"],
            ]
        }
        var operation: [String: JSONValue] = ["responses": .object(responses), "parameters": .array(parameters)]
        if case .open = door.access { operation["security"] = [] }
        return .object(operation)
    }
}
