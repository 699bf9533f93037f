// SPDX-License-Identifier: Apache-2.0

internal import Yams

/// Reads one YAML document into nodes. JSON is YAML, too.
enum YAMLDocument {
    /// - Throws: ``PackProblems`` with one problem: a document that is not read has no second one.
    static func read(_ source: SourceText, limits: ReadingLimits) throws(PackProblems) -> DocumentNode {
        if let finding = YAMLSurvey(source.lines, depth: limits.depth * 2).finding {
            throw source.problem(finding.code, finding.place, finding.message, finding.hint)
        }
        let reading: Result<DocumentNode, PackProblems>
        do {
            // Tags are never resolved: what a plain text means depends on the key it stands under. The encoding is named,
            // because the default would ask the environment.
            let parser = try Parser(yaml: source.text, resolver: .basic, encoding: .utf8)
            let root = try parser.singleRoot()
            // Anchors live as long as the parser.
            reading = withExtendedLifetime(parser) {
                guard let root else { return .failure(empty(source)) }
                var walk = YAMLWalk(source: source, limits: limits)
                do throws(PackProblems) {
                    let node = try walk.node(root, depth: 1)
                    return node.isNull ? .failure(empty(source)) : .success(node)
                } catch {
                    return .failure(error)
                }
            }
        } catch let error as YamlError {
            throw refusal(of: source, error)
        } catch {
            throw source.problem("PACK-YAML", .start, "this is not YAML", "check it with an editor that knows YAML")
        }
        return try reading.get()
    }

    private static func empty(_ source: SourceText) -> PackProblems {
        source.problem("PACK-EMPTY", .start, "the file says nothing", "write \"pack: my.pack\" and the rest of a pack")
    }

    private static func refusal(of source: SourceText, _ error: YamlError) -> PackProblems {
        switch error {
        case .composer(_, let problem, let mark, _) where problem.contains("another document"):
            return source.problem(
                "PACK-DOCUMENTS", Place(mark), "a second document begins here",
                "one file is one document; split the file")
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let about = context.map { $0.text.isEmpty ? "" : " \($0.text)" } ?? ""
            let place = Place(mark)
            return source.problem("PACK-YAML", place, "this is not YAML:\(about) \(problem)", hint(problem))
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "\"\($0)\"" }.joined(separator: ", ")
            return source.problem(
                "PACK-DUPLICATE-KEY", Place(context.mark), "the key \(names) stands twice in one mapping, first here",
                "remove one of them")
        default:
            return source.problem("PACK-YAML", .start, "this is not YAML", "check it with an editor that knows YAML")
        }
    }

    private static func hint(_ problem: String) -> String {
        if problem.contains("mapping values are not allowed") { return "put a text that contains \": \" in quotes" }
        if problem.contains("block end") || problem.contains("expected key") || problem.contains("'-' indicator") {
            let place = "check the indentation of this line and of the one above"
            return problem.contains("expected key") ? place + "; is a quote missing in the line above?" : place
        }
        if problem.contains("end of stream") || problem.contains("unexpected document indicator") {
            return "a quote is not closed"
        }
        if problem.contains("',' or") { return "close the bracket, or put a comma between the elements" }
        if problem.contains("cannot start any token") { return "put the text in quotes" }
        if problem.contains("escape") { return "write \\\\ for a backslash in double quotes, or use single quotes" }
        return "check quotes, colons and indentation near here"
    }
}

extension Place {
    fileprivate init(_ mark: Mark) { self.init(line: max(1, mark.line), column: max(1, mark.column)) }
}

extension SourceText {
    func problem(_ code: String, _ place: Place, _ message: String, _ hint: String) -> PackProblems {
        PackProblems([
            PackProblem(code: code, file: file, line: place.line, column: place.column, message: message, hint: hint)
        ])
    }
}

/// Turns the nodes of Yams into ours, and counts them.
private struct YAMLWalk {
    let source: SourceText
    let limits: ReadingLimits
    var count = 0

    mutating func node(_ node: Node, depth: Int) throws(PackProblems) -> DocumentNode {
        let place = node.mark.map { Place($0) } ?? .start
        count += 1
        guard count <= limits.nodes else {
            throw source.problem(
                "PACK-NODES", place, "the file has more than \(limits.nodes) values", "split it into several files")
        }
        guard depth <= limits.depth else {
            throw source.problem(
                "PACK-DEPTH", place, "lists and mappings are nested more than \(limits.depth) deep", "write it flatter")
        }
        guard node.anchor == nil else {
            throw source.problem(
                "PACK-ANCHOR", place, "this value has an anchor, and anchors are not read",
                "write the value out where it is needed")
        }
        switch node {
        case .alias:
            throw source.problem("PACK-ANCHOR", place, "aliases are not read", "write the value out")
        case .scalar(let scalar):
            return DocumentNode(content: .scalar(.init(text: scalar.string, style: .init(scalar.style))), place: place)
        case .sequence(let elements):
            var list: [DocumentNode] = []
            list.reserveCapacity(elements.count)
            for element in elements { list.append(try self.node(element, depth: depth + 1)) }
            return DocumentNode(content: .list(list), place: place)
        case .mapping(let pairs):
            var entries: [DocumentNode.Entry] = []
            var keys: Set<String> = []
            for (key, value) in pairs {
                count += 1
                let keyPlace = key.mark.map { Place($0) } ?? place
                guard case .scalar(let scalar) = key, key.anchor == nil else {
                    throw source.problem("PACK-KEY", keyPlace, "a key is one word", "write the key and a colon")
                }
                guard keys.insert(scalar.string).inserted else {
                    throw source.problem(
                        "PACK-DUPLICATE-KEY", keyPlace, "the key \"\(scalar.string)\" stands twice in one mapping",
                        "remove one of them")
                }
                entries.append(
                    .init(key: scalar.string, keyPlace: keyPlace, value: try self.node(value, depth: depth + 1)))
            }
            return DocumentNode(content: .mapping(entries), place: place)
        }
    }
}

extension DocumentNode.Scalar.Style {
    fileprivate init(_ style: Node.Scalar.Style) {
        switch style {
        case .singleQuoted: self = .singleQuoted
        case .doubleQuoted: self = .doubleQuoted
        case .literal: self = .literal
        case .folded: self = .folded
        case .any, .plain: self = .plain
        }
    }
}
