// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes

/// A page that says what went wrong, when the console has none of its own.
enum ErrorPage {
    static func html(_ problem: Problem, request: String) -> String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>\(problem.status.code) \(escaped(problem.status.reasonPhrase))</title></head>
        <body><main><h1>\(escaped(problem.status.reasonPhrase))</h1><p>\(escaped(problem.detail))</p>
        <p>Request <code>\(escaped(request))</code></p><p><a href="/">Start page</a></p></main></body></html>

        """
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
