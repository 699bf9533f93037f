// SPDX-License-Identifier: Apache-2.0

import Outbound
import Testing

@Suite struct AllowListTests {
    private func allows(_ entries: [String], _ url: String) throws -> Bool {
        let list = try AllowList(reading: entries)
        return list.entry(for: try #require(WebAddress(url))) != nil
    }

    @Test func anEmptyListAllowsNothing() throws {
        #expect(try !allows([], "https://img.example.com/"))
    }

    @Test func anEntryMeansItsSchemeHostAndPortOnly() throws {
        let entries = ["img.example.com", "*.pictures.example:8443", "http://plain.example"]
        for url in [
            "https://img.example.com/a", "https://img.example.com:443/", "https://a.pictures.example:8443/",
            "https://a.b.pictures.example:8443/", "http://plain.example/",
        ] {
            #expect(try allows(entries, url), "\(url)")
        }
        for url in [
            "http://img.example.com/", "https://img.example.com:444/", "https://a.img.example.com/",
            "https://img.example.com.evil.example/", "https://evilimg.example.com/", "https://pictures.example:8443/",
            "https://evilpictures.example:8443/", "https://a.pictures.example/", "https://plain.example/",
            "http://plain.example:8080/",
        ] {
            #expect(try !allows(entries, url), "\(url)")
        }
    }

    @Test func anAddressIsNeverBelowAName() throws {
        let entry = AllowedHost(scheme: .https, pattern: .below("0.1"), port: 443, isPrivate: true)
        #expect(!entry.allows(try #require(WebAddress("https://127.0.0.1/"))))
    }

    @Test(arguments: [
        "", "*", "*.", "*.com", "img.*.example", "ftp://img.example.com", "img.example.com/path", "u@img.example.com",
        "img.example.com secret",
        "bücher.example", "127.0.0.1", "https://10.0.0.1", "169.254.169.254 private", "0.0.0.0 private",
        "*.10.0.0.1 private",
        "img.example.com:0", "2130706433", "[::1]",
    ])
    func anEntryThatMayMeanSomethingElseIsRefused(_ text: String) {
        #expect(throws: AllowListError.self) { try AllowedHost(text) }
    }

    @Test(arguments: [
        "127.0.0.1:8080 private", "[fd12::1] private", "http://media.internal:9000 private", "*.internal private",
    ])
    func aPrivateHostIsNamedAsSuch(_ text: String) throws {
        #expect(try AllowedHost(text).isPrivate)
    }
}
