// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
public import Hummingbird

/// Names and values of a query or of a form that was sent as `application/x-www-form-urlencoded`.
public struct Query: Sendable {
    /// In the order in which they came.
    public let fields: [(name: String, value: String)]

    /// Decodes a query.
    ///
    /// - Parameters:
    ///   - text: without the question mark.
    ///   - limit: most fields.
    /// - Throws: ``Problem`` 400 when it cannot be decoded or has more fields.
    public init(_ text: Substring, limit: Int = 64) throws(Problem) {
        var fields: [(name: String, value: String)] = []
        for pair in text.split(separator: "&") {
            guard fields.count < limit else {
                throw Problem(.badRequest, code: "query-invalid", detail: "More than \(limit) fields.")
            }
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(parts[0], plusIsSpace: true),
                let value = parts.count == 1 ? "" : PercentCoding.decode(parts[1], plusIsSpace: true)
            else {
                throw Problem(.badRequest, code: "query-invalid", detail: "Encode it as UTF-8 with “%” and two digits.")
            }
            fields.append((name, value))
        }
        self.fields = fields
    }

    /// The only value of a field.
    ///
    /// - Parameter name: of the field.
    /// - Returns: `nil` when it is absent.
    /// - Throws: ``Problem`` 400 when it comes twice: two readers might choose differently.
    public func string(_ name: String) throws(Problem) -> String? {
        let values = all(name)
        guard values.count <= 1 else {
            throw Problem(.badRequest, code: "query-invalid", detail: "“\(name)” comes \(values.count) times.")
        }
        return values.first
    }

    /// All values of a field, in their order.
    public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// A whole number within bounds.
    ///
    /// - Parameters:
    ///   - name: of the field.
    ///   - range: what is allowed.
    /// - Returns: `nil` when it is absent.
    /// - Throws: ``Problem`` 400 when it is no such number.
    public func integer(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = try string(name) else { return nil }
        guard let number = Int(text), range.contains(number), text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }) else {
            throw Problem(
                .badRequest, code: "query-invalid",
                detail: "“\(name)” is a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// `true`, `1`, `yes` or the bare name; `false`, `0`, `no`.
    ///
    /// - Parameter name: of the field.
    /// - Returns: `nil` when it is absent.
    /// - Throws: ``Problem`` 400 when it is something else.
    public func flag(_ name: String) throws(Problem) -> Bool? {
        guard let text = try string(name) else { return nil }
        switch text.lowercased() {
        case "true", "1", "yes", "": return true
        case "false", "0", "no": return false
        default: throw Problem(.badRequest, code: "query-invalid", detail: "“\(name)” is true or false.")
        }
    }

    /// Refuses fields that nobody reads: a misspelt filter must not show everything.
    ///
    /// - Parameter names: what is read.
    /// - Throws: ``Problem`` 400 with the names that are.
    public func only(_ names: String...) throws(Problem) {
        for field in fields where !names.contains(field.name) {
            throw Problem(
                .badRequest, code: "query-unknown",
                detail: names.isEmpty
                    ? "This address takes no query."
                    : "There is no such field; known are: \(names.sorted().joined(separator: ", ")).")
        }
    }
}

extension Request {
    /// The path as it came in, without the query.
    public var rawPath: Substring {
        let path = head.path ?? "/"
        guard let end = path.utf8.firstIndex(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) else {
            return path[...]
        }
        return path[..<end]
    }

    /// The query, decoded.
    ///
    /// - Returns: its fields.
    /// - Throws: ``Problem`` 400 when it cannot be decoded.
    public func query() throws(Problem) -> Query {
        guard let path = head.path, let start = path.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            return try Query("")
        }
        return try Query(path[path.utf8.index(after: start)...].prefix { $0 != "#" })
    }
}
