// SPDX-License-Identifier: Apache-2.0

/// The interface as a page to read, made once from its specification.
struct ReferencePage: Sendable {
    struct Scheme: Sendable {
        var name, kind, description: String
    }

    struct Security: Sendable {
        var schemes: [Scheme]
    }

    struct Chapter: Sendable {
        var name, anchor: String
    }

    struct Group: Sendable {
        var name, anchor, description: String
        var operations: [Operation]
    }

    struct Content: Sendable {
        var type, schema: String
        var hasRows: Bool
        var label: String
        var rows: [SchemaWords.Row]
    }

    struct Body: Sendable {
        var description: String
        var contents: [Content]
    }

    struct Header: Sendable {
        var name, text: String
    }

    /// An error that several operations share, or a link to it.
    struct Failure: Sendable {
        var anchor, status, description: String
        var contents: [Content]
        var headers: [Header]
    }

    struct Answer: Sendable {
        var status, description: String
        var contents: [Content]
        var headers: [Header]
    }

    struct Parameter: Sendable {
        var name, place, type, description: String
        var isRequired: Bool
    }

    struct Operation: Sendable {
        var anchor, summary, method, route, description: String
        var needs: String?
        var isDeprecated, hasParameters: Bool
        var parameters: [Parameter]
        var body: Body?
        var curl: String
        var answer: String?
        var responses: [Answer]
        var hasErrors: Bool
        var errors: [Failure]
    }

    struct Schema: Sendable {
        var name, anchor, description, type, label: String
        var hasRows: Bool
        var rows: [SchemaWords.Row]
    }

    var name, version, openapi, operationCount, description: String
    var security: Security?
    var chapters: [Chapter]
    var groups: [Group]
    var schemas: [Schema]
    var hasErrors: Bool
    var errors: [Failure]

    private static let methods = ["get", "post", "put", "patch", "delete", "head"]

    init(_ specification: Specification, address: String) {
        let root = specification.root
        let words = SchemaWords(specification: specification)
        name = root["info"]?["title"]?.words ?? "Interface"
        version = root["info"]?["version"]?.words ?? "?"
        openapi = root["openapi"]?.words ?? "?"
        description = Markdown.html(root["info"]?["description"]?.words ?? "", heading: 2)
        let schemes = (root["components"]?["securitySchemes"]?.members ?? []).map { name, part in
            let part = specification.resolved(part)
            return Scheme(
                name: name, kind: Self.kind(part),
                description: Markdown.html(part["description"]?.words ?? "", heading: 4))
        }
        security = schemes.isEmpty ? nil : Security(schemes: schemes)
        chapters = schemes.isEmpty ? [] : [Chapter(name: "Authentication", anchor: "authentication")]

        errors = Self.errors(root, specification, words)
        hasErrors = !errors.isEmpty

        var operations: [(tag: String, operation: Operation)] = []
        for (path, item) in root["paths"]?.members ?? [] {
            let shared = item["parameters"]?.list ?? []
            for (method, part) in item.members where Self.methods.contains(method) {
                operations.append(
                    (
                        part["tags"]?.list.first?.words ?? "Other",
                        Self.operation(method, path, part, shared, specification, words, address)
                    ))
            }
        }
        let described = root["tags"]?.list ?? []
        var names = described.compactMap { $0["name"]?.words }
        for (tag, _) in operations where !names.contains(tag) { names.append(tag) }
        groups = names.compactMap { name in
            let own = operations.filter { $0.tag == name }.map(\.operation)
            guard !own.isEmpty else { return nil }
            let text = described.first { $0["name"]?.words == name }?["description"]?.words ?? ""
            return Group(
                name: name, anchor: "group-" + Self.anchor(name), description: Markdown.html(text, heading: 3),
                operations: own)
        }
        operationCount = Words.count(operations.count, "operation", "operations")
        schemas = (root["components"]?["schemas"]?.members ?? []).map { name, schema in
            let rows = words.rows(schema)
            return Schema(
                name: name, anchor: SchemaWords.anchor(name),
                description: Markdown.html(
                    [schema["description"]?.words ?? "", words.limits(schema)].filter { !$0.isEmpty }
                        .joined(separator: "\n\n"), heading: 4),
                type: rows.isEmpty ? words.type(schema) : "", label: name, hasRows: !rows.isEmpty, rows: rows)
        }
    }

    private static func operation(
        _ method: String, _ path: String, _ part: Specification.Part, _ shared: [Specification.Part],
        _ specification: Specification, _ words: SchemaWords, _ address: String
    ) -> Operation {
        let parameters = (shared + (part["parameters"]?.list ?? [])).map(specification.resolved)
        let security = part["security"] ?? specification.root["security"]
        let isOpen = security?.list.isEmpty ?? true
        let example = CallExample(specification: specification, address: address)
        let summary = part["summary"]?.words ?? "\(method.uppercased()) \(path)"
        let body = part["requestBody"].map(specification.resolved)
        let responses = (part["responses"]?.members ?? []).map {
            (status: $0.name, part: $0.part, isShared: isSharedError($0.name, $0.part))
        }
        return Operation(
            anchor: anchor(part["operationId"]?.words ?? "\(method)-\(path)"), summary: summary,
            method: method.uppercased(),
            // A long path may break after each slash.
            route: ScalarEscaping.escape(path).replacing("/", with: "<wbr>/"),
            description: Markdown.html(part["description"]?.words ?? "", heading: 4),
            needs: needs(part, isOpen: isOpen), isDeprecated: part["deprecated"]?.isTrue == true,
            hasParameters: !parameters.isEmpty,
            parameters: parameters.map { parameter in
                let schema = parameter["schema"] ?? parameter
                return Parameter(
                    name: parameter["name"]?.words ?? "", place: parameter["in"]?.words ?? "", type: words.type(schema),
                    description: words.meaning(parameter, schema), isRequired: parameter["required"]?.isTrue == true)
            },
            body: body.map {
                Body(
                    description: Markdown.html($0["description"]?.words ?? "", heading: 5),
                    contents: contents($0, words, label: "the body of \(summary)", withRows: true))
            },
            curl: example.curl(method.uppercased(), path, parameters: parameters, body: body, isOpen: isOpen),
            answer: example.answer(part["responses"]),
            responses: responses.filter { !$0.isShared }.map { status, response, _ in
                let response = specification.resolved(response)
                return Answer(
                    status: status, description: Markdown.html(response["description"]?.words ?? "", heading: 5),
                    contents: contents(response, words, label: "", withRows: false),
                    headers: headers(response, specification))
            },
            hasErrors: responses.contains(where: \.isShared),
            errors: responses.filter(\.isShared).map {
                Failure(anchor: errorAnchor($0.status), status: $0.status, description: "", contents: [], headers: [])
            })
    }

    /// The errors that operations share, by status.
    private static func errors(
        _ root: Specification.Part, _ specification: Specification, _ words: SchemaWords
    ) -> [Failure] {
        var found: [String: Specification.Part] = [:]
        for (_, item) in root["paths"]?.members ?? [] {
            for (_, operation) in item.members {
                for (status, response) in operation["responses"]?.members ?? [] where isSharedError(status, response) {
                    found[status] = found[status] ?? response
                }
            }
        }
        return found.sorted { $0.key < $1.key }.map { status, response in
            let response = specification.resolved(response)
            return Failure(
                anchor: errorAnchor(status), status: status,
                description: Markdown.html(response["description"]?.words ?? "", heading: 5),
                contents: contents(response, words, label: "", withRows: false),
                headers: headers(response, specification))
        }
    }

    private static func isSharedError(_ status: String, _ response: Specification.Part) -> Bool {
        (status.hasPrefix("4") || status.hasPrefix("5")) && response["$ref"] != nil
    }

    private static func errorAnchor(_ status: String) -> String { "error-\(anchor(status))" }

    private static func headers(_ response: Specification.Part, _ specification: Specification) -> [Header] {
        (response["headers"]?.members ?? []).map { name, header in
            Header(name: name, text: specification.resolved(header)["description"]?.words ?? "")
        }
    }

    private static func contents(
        _ part: Specification.Part, _ words: SchemaWords, label: String, withRows: Bool
    ) -> [Content] {
        (part["content"]?.members ?? []).map { type, media in
            let schema = media["schema"] ?? .members([])
            let rows = withRows ? words.rows(schema) : []
            return Content(
                type: type, schema: rows.isEmpty || Specification.schemaName(schema) != nil ? words.type(schema) : "",
                hasRows: !rows.isEmpty, label: label, rows: rows)
        }
    }

    /// `x-permission` is what the door of the operation requires.
    private static func needs(_ part: Specification.Part, isOpen: Bool) -> String? {
        if let permission = part["x-permission"]?.words ?? part["x-tutela-permission"]?.words {
            return "Needs the permission \(permission)."
        }
        return isOpen ? "Needs no key." : nil
    }

    private static func kind(_ scheme: Specification.Part) -> String {
        switch (scheme["type"]?.words, scheme["scheme"]?.words) {
        case ("http", let scheme?): "HTTP authentication, \(scheme)"
        case ("apiKey", _): "the \(scheme["in"]?.words ?? "") “\(scheme["name"]?.words ?? "")”"
        case (let type?, _): type
        default: ""
        }
    }

    private static func anchor(_ text: String) -> String {
        var anchor = ""
        for scalar in text.unicodeScalars {
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            if isPlain { anchor.unicodeScalars.append(scalar) } else if !anchor.hasSuffix("-") { anchor += "-" }
        }
        return anchor
    }
}
