// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes

extension HTTPField.Name {
    /// The id of the request, made here; what a client sends under this name is ignored.
    public static let requestID = known("x-request-id")
    /// An API key, for clients that cannot send `authorization`.
    public static let apiKey = known("x-api-key")
    /// What a page's script sends with a change.
    public static let csrfToken = known("x-csrf-token")
    /// A second `host`: the first one became the authority.
    static let secondHost = known("host")
    static let referrerPolicy = known("referrer-policy")
    static let crossOriginOpenerPolicy = known("cross-origin-opener-policy")
    static let fetchSite = known("sec-fetch-site")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no name of a header") }
        return name
    }
}
