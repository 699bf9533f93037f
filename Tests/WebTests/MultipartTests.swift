// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Testing

@testable import Web

@Suite struct MultipartTests {
    private let form = """
        --b\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n--bx\r\n--b\r\n\
        Content-Disposition: form-data; name="f"; filename="q\\"\u{E9}.png"\r\nContent-Type: image/png\r\n\r\n\r\n\r\n--b--\r\nend
        """

    private func parse(_ text: String, piece: Int, maxParts: Int = 9) throws -> [MultipartForm.Part] {
        var parser = MultipartParser(boundary: "b", maxParts: maxParts)
        var parts: [MultipartForm.Part] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            parser.feed(ByteBuffer(bytes: bytes[start..<min(bytes.count, start + piece)]))
            while let part = try parser.next() { parts.append(part) }
        }
        try parser.finish()
        return parts
    }

    @Test func pieceSizesDoNotMatter() throws {
        for piece in 1...200 {
            // "\r\n--bx" is content: after the boundary comes neither a line end nor two dashes, so this form is refused.
            #expect(throws: Problem.self) { try parse(form, piece: piece) }
            let parts = try parse(form.replacing("\r\n--bx", with: "\r\n-bx"), piece: piece)
            #expect(parts.map(\.name) == ["a", "f"])
            #expect(parts.map(\.text) == ["one\r\n-bx", "\r\n"])
            #expect(parts.last?.fileName == "q\"\u{E9}.png")
        }
    }

    @Test func damagedFormsAreRefused() {
        for text in [
            "", "--b", "--b--", "x\r\n--b\r\n", "--b\r\nno colon\r\n\r\n\r\n--b--", "--b\r\n\r\nx\r\n--b--\r\n",
        ] where text != "--b--" {
            #expect(throws: Problem.self, "\(text)") { try parse(text, piece: 3) }
        }
        #expect(throws: Problem.self) {
            try parse(form.replacing("\r\n--bx", with: ""), piece: 50, maxParts: 1)
        }
    }
}
