// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import TestSupport
import Testing

/// The build for browsers: reaches nothing, hashes to the bit as the native one does, and survives what a page may do.
@Suite("The WebAssembly build", .serialized)
struct WebAssemblyTests {
    private static let hasBrowser =
        Repository.python != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")
    private static let debianPhotographs = "/usr/share/backgrounds/mate/nature"

    @Test("imports nothing and exports only what is documented")
    func importsNothing() throws {
        let module = try WebAssemblyModule([UInt8](try Data(contentsOf: Self.built().appending(path: Self.file))))
        #expect(try module.importCount == 0)
        #expect(module.exports == ["memory", "tutela_allocate", "tutela_fingerprint", "tutela_free", "tutela_views"])
        #expect(module.sections[8] == nil, "a start function would run before anybody called")
    }

    @Test(
        "in chromium: equals the native build, answers hostile calls, keeps no memory and no pixels",
        .enabled(if: hasBrowser, "the browser or its driver is not installed: make test"))
    func equalsTheNativeBuild() throws {
        let folder = try TemporaryFolder()
        let folders =
            [Self.debianPhotographs].filter { FileManager.default.fileExists(atPath: $0) }
            + (Repository.material("pdq").map { [$0.path] } ?? [])
        try #require(!folders.isEmpty, "no photographs are installed: make test")
        let made = try Execution.peer("wasm_pictures.py", [folder.path] + folders)
        try #require(made.status == 0, "\(made.errors)")

        var cases = try Case.photographs(in: folder, file: "photographs.bin")
        cases += try Case.patterns(in: folder)
        try folder.write(JSONEncoder().encode(cases), to: "cases.json")
        try folder.write(JSONEncoder().encode(File.all(in: folder)), to: "files.json")

        let look = try Execution.peer("wasm_look.py", [Self.built().path, folder.path])
        #expect(look.status == 0, "\(look.output)\(look.errors)")
        #expect(cases.count >= 60)
        print("WebAssembly in chromium: \(look.output)", terminator: "")
    }

    private static let file = "tutela-fingerprints.wasm"

    /// Where the script left what it makes of the source as it is now, or what it complained of. Built once a run.
    private static let build = Result {
        try Execution.run(
            Repository.root.appending(path: "scripts/build-wasm").path, [], folder: Repository.root.path)
    }

    private static func built() throws -> URL {
        let built = try build.get()
        try #require(built.status == 0, "\(built.output)\(built.errors)")
        return Repository.root.appending(path: ".build/wasm")
    }
}

/// One picture, and what the native build says of it.
private struct Case: Encodable {
    let name: String
    let width: Int
    let height: Int
    /// The file that holds the RGBA bytes, and where they begin.
    let file: String
    let offset: Int
    let quality: Int
    let hashes: [String]
    /// Region, quality and eight hashes of each view.
    let views: [[String]]

    init(name: String, width: Int, height: Int, file: String, offset: Int, bytes: [UInt8]) {
        let raster = Raster(width: width, height: height, channels: 4, offset: offset)
        let found = PDQ.fingerprint(of: bytes.span, raster: raster)
        self.name = name
        self.width = width
        self.height = height
        self.file = file
        self.offset = offset
        quality = found.quality
        hashes = found.orientations.map(\.hex)
        views = PDQ.views(of: GreyPicture(of: bytes.span, raster: raster)).map { view in
            [view.region.rawValue, String(view.fingerprint.quality)] + view.fingerprint.orientations.map(\.hex)
        }
    }

    static let sizes = [
        (1, 1), (1, 900), (4, 4), (4, 100), (5, 5), (5, 4), (6, 7), (5, 900), (900, 5), (17, 4096), (16_384, 5),
        (5, 16_384),
        (63, 64), (64, 63), (64, 64), (65, 64), (64, 65), (127, 129), (128, 128), (129, 257), (511, 511), (511, 513),
        (512, 512), (513, 511), (513, 513), (1000, 37), (1023, 769), (1600, 1004), (2049, 1023), (4000, 3000),
    ]

    /// Generated pictures: colours, alpha that must not count, flat ones, checkerboards, noise.
    static func patterns(in folder: TemporaryFolder) throws -> [Case] {
        var bytes: [UInt8] = []
        var found: [(name: String, width: Int, height: Int, offset: Int)] = []
        for (number, (width, height)) in sizes.enumerated() {
            var random = SplitMix(state: UInt64(number))
            // A debug build takes its time for a pixel: large pictures repeat a small pattern.
            let (tileWidth, tileHeight) = (min(width, 300), min(height, 300))
            let grey = Pictures.pattern(tileWidth, tileHeight, seed: number)
            let kinds: [(String, (Int, Int) -> [UInt8])] = [
                (
                    "pattern",
                    { x, y in
                        let (here, there) = (grey[y * tileWidth + x], grey[(tileHeight - 1 - y) * tileWidth + x])
                        return [here, there, here / 2, UInt8(truncatingIfNeeded: x)]
                    }
                ),
                ("checkerboard", { x, y in (x / 3 + y / 3) % 2 == 0 ? [0, 0, 0, 0] : [255, 255, 255, 0] }),
                ("noise", { _, _ in (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) } }),
            ]
            for (kind, pixel) in kinds.prefix(width * height < 70_000 ? 3 : 1) {
                found.append(("\(kind) \(width)×\(height)", width, height, bytes.count))
                let tile = (0..<tileHeight).map { y in (0..<tileWidth).flatMap { pixel($0, y) } }
                for y in 0..<height {
                    var left = width
                    while left > 0 {
                        bytes += tile[y % tileHeight].prefix(left * 4)
                        left -= tileWidth
                    }
                }
            }
        }
        try folder.write(bytes, to: "patterns.bin")
        return found.map {
            Case(
                name: $0.name, width: $0.width, height: $0.height, file: "patterns.bin", offset: $0.offset, bytes: bytes
            )
        }
    }

    /// Photographs that Pillow decoded.
    static func photographs(in folder: TemporaryFolder, file: String) throws -> [Case] {
        let bytes = [UInt8](try Data(contentsOf: folder.url.appending(path: file)))
        func number(at offset: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << ($1 * 8) } }
        var cases: [Case] = []
        var offset = 0
        while offset < bytes.count {
            let (width, height) = (number(at: offset), number(at: offset + 4))
            cases.append(
                Case(
                    name: "\(file) \(cases.count)", width: width, height: height, file: file, offset: offset + 8,
                    bytes: bytes))
            offset += 8 + width * height * 4
        }
        return cases
    }
}

/// A file that the browser decodes itself, and what the native build says of its pixels and bytes.
private struct File: Encodable {
    let name: String
    let width: Int
    let height: Int
    let hashes: [String]
    let sha256: String
    let sha1: String

    static func all(in folder: TemporaryFolder) throws -> [File] {
        let digests = try String(contentsOf: folder.url.appending(path: "files.tsv"), encoding: .utf8)
            .split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        return try zip(digests, Case.photographs(in: folder, file: "files.bin")).map { row, pixels in
            File(
                name: row[0], width: pixels.width, height: pixels.height, hashes: pixels.hashes, sha256: row[1],
                sha1: row[2])
        }
    }
}
