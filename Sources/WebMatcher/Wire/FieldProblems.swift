// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Web

/// What the models of the reference find wrong with the fields of a request: answered as 422 with a list, in pydantic's
/// words.
struct FieldProblems: Error {
    struct One {
        var type: String
        var field: String?
        var message: String
        var input: JSONValue
    }

    private(set) var all: [One] = []

    var isEmpty: Bool { all.isEmpty }

    mutating func add(_ one: One) { all.append(one) }

    /// A field that must be there and is not.
    mutating func missing(_ field: String, in input: JSONValue) {
        add(One(type: "missing", field: field, message: "Field required", input: input))
    }

    /// A body that is no object at all.
    static func noObject(_ input: JSONValue) -> FieldProblems {
        var problems = FieldProblems()
        problems.add(
            One(
                type: "model_type", field: nil, message: "Input should be a valid dictionary or instance of the model",
                input: input))
        return problems
    }

    var response: Response {
        let list = JSONValue.array(
            all.map { one in
                [
                    "type": .string(one.type), "loc": .array(one.field.map { [.string($0)] } ?? []),
                    "msg": .string(one.message), "input": one.input,
                ]
            })
        return .answer(list, status: .unprocessableContent)
    }
}

extension Response {
    /// Answers JSON that was put together by hand.
    static func answer(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        .json(bytes: ByteBuffer(bytes: value.bytes), status: status)
    }
}
