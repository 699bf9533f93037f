// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
public import Hummingbird
internal import NIOCore
internal import Telemetry

extension Problem {
    /// Renders it as a client of the door expects it.
    ///
    /// - Parameters:
    ///   - form: of the door.
    ///   - request: the id of the request, shown so that it can be found in the logs.
    /// - Returns: the answer.
    public func response(_ form: Door.ErrorForm, request: String) -> Response {
        var response =
            switch form {
            case .problem: problemDocument(request)
            case .matcher: matcherMessage()
            case .page: Response.page(ErrorPage.html(self, request: request), status: status)
            }
        if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        return response
    }

    /// Fields and body of an answer that is written below the router, where there is no request yet.
    func head() -> (fields: HTTPFields, body: ByteBuffer) {
        let text = document(RequestIdentifier.next())
        return (
            [.contentType: "application/problem+json", .contentLength: String(text.utf8.count)],
            ByteBuffer(string: text)
        )
    }

    private func problemDocument(_ request: String) -> Response {
        .json(bytes: ByteBuffer(string: document(request)), status: status, type: "application/problem+json")
    }

    private func document(_ request: String) -> String {
        let fields = [
            "\"type\":\"about:blank#\(code)\"", "\"title\":\(JSONText.quoted(status.reasonPhrase))",
            "\"status\":\(status.code)", "\"code\":\(JSONText.quoted(code))", "\"detail\":\(JSONText.quoted(detail))",
            "\"instance\":\"urn:request:\(request)\"",
        ]
        return "{\(fields.joined(separator: ","))}"
    }

    private func matcherMessage() -> Response {
        .json(bytes: ByteBuffer(string: "{\"message\":\(JSONText.quoted(detail))}"), status: status)
    }
}

/// Errors of other rooms say themselves how a client reads them.
public protocol ProblemConvertible: Error {
    /// The error as a client reads it.
    var problem: Problem { get }
}
