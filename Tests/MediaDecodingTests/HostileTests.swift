// SPDX-License-Identifier: Apache-2.0

import Fingerprints
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
        let files = try Self.files(in: folder)
        #expect(files.count == 4204)
        let start = Self.residentKibibytes
        // What becomes of a picture must not depend on which pictures came before it.
        var first: [String: String] = [:]
        for order in Repository.runsLongTests ? [files, files.reversed(), files.shuffled()] : [files] {
            for (number, name) in order.enumerated() {
                let file = [UInt8](try Data(contentsOf: folder.url.appending(path: name)))
                let outcome = try Self.outcome(of: file, name, decoder)
                if let earlier = first.updateValue(outcome, forKey: name) { #expect(earlier == outcome, "\(name)") }
                if number.isMultiple(of: 500) {
                    #expect(try decoder.pixels(of: GoldenFiles.png).value != nil, "after \(name)")
                }
            }
        }
        #expect(first.count == files.count)
        #expect(first.values.count { $0.hasPrefix("complete") } > 1000)
        #expect(Self.residentKibibytes - start < 200 * 1024)
    }

    /// What became of a file, hashes included, as one line.
    private static func outcome(of file: [UInt8], _ name: String, _ decoder: ConfinedDecoder) throws -> String {
        // With everything read that can be read: more code for a hostile file to meet.
        let outcome = try decoder.decode(file.span, reading: [.watermarkVotes, .stealthBits]) { picture, area in
            let hashes = picture.frames.prefix(3).map { $0.fingerprint(in: area).hash.hex }
            return (picture.isPartial ? "partial " : "complete ") + hashes.joined(separator: " ")
        }
        guard let failure = outcome.failure else { return outcome.value ?? "" }
        #expect(failure.code != "forbidden-call", "\(name)")
        #expect(failure.code != "decoder-lost", "\(name)")
        #expect(failure.kind != .crashed, "\(name): \(failure.message)")
        return "\(failure.kind) \(failure.code)"
    }

    private static func files(in folder: TemporaryFolder) throws -> [String] {
        let names = try #require(FileManager.default.enumerator(atPath: folder.path))
        return try names.compactMap { $0 as? String }.filter { name in
            let url = folder.url.appending(path: name)
            return try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
        }.sorted()
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
            let reading: PictureReading = round % 2 == 0 ? [] : [.watermarkVotes, .stealthBits]
            let outcome = try decoder.decode(file.span, reading: reading) { picture, _ in picture.frames.count }
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
