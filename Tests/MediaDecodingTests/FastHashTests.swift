// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import MediaDecoding
import TestSupport
import Testing

@Suite("Fast hashing")
struct FastHashTests {
    private static let photographs = Repository.material("pdq")

    @Test(
        "of photographs is within 4 bits of exact for all but few, from either reduction",
        .enabled(if: photographs != nil, "the photographs are not beside this repository"), arguments: [256, 512])
    func distances(shorterSide: Int) throws {
        let folder = try #require(Self.photographs).appending(path: "images")
        let decoder = try Decoders.patient()
        var distances: [Int] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            let file = [UInt8](try Data(contentsOf: folder.appending(path: name)))
            guard let exact = try decoder.fingerprints(of: file).value?.frames[0], exact.quality >= 50 else { continue }
            let fast = try decoder.fingerprints(of: file, hashing: .fast(shorterSide: shorterSide))
            distances.append(try #require(fast.value, "\(name)").frames[0].hash.distance(to: exact.hash))
        }
        #expect(distances.count >= 20)
        let near = distances.count { $0 <= 4 }
        #expect(near * 100 >= distances.count * 95, "\(distances.sorted())")
        #expect(distances.allSatisfy { $0 <= 16 }, "\(distances.sorted())")
    }

    @Test("of a damaged JPEG says the same of the damage, and hashes what the library decodes")
    func damage() throws {
        let decoder = try Decoders.confined()
        let whole = try Self.jpeg()
        var random = SplitMix(state: 11)
        var outcomes: [String: Int] = [:]
        for round in 0..<(Repository.runsLongTests ? 30_000 : 200) {
            var file = whole
            switch round % 4 {
            case 0: file.removeLast(Int(random.next() % UInt64(file.count - 2)))
            case 1: file[Int(random.next() % UInt64(file.count))] = UInt8(truncatingIfNeeded: random.next())
            case 2:
                for _ in 0..<4 { file[Int(random.next() % UInt64(file.count))] ^= 1 << UInt8(random.next() % 8) }
            default: file.remove(at: Int(random.next() % UInt64(file.count)))
            }
            // 8: luma at an eighth, by the own reader where it can; 5: at a quarter.
            let fast = try Self.facts(file, .fast(shorterSide: round % 8 < 4 ? 8 : 16), decoder)
            let exact = try Self.facts(file, .exact, decoder)
            #expect(fast == exact, "round \(round)")
            outcomes[exact.ending, default: 0] += 1
        }
        // The rounds meant something.
        #expect(outcomes.count >= 2)
    }

    @Test("reads the luma at an eighth like the library, which reads what the own reader leaves to it")
    func sameAsTheLibrary() throws {
        let decoder = try Decoders.confined()
        let file = try Self.jpeg()
        try #require(file.suffix(2) == [0xff, 0xd9])
        // A comment behind the scan is nothing wrong, and nothing that the own reader knows.
        let commented = file.dropLast(2) + [0xff, 0xfe, 0x00, 0x04, 0x68, 0x69, 0xff, 0xd9]
        func grey(_ file: [UInt8]) throws -> (block: Int, isPartial: Bool, bytes: [UInt8]) {
            let outcome = try decoder.decode(file.span, hashing: .fast(shorterSide: 8)) { picture, area in
                (picture.frames[0].block, picture.isPartial, picture.frames[0].bytes(in: area))
            }
            return try #require(outcome.value)
        }
        let (own, library) = (try grey(file), try grey(Array(commented)))
        #expect(own == library)
        #expect(own.block == 8)
        #expect(!own.isPartial)
    }

    struct Facts: Equatable {
        var ending: String
        var sizes: [[Int]] = []
    }

    private static func facts(_ file: [UInt8], _ hashing: DecodedHashing, _ decoder: ConfinedDecoder) throws -> Facts {
        let outcome = try decoder.decode(file.span, hashing: hashing) { picture, _ in
            Facts(
                ending: "\(picture.format) \(picture.isPartial ? "partial: \(picture.reason)" : "complete")",
                sizes: picture.frames.map { [$0.width, $0.height] })
        }
        return outcome.value ?? Facts(ending: "\(outcome.failure?.kind as Any) \(outcome.failure?.message ?? "")")
    }

    /// A JPEG with colours, restart markers and several units in both directions.
    private static func jpeg() throws -> [UInt8] {
        let url = Repository.root.appending(path: "Tests/MediaDecodingTests/Material/units.jpg")
        return [UInt8](try Data(contentsOf: url))
    }
}
