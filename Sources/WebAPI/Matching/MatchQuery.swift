// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints
internal import Web

/// The fingerprints of one item that a client asks about.
struct MatchQuery: Sendable, Equatable {
    var pdq: PDQHash?
    var md5: [UInt8]?
    var sha1: [UInt8]?
    var sha256: [UInt8]?
    var quality: Int?

    /// Reads the body of a request to match without building a tree of it: this is the hot path.
    ///
    /// - Throws: ``Problem`` 400 for what is no JSON, 422 for what is something else.
    static func read(_ body: [UInt8], most: Int) throws(Problem) -> [MatchQuery] {
        var reader = JSONReader(body)
        guard reader.peek() == UInt8(ascii: "{") else {
            _ = try reader.value(depth: JSONValue.depth)
            try reader.end()
            throw Fields.invalid("The body must be an object.")
        }
        try reader.expect(UInt8(ascii: "{"))
        guard !reader.take(UInt8(ascii: "}")) else { throw Fields.invalid("“queries” is missing.") }
        let name = try reader.string()
        try reader.expect(UInt8(ascii: ":"))
        guard name == "queries" else {
            throw Fields.invalid("“\(Fields.short(name))” is not known here. There is: queries.")
        }
        let count = Fields.invalid("“queries” must be an array of 1 to \(most) elements.")
        guard reader.take(UInt8(ascii: "[")) else {
            _ = try reader.value(depth: JSONValue.depth)
            throw count
        }
        guard !reader.take(UInt8(ascii: "]")) else { throw count }
        var queries: [MatchQuery] = []
        repeat {
            guard queries.count < most else { throw count }
            queries.append(try read(&reader, number: queries.count))
        } while reader.take(UInt8(ascii: ","))
        try reader.expect(UInt8(ascii: "]"))
        if reader.take(UInt8(ascii: ",")) { throw Fields.invalid("The body has one member: queries.") }
        try reader.expect(UInt8(ascii: "}"))
        try reader.end()
        return queries
    }

    private static func read(_ reader: inout JSONReader, number: Int) throws(Problem) -> MatchQuery {
        var query = MatchQuery()
        let place = "queries[\(number)]"
        guard reader.take(UInt8(ascii: "{")) else {
            _ = try reader.value(depth: JSONValue.depth)
            throw Fields.invalid("“\(place)” must be an object.")
        }
        guard !reader.take(UInt8(ascii: "}")) else { throw Fields.invalid("“\(place)” has no fingerprint.") }
        repeat {
            let name: String
            if reader.peek() == UInt8(ascii: "\"") {
                name = try reader.string()
            } else {
                try reader.expect(UInt8(ascii: "\""))
                continue
            }
            try reader.expect(UInt8(ascii: ":"))
            switch name {
            case "pdq":
                try once(query.pdq == nil, place, name)
                query.pdq = PDQHash(bytes: try digits(&reader, 32, place, name))
            case "md5":
                try once(query.md5 == nil, place, name)
                query.md5 = try digits(&reader, 16, place, name)
            case "sha1":
                try once(query.sha1 == nil, place, name)
                query.sha1 = try digits(&reader, 20, place, name)
            case "sha256":
                try once(query.sha256 == nil, place, name)
                query.sha256 = try digits(&reader, 32, place, name)
            case "quality":
                try once(query.quality == nil, place, name)
                guard case .number(let number) = try reader.value(depth: JSONValue.depth),
                    let whole = Int(exactly: number), (0...100).contains(whole)
                else { throw Fields.invalid("“\(place).quality” must be a whole number from 0 to 100.") }
                query.quality = whole
            default:
                throw Fields.invalid(
                    "“\(place).\(Fields.short(name))” is not known here. There are: md5, pdq, quality, sha1, sha256.")
            }
        } while reader.take(UInt8(ascii: ","))
        try reader.expect(UInt8(ascii: "}"))
        guard query.pdq != nil || query.hasDigest else { throw Fields.invalid("“\(place)” has no fingerprint.") }
        return query
    }

    var hasDigest: Bool { md5 != nil || sha1 != nil || sha256 != nil }

    private static func once(_ isFirst: Bool, _ place: String, _ name: String) throws(Problem) {
        guard isFirst else { throw Fields.invalid("“\(place).\(name)” comes twice.") }
    }

    private static func digits(
        _ reader: inout JSONReader, _ count: Int, _ place: String, _ name: String
    ) throws(Problem) -> [UInt8] {
        if let range = reader.plainString() {
            if let bytes = Hexadecimal.bytes(reader[range], count: count) { return bytes }
        } else {
            _ = try reader.value(depth: JSONValue.depth)
        }
        throw Fields.invalid("“\(place).\(name)” must be \(2 * count) hexadecimal digits.")
    }
}
