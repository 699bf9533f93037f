// SPDX-License-Identifier: Apache-2.0

import Banks
import Fingerprints
import Testing

@Suite("Lines of PDQ hashes")
struct PDQLinesTests {
    static func read(_ text: String) throws -> [(number: Int, line: PDQLines.Line)] {
        var lines = PDQLines(MemorySource(Array(text.utf8)))
        var found: [(number: Int, line: PDQLines.Line)] = []
        while let line = try lines.next() { found.append(line) }
        return found
    }

    @Test func hashesAreReadWhateverFollowsThem() throws {
        let first = Invented.pdq(1)
        let text = "\(first)\n\(first.uppercased())\r\n\n# remark\n  \(first)\t100\tphoto one.jpg\n\(first) name"
        let found = try Self.read(text)
        #expect(found.map(\.number) == [1, 2, 5, 6])
        for (_, line) in found {
            guard case .hash(let hash) = line else {
                Issue.record("not read as a hash")
                continue
            }
            #expect(hash == PDQHash(hex: first))
        }
    }

    @Test func everyBitHasItsPlace() throws {
        for seed in 1...500 {
            let hex = Invented.pdq(seed)
            guard case .hash(let hash)? = try Self.read(hex).first?.line else {
                Issue.record("not read as a hash")
                return
            }
            #expect(hash.hex == hex)
        }
    }

    @Test func everythingElseComesAsItIs() throws {
        let hash = Invented.pdq(1)
        let wrong = [String(hash.dropLast()), hash + "0", "{\"pdq\":\"\(hash)\"}", "g" + hash.dropFirst(), hash + ","]
        let found = try Self.read(wrong.joined(separator: "\n") + "\n" + String(repeating: "a", count: 70_000))
        #expect(found.map(\.number) == [1, 2, 3, 4, 5, 6])
        for (text, (_, line)) in zip(wrong, found) {
            guard case .other(let bytes) = line else {
                Issue.record("\(text) was read as a hash")
                continue
            }
            #expect(bytes == Array(text.utf8))
        }
        guard case .tooLong? = found.last?.line else {
            Issue.record("a line of 70,000 bytes was kept")
            return
        }
    }
}
