// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Foundation

/// The one style sheet. Its address holds its hash, so that browsers may keep it and never show an old one.
struct StyleSheet: Sendable {
    static let current = StyleSheet(PackageResources.console_css)

    let bytes: [UInt8]
    /// The first 64 bits of its SHA-256, in hex.
    let tag: String

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        tag = SHA256.hash(data: bytes).prefix(8).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    /// What pages link to.
    var path: String { "/style.css?\(tag)" }
}
