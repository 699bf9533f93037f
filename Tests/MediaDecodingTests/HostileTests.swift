// SPDX-License-Identifier: Apache-2.0

import Foundation
import MediaDecoding
import TestSupport
import Testing

@Suite("Hostile files")
struct HostileTests {
    private static let archive = Repository.material("hostile")?.appending(path: "hostile-images.tar.xz")

    @Test(
        "4,204 malformed files each get one outcome; the decoder lives, no forbidden call is made, memory stays flat",
        .enabled(if: archive != nil, "the hostile files are not beside this repository"))
    func corpus() throws {
        let folder = try TemporaryFolder()
        let unpacked = try Execution.run("/usr/bin/tar", ["-xf", try #require(Self.archive).path, "-C", folder.path])
        try #require(unpacked.status == 0, "\(unpacked.errors)")
        let decoder = try Decoders.confined()
        let probe = GoldenFiles.png
        var outcomes: [String: Int] = [:]
        var files = 0
        let start = Self.residentKibibytes
        let paths = try #require(FileManager.default.enumerator(atPath: folder.path))
        while let name = paths.nextObject() as? String {
            let url = folder.url.appending(path: name)
            guard (try url.resourceValues(forKeys: [.isRegularFileKey])).isRegularFile == true else { continue }
            files += 1
            let file = [UInt8](try Data(contentsOf: url))
            switch try decoder.decode(file.span, { picture, _ in picture.isPartial }) {
            case .decoded(let isPartial): outcomes[isPartial ? "partial" : "complete", default: 0] += 1
            case .failed(let failure):
                outcomes["\(failure.kind)", default: 0] += 1
                #expect(failure.code != "forbidden-call", "\(name)")
                #expect(failure.code != "decoder-lost", "\(name)")
                #expect(failure.kind != .crashed, "\(name): \(failure.message)")
            }
            if files.isMultiple(of: 500) {
                #expect(try decoder.pixels(of: probe).value != nil, "after \(name)")
            }
        }
        #expect(files == 4204)
        #expect(outcomes.values.reduce(0, +) == files)
        #expect((outcomes["complete"] ?? 0) > 1000)
        #expect(Self.residentKibibytes - start < 200 * 1024)
    }

    /// Cheap damage to a good file, thousands of times: the part of the proof that needs no corpus.
    @Test("a good file damaged in any way gets one outcome and harms nothing", arguments: GoldenFiles.all)
    func damaged(_ golden: GoldenFiles.File) throws {
        let decoder = try Decoders.confined()
        var random = SplitMix(state: UInt64(golden.bytes.count))
        for round in 0..<(Repository.runsLongTests ? 20_000 : 120) {
            var file = golden.bytes
            switch round % 3 {
            case 0: file.removeLast(Int(random.next() % UInt64(file.count)))
            case 1:
                for _ in 0...(random.next() % 8) {
                    file[Int(random.next() % UInt64(file.count))] = UInt8(truncatingIfNeeded: random.next())
                }
            default:
                let start = Int(random.next() % UInt64(file.count))
                file.insert(contentsOf: file[start...].prefix(Int(random.next() % 40)), at: start)
            }
            let outcome = try decoder.decode(file.span) { picture, _ in picture.frames.count }
            if let failure = outcome.failure {
                // libheif 1.15 can be made to recurse until its stack ends; that is what the confinement is for. Nothing
                // else may crash, and nothing at all may make a forbidden call.
                let isKnown = ["heic", "avif"].contains(golden.name) && failure.code == "signal-11"
                #expect(
                    failure.kind != .crashed || isKnown, "\(golden.name), round \(round): \(failure.message)")
            }
        }
        #expect(try decoder.pixels(of: golden.bytes).value != nil)
    }

    private static var residentKibibytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}

/// The same numbers in every run, so that a failure can be seen again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
