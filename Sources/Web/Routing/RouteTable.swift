// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird

/// Finds the doors of a path.
///
/// Paths are compared byte by byte after the query is cut off: no case folding, no `//` or `.` made equal to anything, so
/// that there is one spelling of each door and nothing can be reached by another. Parameters are decoded after the path was split,
/// so that an encoded slash stays inside its parameter.
struct RouteTable: Sendable {
    /// All doors of one path.
    final class Endpoint: Sendable {
        let path: String
        let routes: [Route]
        /// For the header `allow`.
        let allow: String

        init(path: String, routes: [Route]) {
            self.path = path
            self.routes = routes
            var methods = Set(routes.map(\.door.method.rawValue))
            if methods.contains("GET") { methods.insert("HEAD") }
            methods.insert("OPTIONS")
            allow = methods.sorted().joined(separator: ", ")
        }

        func route(_ method: HTTPRequest.Method) -> Route? {
            if let route = routes.first(where: { $0.door.method == method }) { return route }
            return method == .head ? routes.first { $0.door.method == .get } : nil
        }
    }

    enum Segment: Hashable, Sendable {
        case fixed(String)
        case parameter(String)
    }

    private final class Node: @unchecked Sendable {  // not changed after the table was built
        var fixed: [Substring: Node] = [:]
        var parameter: (name: Substring, node: Node)?
        var endpoint: Endpoint?
    }

    private let fixed: [Substring: Endpoint]
    private let root = Node()

    /// - Parameter routes: checked by `DoorCheck` before.
    init(_ routes: [Route]) {
        var fixed: [Substring: Endpoint] = [:]
        for (path, routes) in Dictionary(grouping: routes, by: \.door.path) {
            let endpoint = Endpoint(path: path, routes: routes)
            let segments = Self.segments(path)
            if segments.allSatisfy({ if case .fixed = $0 { true } else { false } }) {
                fixed[path[...]] = endpoint
                continue
            }
            var node = root
            for segment in segments {
                switch segment {
                case .fixed(let text):
                    if node.fixed[text[...]] == nil { node.fixed[text[...]] = Node() }
                    node = node.fixed[text[...]] ?? node
                case .parameter(let name):
                    let next = node.parameter ?? (name[...], Node())
                    node.parameter = next
                    node = next.node
                }
            }
            node.endpoint = endpoint
        }
        self.fixed = fixed
    }

    /// The parts of a declared path.
    static func segments(_ path: String) -> [Segment] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.hasPrefix("{") && part.hasSuffix("}")
                ? .parameter(String(part.dropFirst().dropLast())) : .fixed(String(part))
        }
    }

    /// Finds the doors of a path as it came in.
    ///
    /// - Parameter path: without query.
    /// - Returns: the doors and the parameters, decoded; `nil` when there is none, or a parameter is empty or cannot be decoded.
    func find(_ path: Substring) -> (endpoint: Endpoint, parameters: Parameters)? {
        if let endpoint = fixed[path] { return (endpoint, Parameters()) }
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        var parameters = Parameters()
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard let endpoint = Self.descend(root, parts[...], &parameters) else { return nil }
        return (endpoint, parameters)
    }

    private static func descend(
        _ node: Node, _ parts: ArraySlice<Substring>, _ parameters: inout Parameters
    ) -> Endpoint? {
        guard let part = parts.first else { return node.endpoint }
        let rest = parts.dropFirst()
        if let next = node.fixed[part], let endpoint = descend(next, rest, &parameters) { return endpoint }
        guard let (name, next) = node.parameter, !part.isEmpty, let value = PercentCoding.decode(part) else {
            return nil
        }
        let before = parameters
        parameters.append(key: name, value: value[...])
        if let endpoint = descend(next, rest, &parameters) { return endpoint }
        parameters = before
        return nil
    }
}
