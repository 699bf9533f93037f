// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird

/// What every answer says to browsers. A handler may say something else; nobody can forget it.
enum SecurityHeaders {
    /// For pages: only what this server itself serves.
    static let pagePolicy =
        "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; img-src 'self' data:; script-src 'self'; style-src 'self'"
    /// For everything else: an answer that a browser takes for a page loads and runs nothing.
    static let otherPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

    static func add(to response: inout Response, isSecure: Bool) {
        func add(_ name: HTTPField.Name, _ value: String) {
            if !response.headers.contains(name) { response.headers.append(HTTPField(name: name, value: value)) }
        }
        add(.contentSecurityPolicy, otherPolicy)
        add(.cacheControl, "no-store")
        response.headers.append(HTTPField(name: .xContentTypeOptions, value: "nosniff"))
        response.headers.append(HTTPField(name: .referrerPolicy, value: "no-referrer"))
        response.headers.append(HTTPField(name: .crossOriginOpenerPolicy, value: "same-origin"))
        response.headers.append(HTTPField(name: .crossOriginResourcePolicy, value: "same-origin"))
        if isSecure {
            response.headers.append(
                HTTPField(name: .strictTransportSecurity, value: "max-age=31536000; includeSubDomains"))
        }
    }
}
