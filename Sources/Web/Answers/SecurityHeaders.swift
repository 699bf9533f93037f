// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes

/// What every answer says to browsers. A handler may say something else; nobody can forget it.
enum SecurityHeaders {
    /// For pages: only what this server itself serves.
    static let pagePolicy =
        "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; img-src 'self' data:; script-src 'self'; style-src 'self'"
    /// For everything else: an answer that a browser takes for a page loads and runs nothing.
    static let otherPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

    static func add(to fields: inout HTTPFields, isSecure: Bool) {
        func add(_ name: HTTPField.Name, _ value: String) {
            if !fields.contains(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        add(.contentSecurityPolicy, otherPolicy)
        add(.cacheControl, "no-store")
        fields.append(HTTPField(name: .xContentTypeOptions, value: "nosniff"))
        fields.append(HTTPField(name: .referrerPolicy, value: "no-referrer"))
        fields.append(HTTPField(name: .crossOriginOpenerPolicy, value: "same-origin"))
        fields.append(HTTPField(name: .crossOriginResourcePolicy, value: "same-origin"))
        if isSecure {
            fields.append(
                HTTPField(name: .strictTransportSecurity, value: "max-age=31536000; includeSubDomains"))
        }
    }
}
