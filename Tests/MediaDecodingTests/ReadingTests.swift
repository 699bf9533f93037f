// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import MediaDecoding
import TestSupport
import Testing
import Watermarks

/// What is read of the first frame besides: votes for watermarks, and hidden text.
@Suite("A picture's first frame")
struct ReadingTests {
    /// One part of what peer_marks.py makes. Its files go away with it.
    private struct Peers {
        let rows: [[String]]
        private let folder: TemporaryFolder

        init(_ part: String) throws {
            folder = try TemporaryFolder()
            let made = try Execution.peer("peer_marks.py", [folder.path, part])
            try #require(made.status == 0, "\(made.errors)")
            let table = try String(contentsOf: folder.url.appending(path: "\(part).tsv"), encoding: .utf8)
            rows = table.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        }

        func file(_ name: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: folder.url.appending(path: name)))
        }
    }

    private static func read(
        _ file: [UInt8], _ reading: PictureReading, _ decoder: ConfinedDecoder, hashing: DecodedHashing = .exact
    ) throws -> DecodedPicture? {
        try decoder.decode(file.span, hashing: hashing, reading: reading) { picture, _ in picture }.value
    }

    /// Everything that a picture is hashed from.
    private struct Hashed: Equatable {
        var frames: [DecodedFrame]
        var means: [[Float]?]
        var grey: [[UInt8]]
        var isPartial: Bool
        var reason: String
        // Where in the area later frames lie is nobody's business.
        static func == (left: Hashed, right: Hashed) -> Bool {
            left.means == right.means && left.grey == right.grey && left.isPartial == right.isPartial
                && left.reason == right.reason
                && left.frames.map { [$0.width, $0.height, $0.block] }
                    == right.frames.map { [$0.width, $0.height, $0.block] }
        }
    }

    private static func hashed(
        _ file: [UInt8], _ hashing: DecodedHashing, _ reading: PictureReading, _ decoder: ConfinedDecoder
    ) throws -> Hashed? {
        try decoder.decode(file.span, hashing: hashing, reading: reading) { picture, area in
            Hashed(
                frames: picture.frames, means: picture.frames.map { $0.means(in: area) },
                grey: picture.frames.map { $0.bytes(in: area) }, isPartial: picture.isPartial, reason: picture.reason)
        }.value
    }

    @Test(
        "votes in every format as the definition says of its pixels, and hashes alike whatever is read",
        .enabled(if: Repository.python != nil, "peers are not installed: make test"))
    func formats() throws {
        let peers = try Peers("formats")
        let decoder = try Decoders.patient()
        var formats: Set<PictureFormat> = []
        var withVotes = 0
        for name in peers.rows.map({ $0[0] }) {
            let file = try peers.file(name)
            let (picture, pixels) = try #require(try decoder.pixels(of: file).value, "\(name)")
            let both: PictureReading = [.watermarkVotes, .stealthBits]
            let read = try #require(try Self.read(file, both, decoder), "\(name)")
            #expect(read.stealthBits == nil, "\(name)")
            formats.insert(picture.format)
            let frame = picture.frames[0]
            if frame.raster.channels == 3 && frame.width * frame.height >= 65_536 {
                let expected = VoteDefinition.votes(pixels[0], frame.width, frame.height)
                #expect(read.watermarkVotes == VoteDefinition.packed(expected), "\(name)")
                withVotes += 1
            } else {
                #expect(read.watermarkVotes == nil, "\(name)")
            }
            for hashing in [.exact, .nearest512, .fast(shorterSide: 64)] as [DecodedHashing] {
                let plain = try #require(try Self.hashed(file, hashing, [], decoder))
                let readings: [PictureReading] = hashing == .exact ? [.watermarkVotes, .stealthBits, both] : [both]
                for reading in readings + (picture.format == .jpeg ? [.stealthBits] : []) {
                    // Hashed fast, a JPEG gives its luma, unless its colours are needed.
                    if picture.format == .jpeg && hashing == .fast(shorterSide: 64) && reading != .stealthBits {
                        continue
                    }
                    #expect(
                        try Self.hashed(file, hashing, reading, decoder) == plain, "\(name), \(hashing), \(reading)")
                }
            }
        }
        #expect(formats == Set(PictureFormat.allCases))
        #expect(withVotes >= 30)
    }

    @Test(
        "votes as invisible-watermark reads its blocks",
        .enabled(if: Repository.python != nil, "peers are not installed: make test"))
    func library() throws {
        let peers = try Peers("votes")
        let decoder = try Decoders.patient()
        var compared = 0
        var all = 0
        for row in peers.rows {
            let votes = try #require(try Self.read(peers.file(row[0]), .watermarkVotes, decoder)?.watermarkVotes)
            let (count, bits) = (votes.count, Self.bits)
            for plane in 0..<4 {
                let (theirs, clear) = (bits(row[1 + plane * 2], count), bits(row[2 + plane * 2], count))
                let ours = votes.bits(of: plane)
                let wrong = (0..<count).count { clear[$0] && ours[$0] != theirs[$0] }
                #expect(wrong == 0, "\(row[0]), plane \(plane): \(wrong) of \(count)")
                compared += clear.count { $0 }
                all += count
            }
        }
        #expect(all > 100_000)
        #expect(compared * 10 > all * 8)
    }

    private static func bits(_ hexadecimal: String, _ count: Int) -> [Bool] {
        let bits = hexadecimal.flatMap { digit in
            (0..<4).map { (digit.hexDigitValue ?? 0) >> (3 - $0) & 1 == 1 }
        }
        return Array(bits.prefix(count))
    }

    @Test(
        "shows the watermark that the reference has embedded, and none where there is none",
        .enabled(if: Repository.python != nil, "peers are not installed: make test"))
    func marks() throws {
        let peers = try Peers("marks")
        let decoder = try Decoders.patient()
        var found = 0
        for row in peers.rows {
            let picture = try #require(try Self.read(peers.file(row[0]), .watermarkVotes, decoder))
            let finding = picture.watermarkVotes.flatMap { WatermarkScore.finding(in: $0) }
            #expect(finding?.scheme.rawValue ?? "-" == row[1], "\(row[0]): \(String(describing: finding))")
            if finding != nil { found += 1 }
        }
        #expect(found == 48)
    }

    @Test(
        "gives away the text that is hidden in it, as far as it is whole",
        .enabled(if: Repository.python != nil, "peers are not installed: make test"))
    func hidden() throws {
        let peers = try Peers("hidden")
        let decoder = try Decoders.patient()
        var schemes: Set<String> = []
        for row in peers.rows {
            let file = try peers.file(row[0])
            let picture = try #require(try Self.read(file, .stealthBits, decoder), "\(row[0])")
            let text = picture.stealthBits
            #expect(text?.scheme.rawValue ?? "-" == row[1], "\(row[0])")
            schemes.insert(row[1])
            guard let text else { continue }
            #expect(text.declaredBits == UInt32(row[2]), "\(row[0])")
            #expect(text.isIncomplete == (row[3] == "no"), "\(row[0])")
            #expect(text.payload == (try peers.file(row[0] + ".payload")), "\(row[0])")
            // Not asked for, not given.
            #expect(try Self.read(file, .watermarkVotes, decoder)?.stealthBits == nil, "\(row[0])")
        }
        #expect(schemes == Set(StealthBits.Scheme.allCases.map(\.rawValue) + ["-"]))
    }

    private static let markers = Repository.material("provenance")

    @Test(
        "shows the marks of the collected pictures, and none in those without",
        .enabled(if: markers != nil, "the collected pictures are not beside this repository"))
    func collected() throws {
        let folder = try #require(Self.markers)
        let decoder = try Decoders.patient()
        let expected: [String: WatermarkScheme] = [
            "wm-sd1.png": .stableDiffusion1, "wm-sd2.png": .stableDiffusion2, "wm-sdxl.png": .stableDiffusionXL,
            "wm-flux.png": .flux,
        ]
        let texts: [String: StealthBits.Scheme] = [
            "novelai-stealth-pngcomp.png": .pngCompressed, "stealth-rgbcomp.png": .rgbCompressed,
        ]
        var marked = 0
        var clean = 0
        for url in Self.pictures(in: folder) {
            let name = url.lastPathComponent
            let both: PictureReading = [.watermarkVotes, .stealthBits]
            guard let picture = try Self.read([UInt8](try Data(contentsOf: url)), both, decoder) else { continue }
            let finding = picture.watermarkVotes.flatMap { WatermarkScore.finding(in: $0) }
            #expect(finding?.scheme == expected[name], "\(name): \(String(describing: finding))")
            #expect(picture.stealthBits?.scheme == texts[name], "\(name)")
            if let text = picture.stealthBits {
                let unzipped = try Execution.run(
                    "/usr/bin/gzip", ["--decompress", "--stdout"], input: Data(text.payload))
                #expect(unzipped.output.contains("NovelAI"), "\(name): \(unzipped.output) \(unzipped.errors)")
            }
            if finding != nil || picture.stealthBits != nil { marked += 1 } else { clean += 1 }
        }
        #expect(marked == 6)
        #expect(clean >= 50)
    }

    private static let photographs = Repository.material("pdq")

    @Test(
        "of a photograph shows no watermark",
        .enabled(if: photographs != nil, "the photographs are not beside this repository"))
    func clean() throws {
        let decoder = try Decoders.patient()
        var highest = 0.0
        var count = 0
        for url in Self.pictures(in: try #require(Self.photographs)) {
            let file = [UInt8](try Data(contentsOf: url))
            guard let votes = try Self.read(file, .watermarkVotes, decoder)?.watermarkVotes else { continue }
            #expect(WatermarkScore.finding(in: votes) == nil, "\(url.lastPathComponent)")
            highest = max(highest, WatermarkScore.all(of: votes).map(\.z).max() ?? 0)
            count += 1
        }
        #expect(count >= 20)
        #expect(highest < 6, "\(highest)")
    }

    private static func pictures(in folder: URL) -> [URL] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.allObjects ?? []).compactMap { $0 as? URL }
            .filter { ["png", "jpg", "jpeg", "webp", "avif", "heic"].contains($0.pathExtension.lowercased()) }
            .sorted { $0.path < $1.path }
    }

    @Test("leaves no votes and no text behind for the next picture")
    func residue() throws {
        let decoder = try Decoders.confined()
        let picture = Pictures.bitmap(seed: 3, width: 1200, height: 1000)
        let before = try decoder.decode(picture.span, reading: [.watermarkVotes, .stealthBits]) { picture, area in
            (picture.watermarkVotes != nil, area.count)
        }
        #expect(try #require(before.value).0)
        let after = try decoder.decode(GoldenFiles.png.span) { picture, area in
            let end = picture.frames[0].raster.offset + 32 * 32
            return (end..<(end + 4_000_000)).allSatisfy { area[$0] == 0 }
        }
        #expect(after.value == true)
    }

    @Test("is read when all pixels are asked for, but for this")
    func pixels() throws {
        let picture = Pictures.bitmap(seed: 3, width: 300, height: 300)
        let read = try Self.read(picture, [.watermarkVotes, .stealthBits], Decoders.confined(), hashing: .pixels)
        #expect(try #require(read).watermarkVotes == nil)
    }
}

extension WatermarkVotes {
    /// The votes of one plane, one by one.
    func bits(of plane: Int) -> [Bool] { (0..<count).map { self[plane, $0] } }
}
