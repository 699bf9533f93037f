// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A JSON value whose shape others choose.
enum JSONValue: Decodable, Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Reads an object, from at most 64 KiB.
    static func object(_ bytes: some Sequence<UInt8>) -> [String: JSONValue]? {
        let data = Data(bytes)
        guard data.count <= 64 << 10, case .object(let members)? = try? JSONDecoder().decode(JSONValue.self, from: data)
        else { return nil }
        return members
    }

    var string: String? { if case .string(let value) = self { value } else { nil } }
    var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    var object: [String: JSONValue]? { if case .object(let value) = self { value } else { nil } }
    /// Seconds since 1970, rounded down; `nil` beyond what a time can be.
    var seconds: Int64? {
        guard case .number(let value) = self, value.isFinite, (0...1e11).contains(value) else { return nil }
        return Int64(value.rounded(.down))
    }
}
