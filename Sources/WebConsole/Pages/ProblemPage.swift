// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Web

/// What went wrong, what is safe, what to do.
struct ProblemPage: Sendable {
    var headline: String
    var detail: String
    var after: String?
    var path = "/"
    var go = "Go to the first page"
    var code: String
    var status: Int

    init(_ problem: Problem) {
        code = problem.code
        status = problem.status.code
        detail = problem.detail
        switch problem.status.code {
        case 401:
            headline = "Sign in first"
            after = "A session ends after 15 minutes without a request."
            path = "/login"
            go = "Sign in"
        case 403 where ["forged", "form-foreign"].contains(problem.code):
            headline = "That was not taken"
            after = "Nothing was changed. Go back, load the page again, and send the form from there."
        case 403:
            headline = "You may not see this"
            after = "What you may do follows from your roles. An administrator gives roles."
        case 404:
            headline = "Not found"
            after = "It may be mistyped, or gone."
        case 405: headline = "This address does something else"
        case 413: headline = "That was too large"
        case 422, 400: headline = "That could not be understood"
        case 429:
            headline = "Too many tries"
            after = problem.retryAfter.map { "Try again in \(Words.count($0, "second", "seconds")). Nothing was lost." }
        case 503:
            headline = "Not now"
            after =
                (problem.retryAfter.map { "Try again in \(Words.count($0, "second", "seconds")). " }
                    ?? "Try again soon. ")
                + "Nothing is told as “no match” meanwhile."
        default:
            headline = problem.status.code >= 500 ? "Something went wrong here" : "That did not work"
            if problem.status.code >= 500 {
                after =
                    "Nothing of what you sent was kept. The server's log has the reason, under the request's number below."
            }
        }
    }
}
