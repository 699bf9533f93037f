// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird

extension Response {
    /// Gives the browser a cookie that scripts cannot read and that never goes to another host or a part of this one.
    mutating func setCookie(_ name: String, _ value: String, isSecure: Bool, isStrict: Bool, seconds: Int64? = nil) {
        var text = "\(name)=\(value); Path=/; HttpOnly; SameSite=\(isStrict ? "Strict" : "Lax")"
        if isSecure { text += "; Secure" }
        if let seconds { text += "; Max-Age=\(seconds)" }
        headers.append(HTTPField(name: .setCookie, value: text))
    }

    /// Takes a cookie away.
    mutating func dropCookie(_ name: String, isSecure: Bool) {
        setCookie(name, "", isSecure: isSecure, isStrict: true, seconds: 0)
    }
}
