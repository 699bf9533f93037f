// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Outbound

@Suite struct PeerNameTests {
    @Test(arguments: [
        ("img.example.com", "img.example.com"), ("IMG.example.com", "img.example.com"),
        ("*.example.com", "img.example.com"),
    ])
    func aCertificateNamesTheHost(_ pattern: String, _ host: String) {
        #expect(PeerName.matches(pattern, host))
    }

    @Test(arguments: [
        ("*.example.com", "example.com"), ("*.example.com", "a.img.example.com"), ("*.com", "example.com"),
        ("*", "example"),
        ("i*.example.com", "img.example.com"), ("*.*.com", "img.example.com"), ("img.example.com.", "img.example.com"),
        ("", "img.example.com"), ("*.", "img.example.com"), ("example.com", "img.example.com"),
        ("*.example.com", ".example.com"),
    ])
    func aCertificateForOthersDoesNot(_ pattern: String, _ host: String) {
        #expect(!PeerName.matches(pattern, host))
    }
}
