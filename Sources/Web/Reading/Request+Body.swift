// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HTTPTypes
public import Hummingbird
public import NIOCore

extension Request {
    /// The whole body.
    ///
    /// - Parameter context: knows the limit of the door.
    /// - Returns: the bytes; read them once.
    /// - Throws: ``Problem`` 413 above the limit of the door, 400 when the client stopped in the middle.
    public func buffer(_ context: WebContext) async throws -> ByteBuffer {
        var whole = ByteBuffer()
        if let length = declaredLength {
            guard length <= context.bodyLimit else { throw Problem.tooLarge(context.bodyLimit) }
        }
        for try await part in body {
            guard whole.readableBytes + part.readableBytes <= context.bodyLimit else {
                throw Problem.tooLarge(context.bodyLimit)
            }
            if whole.readableBytes == 0 { whole = part } else { whole.writeImmutableBuffer(part) }
        }
        if let length = declaredLength, length != whole.readableBytes {
            throw Problem(.badRequest, code: "body-incomplete", detail: "The body ended before its declared length.")
        }
        return whole
    }

    /// The whole body as bytes.
    ///
    /// - Parameter context: knows the limit of the door.
    /// - Returns: the bytes.
    /// - Throws: ``Problem`` 413 above the limit of the door, 400 when the client stopped in the middle.
    public func bytes(_ context: WebContext) async throws -> [UInt8] {
        Array(try await buffer(context).readableBytesView)
    }

    /// The body, read as JSON.
    ///
    /// - Parameters:
    ///   - type: what it should be.
    ///   - context: knows the limit of the door.
    /// - Returns: what it is.
    /// - Throws: ``Problem`` 415 when it is sent as something else, 400 when it is no JSON, 422 when it lacks something, 413.
    public func json<Value: Decodable>(_ type: Value.Type, _ context: WebContext) async throws -> Value {
        guard let sent = mediaType, sent == "application/json" || sent.hasSuffix("+json") else {
            throw Problem(
                .unsupportedMediaType, code: "media-type-unsupported", detail: "Send application/json and say so.")
        }
        let buffer = try await buffer(context)
        do { return try JSONDecoder().decode(type, from: Data(buffer.readableBytesView)) } catch {
            throw Problem(reading: error)
        }
    }

    /// The body, read as a form of a page.
    ///
    /// - Parameter context: knows the limit of the door.
    /// - Returns: its fields.
    /// - Throws: ``Problem`` 415 when it is sent as something else, 400 when it cannot be decoded, 413.
    public func form(_ context: WebContext) async throws -> Query {
        guard mediaType == "application/x-www-form-urlencoded" else {
            throw Problem(
                .unsupportedMediaType, code: "media-type-unsupported",
                detail: "Send application/x-www-form-urlencoded and say so.")
        }
        let bytes = try await bytes(context)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Problem(.badRequest, code: "form-invalid", detail: "The form is not encoded as UTF-8.")
        }
        return try Query(text[...], limit: 256)
    }

    /// The type of the body, lower case, without parameters.
    public var mediaType: String? {
        guard let value = headers[.contentType] else { return nil }
        let type = value.prefix { $0 != ";" }
        return type.trimmingCharacters(in: .whitespaces).lowercased()
    }

    /// Whether a body without length may follow.
    var mayHaveBody: Bool {
        headers.contains(.transferEncoding) || (method != .get && method != .head && method != .delete)
    }

    /// Whether the client takes a media type.
    ///
    /// - Parameter type: for example `application/json`.
    public func accepts(_ type: String) -> Bool {
        guard let accept = headers[.accept] else { return true }
        let family = type.prefix { $0 != "/" } + "/*"
        return accept.lowercased().split(separator: ",").contains { range in
            let name = range.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
            let isRefused = range.split(separator: ";").dropFirst().contains {
                ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0.trimmingCharacters(in: .whitespaces))
            }
            return !isRefused && (name == type || name == family || name == "*/*")
        }
    }

    /// What `content-length` says.
    var declaredLength: Int? { headers[.contentLength].flatMap { Int($0) } }
}

extension Problem {
    /// A body above the limit of the door.
    static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            .contentTooLarge, code: "body-too-large",
            detail: "The body may have at most \(limit) bytes at this address.")
    }

    /// What a decoder did not like, without the values.
    init(reading error: any Error) {
        func place(_ path: [any CodingKey]) -> String {
            path.isEmpty ? "the top" : path.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            self.init(
                .unprocessableContent, code: "body-invalid",
                detail: "“\(key.stringValue)” is missing in \(place(context.codingPath)).")
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            self.init(
                .unprocessableContent, code: "body-invalid",
                detail: "Another type is expected at \(place(context.codingPath)).")
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init(
                .unprocessableContent, code: "body-invalid",
                detail: "The value at \(place(context.codingPath)) is not one of those allowed.")
        case let problem as Problem: self = problem
        default: self.init(.badRequest, code: "json-invalid", detail: "The body is no JSON.")
        }
    }
}
