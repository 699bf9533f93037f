// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HTTPTypes
public import Hummingbird
internal import NIOCore

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

    private func problemDocument(_ request: String) -> Response {
        let text = """
            {"type":"about:blank#\(code)","title":\(Self.quoted(status.reasonPhrase)),"status":\(status.code),\
            "code":\(Self.quoted(code)),"detail":\(Self.quoted(detail)),"instance":"urn:request:\(request)"}
            """
        return .json(bytes: ByteBuffer(string: text), status: status, type: "application/problem+json")
    }

    private func matcherMessage() -> Response {
        .json(bytes: ByteBuffer(string: "{\"message\":\(Self.quoted(detail))}"), status: status)
    }

    /// A JSON string.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

/// Errors of other rooms say themselves how a client reads them.
public protocol ProblemConvertible: Error {
    /// The error as a client reads it.
    var problem: Problem { get }
}
