// SPDX-License-Identifier: Apache-2.0

import Outbound
import Testing

@Suite struct WebAddressTests {
    @Test(arguments: [
        ("https://img.example.com/a.jpg", "https://img.example.com/a.jpg"),
        ("HTTPS://IMG.Example.COM:443", "https://img.example.com/"),
        ("https://img.example.com?x=1", "https://img.example.com/?x=1"),
        ("http://img.example.com:8080/a%20b?c=d&e=/f?", "http://img.example.com:8080/a%20b?c=d&e=/f?"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://192.0.2.7/", "https://192.0.2.7/"),
        ("https://[2001:DB8:0:0::1]:8443/", "https://[2001:db8::1]:8443/"),
        ("https://0x.example/", "https://0x.example/"), ("https://1.2.3.4.example/", "https://1.2.3.4.example/"),
    ])
    func anOrdinaryURLReadsAndWritesCanonically(_ text: String, _ canonical: String) {
        #expect(WebAddress(text)?.description == canonical)
    }

    @Test(arguments: [
        "", "img.example.com", "//img.example.com/", "https:/img.example.com/", "https:img.example.com",
        "ftp://img.example.com/",
        "file:///etc/hostname", "javascript:0", "https://", "https:///a", "https://user@img.example.com/",
        "https://user:word@img.example.com/", "https://@img.example.com/", "https://img.example.com@evil.example/",
        "https://img.example.com/#part", "https://img.example.com#@evil.example/", "https://img.example.com:/",
        "https://img.example.com:0/", "https://img.example.com:0443/", "https://img.example.com:65536/",
        "https://img.example.com:+443/",
        "https://img.example.com:443:80/", "https://img.example.com./", "https://.example.com/",
        "https://img..example.com/",
        "https://-img.example.com/", "https://img%2eexample.com/", "https://img.example.com\\@evil.example/",
        "https:\\\\img.example.com/",
        "https://img.example.com/a b", "https://img.example.com/a\u{0}", "https://img.example.com/a\r\nx: y",
        "https://img.example.com/\t",
        "https://bücher.example/", "https://img。example.com/", "https://ｉｍｇ.example.com/", "https://img.example.com/ü",
        "https://img.example.com/%zz", "https://img.example.com/%2", "https://[::1", "https://::1/",
        "https://[::1]evil.example/",
        "https://[fe80::1%25eth0]/", "https://[v1.a]/", "https://[127.0.0.1]/", "https://127.1/", "https://0177.0.0.1/",
        "https://2130706433/", "https://0x7f000001/", "https://127.0.0.0x1/", "https://example.0x/",
        "https://a.b.c.256/",
        " https://img.example.com/", "https://img.example.com/ ", "https://img_1.example.com/",
    ])
    func whatProgramsReadDifferentlyIsRefused(_ text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test func aLongURLIsRefused() {
        let base = "https://img.example.com/"
        let longest = base + String(repeating: "a", count: WebAddress.mostBytes - base.utf8.count)
        #expect(WebAddress(longest) != nil)
        #expect(WebAddress(longest + "a") == nil)
    }

    @Test(arguments: [
        ("b.jpg", "https://h.example/x/b.jpg"), ("/b.jpg", "https://h.example/b.jpg"),
        ("?r=2", "https://h.example/x/a.jpg?r=2"),
        ("../b", "https://h.example/b"), ("./../../b/.", "https://h.example/b/"), ("..", "https://h.example/"),
        ("//o.example/c", "https://o.example/c"), ("http://o.example:81/c", "http://o.example:81/c"),
        ("https://o.example/c#part", "https://o.example/c"), ("#part", "https://h.example/x/a.jpg?q=1"),
        ("", "https://h.example/x/a.jpg?q=1"),
        ("/a?b=:c", "https://h.example/a?b=:c"),
    ])
    func aLocationIsResolved(_ location: String, _ result: String) throws {
        let start = try #require(WebAddress("https://h.example/x/a.jpg?q=1"))
        #expect(start.redirected(to: location)?.description == result)
    }

    @Test(arguments: [
        "file:///etc/hostname", "gopher://o.example/", "data:,x", "javascript:0", "https:o.example",
        "https://u@o.example/", "//u@o.example/",
        "http:\\\\o.example", "https://127.1/", "//2130706433/", "/a b", "/ü", "mailto:a@o.example",
    ])
    func aLocationThatIsNoAddressIsRefused(_ location: String) throws {
        let start = try #require(WebAddress("https://h.example/x/a.jpg?q=1"))
        #expect(start.redirected(to: location) == nil)
    }
}
