// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
public import Hummingbird
public import NIOCore

/// A form with files, as RFC 7578 describes it.
public struct MultipartForm: Sendable {
    /// One part.
    public struct Part: Sendable {
        /// The field's name.
        public var name: String
        /// The file's name as the client wrote it: hostile, for people only, never a path.
        public var fileName: String?
        /// The media type that the client declares: a claim.
        public var type: String?
        /// The content.
        public var content: ByteBuffer
        /// The content as text; `nil` when it is no UTF-8.
        public var text: String? { String(validating: content.readableBytesView, as: UTF8.self) }
        /// The content as bytes.
        public var bytes: [UInt8] { Array(content.readableBytesView) }
    }

    /// In the order in which they came.
    public var parts: [Part]

    /// All parts of a field.
    public subscript(_ name: String) -> [Part] { parts.filter { $0.name == name } }

    /// The only text of a field.
    ///
    /// - Parameter name: of the field.
    /// - Returns: `nil` when it is absent.
    /// - Throws: ``Problem`` 400 when it comes twice, or is no UTF-8.
    public func string(_ name: String) throws(Problem) -> String? {
        let parts = self[name]
        guard let part = parts.first else { return nil }
        guard parts.count == 1, let text = part.text else {
            throw Problem(.badRequest, code: "form-invalid", detail: "“\(name)” must come once, as UTF-8.")
        }
        return text
    }
}

extension Request {
    /// The body, read as a form with files; pieces that came in one part are not copied.
    ///
    /// - Parameters:
    ///   - context: knows the limit of the door.
    ///   - maxParts: most parts.
    /// - Returns: its parts.
    /// - Throws: ``Problem`` 415 when it is sent as something else, 400 when it breaks the rules, 413 above the limits.
    public func multipart(_ context: WebContext, maxParts: Int = 64) async throws -> MultipartForm {
        var parts: [MultipartForm.Part] = []
        try await forEachPart(context, maxParts: maxParts) { parts.append($0) }
        return MultipartForm(parts: parts)
    }

    /// Reads a form with files part by part, so that only one of them is in memory.
    ///
    /// - Parameters:
    ///   - context: knows the limit of the door.
    ///   - maxParts: most parts.
    ///   - body: takes a part as soon as it is complete.
    /// - Throws: ``Problem`` 415, 400, 413; and what `body` throws.
    public func forEachPart(
        _ context: WebContext, maxParts: Int = 64, _ body: (MultipartForm.Part) async throws -> Void
    ) async throws {
        guard mediaType == "multipart/form-data",
            let boundary = MultipartParser.boundary(ofType: headers[.contentType] ?? "")
        else {
            throw Problem(
                .unsupportedMediaType, code: "media-type-unsupported",
                detail: "Send multipart/form-data with a boundary and say so.")
        }
        if let length = declaredLength, length > context.bodyLimit { throw Problem.tooLarge(context.bodyLimit) }
        var parser = MultipartParser(boundary: boundary, maxParts: maxParts)
        var received = 0
        for try await piece in self.body {
            received += piece.readableBytes
            guard received <= context.bodyLimit else { throw Problem.tooLarge(context.bodyLimit) }
            parser.feed(piece)
            while let part = try parser.next() { try await body(part) }
        }
        try parser.finish()
    }
}
