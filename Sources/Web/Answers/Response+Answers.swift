// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import HTTPTypes
public import Hummingbird
public import NIOCore

extension Response {
    /// Answers JSON.
    ///
    /// - Parameters:
    ///   - value: encoded with its keys in order, so that equal answers are equal bytes.
    ///   - status: of the answer.
    /// - Returns: the answer.
    /// - Throws: what encoding throws: a defect of the program.
    public static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return json(bytes: ByteBuffer(bytes: try encoder.encode(value)), status: status)
    }

    /// Answers JSON that was written already: the hot path.
    ///
    /// - Parameters:
    ///   - bytes: a JSON text.
    ///   - status: of the answer.
    ///   - type: another media type, `application/problem+json` for example.
    /// - Returns: the answer.
    public static func json(
        bytes: ByteBuffer, status: HTTPResponse.Status = .ok, type: String = "application/json"
    ) -> Response {
        Response(status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: bytes))
    }

    /// Answers text.
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - status: of the answer.
    ///   - type: another media type.
    /// - Returns: the answer.
    public static func text(
        _ text: String, status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// Answers a page: HTML that may load styles, scripts and pictures of this server and nothing else.
    ///
    /// - Parameters:
    ///   - html: the whole page.
    ///   - status: of the answer.
    /// - Returns: the answer.
    public static func page(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
        var response = text(html, status: status, type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] = SecurityHeaders.pagePolicy
        return response
    }

    /// Answers a file that belongs to this version of the program: a style sheet, a script.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - type: its media type.
    ///   - tag: changes whenever the file does.
    /// - Returns: the answer, which clients may keep for a day if they ask again afterwards.
    public static func asset(_ bytes: ByteBuffer, type: String, tag: String) -> Response {
        var response = json(bytes: bytes, type: type)
        response.headers[.cacheControl] = "public, max-age=86400"
        response.headers[.eTag] = "\"\(tag)\""
        return response
    }

    /// Answers nothing but a status.
    ///
    /// - Parameter status: of the answer.
    /// - Returns: the answer.
    public static func empty(_ status: HTTPResponse.Status = .noContent) -> Response { Response(status: status) }

    /// Sends a browser to another page of this server, with GET.
    ///
    /// - Parameter path: begins with one slash.
    /// - Returns: a 303.
    public static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }

    /// Adds the version of what is shown, for `if-match` and `if-none-match`.
    ///
    /// - Parameter version: changes whenever the thing does.
    /// - Returns: the answer with `etag`.
    public func tagged(_ version: String) -> Response {
        var response = self
        response.headers[.eTag] = "\"\(version)\""
        return response
    }
}

extension Request {
    /// Whether the client has this version already; answer 304 then.
    ///
    /// - Parameter version: as given to `tagged`.
    public func has(_ version: String) -> Bool { tags(.ifNoneMatch).contains { $0 == "*" || $0 == "\"\(version)\"" } }

    /// Refuses a change of another version than the client saw; without `if-match` everything goes.
    ///
    /// - Parameter version: as given to `tagged`.
    /// - Throws: ``Problem`` 412.
    public func requireMatch(_ version: String) throws(Problem) {
        let wanted = tags(.ifMatch)
        guard wanted.isEmpty || wanted.contains(where: { $0 == "*" || $0 == "\"\(version)\"" }) else {
            throw Problem(
                .preconditionFailed, code: "version-changed", detail: "It was changed since you read it. Read it again."
            )
        }
    }

    private func tags(_ name: HTTPField.Name) -> [String] {
        headers[values: name].flatMap { $0.split(separator: ",") }.map { tag in
            let trimmed = tag.trimmingCharacters(in: .whitespaces)
            return trimmed.hasPrefix("W/") ? String(trimmed.dropFirst(2)) : trimmed
        }
    }
}
