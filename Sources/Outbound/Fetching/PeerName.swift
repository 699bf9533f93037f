// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOSSL

/// Whether the certificate of an established TLS connection names the host that was asked for.
///
/// The library accepts a certificate for the *address* too, also when a name was asked for, and for a certificate without
/// alternative names the common name. Public authorities sell certificates for addresses: who can forge an answer of the
/// name server could then stand in for any host. Here only a DNS name counts.
///
/// Source: RFC 9525, section 6.3: an asterisk is a whole left-most label.
enum PeerName {
    struct Mismatch: Error, CustomStringConvertible {
        let description = "the certificate does not name the host"
    }

    /// Fails unless the peer's certificate names `host`. Runs on the channel's event loop, before anything is sent.
    static func check(_ host: String, of channel: any Channel) throws {
        guard let certificate = try channel.pipeline.syncOperations.nioSSL_peerCertificate() else { throw Mismatch() }
        for name in certificate._subjectAlternativeNames() where name.nameType == .dnsName {
            if matches(String(decoding: name.contents, as: UTF8.self), host) { return }
        }
        throw Mismatch()
    }

    static func matches(_ pattern: String, _ host: String) -> Bool {
        let pattern = pattern.lowercased()
        guard pattern.hasPrefix("*.") else { return pattern == host }
        let rest = pattern.dropFirst()
        guard rest.dropFirst().contains("."), let dot = host.firstIndex(of: "."), dot != host.startIndex else {
            return false
        }
        return host[dot...] == rest
    }
}
