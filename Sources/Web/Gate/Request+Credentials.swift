// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird

extension Request {
    /// The key that a program sent: `authorization: Bearer …` or `x-api-key: …`.
    var presentedKey: String? {
        if let value = headers[.authorization] {
            let scheme = value.prefix { $0 != " " }
            guard scheme.lowercased() == "bearer" else { return "" }
            return String(value.dropFirst(scheme.count).drop { $0 == " " })
        }
        return headers[.apiKey]
    }
}
