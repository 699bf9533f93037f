// SPDX-License-Identifier: Apache-2.0

import Containers
import TestSupport
import Testing

@Suite("Inflate")
struct InflateTests {
    /// A compressed text and what it holds.
    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        let format: Inflate.Format
        let stream: String
        let text: String
        var testDescription: String { name }
        var bytes: [UInt8] {
            var bytes: [UInt8] = []
            var digits = stream[...]
            while let byte = UInt8(digits.prefix(2), radix: 16) {
                bytes.append(byte)
                digits = digits.dropFirst(2)
            }
            return bytes
        }
    }

    private static let sampleWords = (0..<60).map { index in
        let letter = String(UnicodeScalar(UInt8(97 + index % 26)))
        return "\(index * index % 97) sample words \(String(repeating: letter, count: index % 7))"
    }.joined(separator: " ")

    /// Made with zlib 1.3: levels 1, 6 and 9, the fixed strategy, and gzip with a name.
    static let vectors = [
        Vector(
            name: "fixed codes", format: .zlib,
            stream: "78010bc94855282ccd4cce56482aca2fcf5348cbaf50c82acd2d2856c82f4b2d5228014ae72456552aa4e4a7eb2984d0"
                + "4c3100f93c3076",
            text: String(repeating: "The quick brown fox jumps over the lazy dog. ", count: 3)),
        Vector(
            name: "own codes", format: .zlib,
            stream: "78da65945b76c2300c44b772974012c78fe50081160205425b48575fdb7f1eddbfcc91e5913c271b9edbebfd72e0755b"
                + "a62774edf70ed70afb3da955a669a2f3ad76c8d08fad782c3048e94705275df172f18928dece67865699e7995ece5d32"
                + "b8d08ad702a16fd5af0aa232c8bd77bc943c1e241976591606b1f7cc1036adf85da0938e3f1546e94092edbd7032effb"
                + "4d12c3ebbae2a4d35f862467b7054671b8ab10f58164e2893e680a88d16480d1d904d0cb023e0b4449c5a982eff489c4"
                + "cb4cd7690c88de8400ef6d047062fa56601087f70a9dd98b04816462401c4d0808c946802085bf0582747c558c6c4eaf"
                + "e6921c02f55222a0966b00bcfe093266fca9629665767a34abcf21d017ca11f807468e97df",
            text: sampleWords),
        Vector(
            name: "fast level", format: .raw,
            stream: "65945d7a82301045b77296202404b21c056d15ad086d91aebe99bce572de986f7eee0cf7cb81e5f898ee67d6e73c2c50"
                + "95df277c19e87b62191986812a94b17382ba2983170327a91f19bc7425c8e02b9d68bbdd70e584711ca9a5ee9ec0b765"
                + "e2c3a0adcbe8570689e264ee449094d78b28cbcef38c13794b82f6500efd36a8a4e34f86463a10e57a2b5ef67dbf8922"
                + "78db36bc74fa4b10a5f668d088c25386aed44d908d076ab972f2402755e68046a69a01a8e5009f069db8e29a21c88238"
                + "d13252494a324127b7330b04899903f022fa69e044e194a19264a4e34c94d3271374a2d72cd0caaee6005a49fc3568a5"
                + "e39ad98577d5db6e4832816a310ba86473802ed61bbbf5d36b600f821e6b77d3cbeef4c904fa879205fe01",
            text: sampleWords),
        Vector(
            name: "Huffman only", format: .zlib,
            stream: "780105c18b8122090804d0542a84d5d6b60d07053f3b201ca5c3ce447feffd0125ca0d93ad0476a044b961b295b8e000"
                + "4a941b265b89eb156750a2dc30d94aa82a762b28516e986c25ccccb03f8212e586c956e276bbdd6e585650a2dc30d94a"
                + "dceff7fbfd8ec3199428374cb612580fa044b961b2957862db8112e586c956e2ef5f2ca044b961b295f8fafac2fe004a"
                + "941b265b0977771c4ea044b961b2958888089cf6a044b961b29578bd5eafd70b7b50a2dc30d94a60d98112e586c956a2"
                + "b0ee418972c3642bf1df7f381f418972c3642bd1dd581650a2dc30d94a90244e7f408972c3642bf17ebfdf6fecf6a044"
                + "b961b295f87c3e9fcf07c7059428374cb61238afa044b961b295181c0ea044b961b295f8f70fe71d28516e986c257e7e"
                + "7e7058408972c3642bf1fbfbfb8bf3019428374cb612222282e31f50a2dc30d94a5c2e97cbe5820d9428374cb612588f"
                + "a044b961b29550ec4fa044b961b29530c3b68112e586c956e276bbe1780025ca0d93adc4fd7ebf63bf0725ca0d93adc4"
                + "e3f1783cb09d418972c3642bf17c3e9fcf27d61d28516e986c25b01c418972c3642bf185dd0e9428374cb612eed85650"
                + "a2dc30d94a4404d6159428374cb612afd7eb85c3064a941b265b89ccccc4b20725ca0d93ad44555515761b28516e986c"
                + "25b08212e586c956a2715e408972c3642b41623b8212e586c956e2fd7ee3740625ca0d93adc4e7f3f9e0740425ca0d93"
                + "adc4f7f7f7f7374e0b28516e986c25666666705a408972c3642b81d3119428374cb6123f389d418972c3642bf1fb8bed"
                + "084a941b265b0911c1790125ca0d93adc4e572b9600525ca0d93adc4f57abd5eb1db408972c3642ba1aaaa8a650f4a94"
                + "1b265b091c3650a2dc30d94adcb0aea044b961b295b8dfb1ada044b961b295783c1eff03468e97df",
            text: sampleWords),
        Vector(
            name: "gzip with a name", format: .gzip,
            stream: "1f8b08080000000002ff6e616d652e6a736f6e00ab56f2494c4acd51b252503254d2515072cecf2b49cd2b0928ca4f29"
                + "4d4e2d0289e7e527e5a7548224a1a29e2e20611323a55a00c036cc223e000000",
            text: #"{"Label": "1", "ContentProducer": "nobody", "ProduceID": "42"}"#),
        Vector(
            name: "nothing", format: .zlib,
            stream: "789c030000000001",
            text: ""),
    ]

    @Test("streams of zlib come out as they went in", arguments: vectors)
    func published(_ vector: Vector) {
        let outcome = Inflate.inflate(vector.bytes, as: vector.format)
        #expect(outcome.failure == nil)
        #expect(String(decoding: outcome.bytes, as: UTF8.self) == vector.text)
        #expect(outcome.consumed == vector.bytes.count)
    }

    @Test("what follows a stream is left alone", arguments: vectors)
    func rest(_ vector: Vector) {
        let outcome = Inflate.inflate(vector.bytes + [1, 2, 3, 4, 5, 6, 7, 8, 9], as: vector.format)
        #expect(outcome.failure == nil)
        #expect(outcome.consumed == vector.bytes.count)
    }

    @Test("a stream that is cut gives what came before, and says so", arguments: vectors)
    func cut(_ vector: Vector) {
        let whole = [UInt8](vector.text.utf8)
        let stream = vector.bytes
        for length in 0..<stream.count {
            let outcome = Inflate.inflate([UInt8](stream.prefix(length)), as: vector.format)
            #expect(outcome.failure?.reason == .cut, "after \(length) bytes")
            #expect(whole.starts(with: outcome.bytes))
        }
    }

    @Test("a flipped bit never traps and, under a checksum, is never overlooked", arguments: vectors)
    func flipped(_ vector: Vector) {
        let stream = vector.bytes
        let whole = [UInt8](vector.text.utf8)
        var overlooked: [Int] = []
        for bit in 0..<stream.count * 8 {
            var damaged = stream
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            let outcome = Inflate.inflate(damaged, as: vector.format, limit: 100_000)
            // Time, name and system in the head of gzip are free.
            if vector.format != .raw, outcome.failure == nil, outcome.bytes != whole { overlooked.append(bit) }
            if outcome.bytes.count > 100_000 { overlooked.append(bit) }
        }
        #expect(overlooked == [])
    }

    @Test("stored blocks of any length come back", arguments: [0, 1, 31, 65_535, 65_536, 200_000])
    func stored(_ count: Int) {
        let bytes = noise(count)
        for blockBytes in [1000, 65_535] {
            for (stream, format) in [
                (ZlibBuilder.raw(bytes, blockBytes: blockBytes), Inflate.Format.raw),
                (ZlibBuilder.stored(bytes, blockBytes: blockBytes), .zlib), (ZlibBuilder.gzip(bytes, name: "x"), .gzip),
            ] {
                let outcome = Inflate.inflate(stream, as: format)
                #expect(outcome.failure == nil)
                #expect(outcome.bytes == bytes)
            }
        }
    }

    @Test func whatComesOutStopsAtTheLimit() {
        let bytes = noise(5000)
        for limit in [0, 1, 2000, 4999] {
            let outcome = Inflate.inflate(ZlibBuilder.stored(bytes), as: .zlib, limit: limit)
            #expect(outcome.failure?.reason == .overLimit)
            #expect(outcome.bytes == [UInt8](bytes.prefix(limit)))
        }
        #expect(Inflate.inflate(ZlibBuilder.stored(bytes), as: .zlib, limit: 5000).failure == nil)
    }

    @Test("the limit holds to the byte for every kind of block", arguments: vectors)
    func exactLimit(_ vector: Vector) {
        let whole = [UInt8](vector.text.utf8)
        let stream = vector.bytes
        #expect(Inflate.inflate(stream, as: vector.format, limit: whole.count).failure == nil)
        for less in [1, 2, 100] where less <= whole.count {
            let outcome = Inflate.inflate(stream, as: vector.format, limit: whole.count - less)
            #expect(outcome.failure?.reason == .overLimit)
            #expect(outcome.bytes == [UInt8](whole.dropLast(less)))
        }
    }

    @Test func aBombStopsAtTheLimit() {
        // A literal, then copies of 258 bytes from one byte before, without end.
        var writer = BitWriter()
        writer.append(0b1, 1)
        writer.append(0b01, 2)
        writer.appendCode(0x30 + 65, 8)
        for _ in 0..<40_000 {
            writer.appendCode(0xc0 + 285 - 280, 8)
            writer.appendCode(0, 5)
        }
        writer.appendCode(0, 7)
        let whole = Inflate.inflate(writer.bytes, as: .raw, limit: 20_000_000)
        #expect(whole.failure == nil)
        #expect(whole.bytes.count == 1 + 40_000 * 258)
        #expect(whole.bytes.allSatisfy { $0 == 65 })
        let stopped = Inflate.inflate(writer.bytes, as: .raw, limit: 1_000_003)
        #expect(stopped.failure?.reason == .overLimit)
        #expect(stopped.bytes.count == 1_000_003)
    }

    @Test func blocksWithoutContentStopAtTheirLimit() {
        let empty: [UInt8] = [0, 0, 0, 0xff, 0xff]
        let stream = (0..<1000).flatMap { _ in empty }
        let outcome = Inflate.inflate(stream, as: .raw, blockLimit: 100)
        #expect(outcome.failure?.reason == .overLimit)
        #expect(outcome.blocks == 100)
    }

    @Test(
        "what contradicts itself is refused",
        arguments: [
            [0x07] as [UInt8],  // Block of type 3.
            [0x01, 5, 0, 5, 0],  // Length of a stored block.
            [0x05, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],  // Codes with too many symbols.
            [0x03, 0x02, 0, 0],  // A copy from before the beginning.
        ])
    func malformed(_ stream: [UInt8]) {
        #expect(Inflate.inflate(stream, as: .raw).failure?.reason == .malformed)
    }

    @Test func wrongHeadsAndChecksumsAreTold() {
        var stream = ZlibBuilder.stored(text("hello"))
        stream[stream.count - 1] ^= 1
        let outcome = Inflate.inflate(stream, as: .zlib)
        #expect(outcome.failure?.reason == .checksum)
        #expect(outcome.bytes == text("hello"))
        #expect(Inflate.inflate([0x79, 0x9c, 3, 0], as: .zlib).failure?.reason == .malformed)
        #expect(Inflate.inflate(ZlibBuilder.stored([]), as: .gzip).failure?.reason == .malformed)
    }

    @Test func randomBytesNeverTrapOrExceedTheLimit() {
        var random = SplitMix(state: 11)
        for _ in 0..<3000 {
            var stream = (0..<Int(random.next() % 120)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            // Mostly blocks with codes of their own, which have the most ways to be wrong.
            if let first = stream.first, random.next() % 2 == 0 { stream[0] = first & 0xf8 | 0x05 }
            let outcome = Inflate.inflate(stream, as: .raw, limit: 4096)
            #expect(outcome.bytes.count <= 4096)
            #expect(outcome.consumed <= stream.count)
        }
    }
}

/// Bits as DEFLATE writes them: numbers lowest bit first, codes highest bit first.
private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var count = 0

    mutating func append(_ value: Int, _ width: Int) {
        for bit in 0..<width {
            if count % 8 == 0 { bytes.append(0) }
            bytes[count / 8] |= UInt8(value >> bit & 1) << UInt8(count % 8)
            count += 1
        }
    }

    mutating func appendCode(_ code: Int, _ width: Int) {
        for bit in (0..<width).reversed() { append(code >> bit & 1, 1) }
    }
}
