// SPDX-License-Identifier: Apache-2.0

import Logging
import Outbound
import Testing

/// What tests on loopback share.
enum Loopback {
    static let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    /// Judges addresses as ever, but takes 127.0.0.2 for one of the public Internet, and the rest of loopback for what it is.
    static let secondIsPublic: @Sendable (IPAddress) -> AddressReach = { address in
        address == IPAddress("127.0.0.2") ? .public : AddressRules.reach(of: address)
    }

    /// An entry for exactly this host of a server in clear text.
    static func entry(_ host: String, _ port: Int, isPrivate: Bool = false) throws -> AllowedHost {
        let address = try #require(WebAddress("http://\(host):\(port)/"))
        return AllowedHost(scheme: .http, pattern: .exactly(address.host), port: port, isPrivate: isPrivate)
    }
}
