// SPDX-License-Identifier: Apache-2.0

/// How to call an operation with curl, from the examples that the specification itself gives.
struct CallExample: Sendable {
    let specification: Specification
    /// What stands for the server's address.
    let address: String

    func curl(
        _ method: String, _ path: String, parameters: [Specification.Part], body: Specification.Part?, isOpen: Bool
    ) -> String {
        var filled = path
        var query: [String] = []
        var lines: [String] = []
        for parameter in parameters {
            guard let name = parameter["name"]?.words else { continue }
            let value = example(parameter) ?? example(parameter["schema"] ?? parameter) ?? name.uppercased()
            switch parameter["in"]?.words {
            case "path": filled = filled.replacing("{\(name)}", with: OpenIDSignIn.encoded(value))
            case "query" where parameter["required"]?.isTrue == true:
                query.append("\(name)=\(OpenIDSignIn.encoded(value))")
            case "header" where parameter["required"]?.isTrue == true: lines.append("-H \(quoted("\(name): \(value)"))")
            default: break
            }
        }
        if !isOpen { lines.insert("-H \"Authorization: Bearer $TUTELA_KEY\"", at: 0) }
        let target = address + filled + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        if let (type, media) = chosen(body) {
            switch type {
            case "multipart/form-data":
                let fields = SchemaWords(specification: specification).rows(media["schema"] ?? media)
                for field in fields where !field.name.contains(".") && (field.isRequired || fields.count == 1) {
                    lines.append("-F \(quoted("\(field.name)=@picture.jpg"))")
                }
            case _ where type.hasSuffix("json"):
                lines.append("-H 'Content-Type: \(type)'")
                if let json = payload(media) { lines.append("-d \(quoted(json))") }
            default:
                lines.append("-H 'Content-Type: \(type.contains("*") ? "image/jpeg" : type)'")
                lines.append("--data-binary @picture.jpg")
            }
        }
        let verb = method == "GET" ? "" : method == "POST" && chosen(body) != nil ? "" : " -X \(method)"
        return (["curl -sS\(verb) \(quoted(target))"] + lines).joined(separator: " \\\n  ")
    }

    /// The answer that the specification shows for success.
    func answer(_ responses: Specification.Part?) -> String? {
        for (status, response) in responses?.members ?? [] where status.hasPrefix("2") {
            for (type, media) in specification.resolved(response)["content"]?.members ?? [] where type.hasSuffix("json")
            {
                return payload(media, indent: 2)
            }
        }
        return nil
    }

    private func chosen(_ body: Specification.Part?) -> (name: String, part: Specification.Part)? {
        guard let body else { return nil }
        let contents = specification.resolved(body)["content"]?.members ?? []
        return contents.first { !$0.name.hasSuffix("json") && $0.name != "multipart/form-data" && contents.count > 1 }
            ?? contents.first
    }

    private func payload(_ media: Specification.Part, indent: Int = 0) -> String? {
        if let value = media["example"] { return value.json(indent: indent) }
        for (_, example) in media["examples"]?.members ?? [] {
            if let value = specification.resolved(example)["value"] { return value.json(indent: indent) }
        }
        let schema = specification.resolved(media["schema"] ?? media)
        if let value = schema["example"] ?? schema["examples"]?.list.first { return value.json(indent: indent) }
        return nil
    }

    private func example(_ part: Specification.Part) -> String? {
        if let value = part["example"]?.words { return value }
        if let value = part["examples"]?.list.first?.words { return value }
        for (_, example) in part["examples"]?.members ?? [] {
            if let value = specification.resolved(example)["value"]?.words { return value }
        }
        let schema = specification.resolved(part)
        return schema["example"]?.words ?? schema["examples"]?.list.first?.words ?? schema["default"]?.words
            ?? schema["enum"]?.list.first?.words
    }

    /// For a shell: single quotation marks, which nothing but another one ends.
    private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
