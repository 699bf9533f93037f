// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import MediaDecoding
import TestSupport
import Testing

@Suite("The confined decoder")
struct ConfinedDecoderTests {
    @Test("proves itself before it is used: golden pictures and a forbidden call")
    func selfTest() throws {
        let confinement = try DecoderSelfTest.run(
            ConfinedDecoder.Configuration(executable: Repository.program("tutela-decoder")))
        #expect(confinement.hasSyscallFilter)
        #expect(confinement.hasNoNewPrivileges)
        #expect(Set(confinement.codecs.map(\.format)) == Set(PictureFormat.allCases.map(\.rawValue)))
        #expect(confinement.summary.hasPrefix("one process per file; seccomp"))
    }

    @Test("without its filter it is used only on the operator's word, and says so")
    func insecureIsVisible() throws {
        let confinement = try DecoderSelfTest.run(
            ConfinedDecoder.Configuration(executable: Repository.program("tutela-decoder"), isInsecure: true))
        #expect(!confinement.hasSyscallFilter)
        #expect(confinement.isInsecure)
        #expect(confinement.summary.hasPrefix("INSECURE"))
    }

    @Test("a decoder whose filter does not kill is refused")
    func brokenFilterIsRefused() throws {
        // A program that speaks the protocol but confines nothing: the real one in its insecure mode, behind a wrapper that
        // slips the flag in where the client did not ask for it.
        let folder = try TemporaryFolder()
        let wrapper = try folder.write(
            "#!/bin/sh\nexec \(Repository.program("tutela-decoder")) --insecure\n", to: "wrapper")
        chmod(wrapper, 0o755)
        let error = #expect(throws: DecoderError.self) {
            try DecoderSelfTest.run(ConfinedDecoder.Configuration(executable: wrapper))
        }
        #expect(error?.code == .unconfined)
    }

    @Test("a missing decoder is an error that names the path")
    func missing() {
        let error = #expect(throws: DecoderError.self) {
            _ = try ConfinedDecoder(ConfinedDecoder.Configuration(executable: "/nowhere/tutela-decoder"))
        }
        #expect(error?.code == .notFound)
        #expect(error?.message.contains("/nowhere/tutela-decoder") == true)
    }

    @Test("a program that is no decoder is an error, not a hang")
    func notADecoder() {
        #expect(throws: DecoderError.self) {
            _ = try ConfinedDecoder(ConfinedDecoder.Configuration(executable: "/bin/true"))
        }
    }

    @Test("a picture over the pixel limit is refused from its header, with the figures")
    func overLimit() throws {
        var limits = DecodingLimits.standard
        limits.maxPixels = 1000
        let failure = try #require(try Decoders.confined(limits).pixels(of: GoldenFiles.png).failure)
        #expect(failure.kind == .overLimit)
        #expect(failure.code == "pixels")
        #expect(failure.width == 32)
        #expect(failure.format == .png)
    }

    @Test("a picture over the side limit is refused")
    func overSide() throws {
        var limits = DecodingLimits.standard
        limits.maxSide = 31
        let failure = try #require(try Decoders.confined(limits).pixels(of: GoldenFiles.png).failure)
        #expect(failure.kind == .overLimit)
        #expect(failure.code == "side")
    }

    @Test("an empty file and a one-byte file are no pictures")
    func nothingInside() throws {
        let decoder = try Decoders.confined()
        for file in [[], [0x47]] as [[UInt8]] {
            let failure = try #require(try decoder.pixels(of: file).failure)
            #expect(failure.kind == .unsupported)
        }
    }

    @Test("a picture leaves nothing behind for the next one")
    func noResidue() throws {
        let decoder = try Decoders.confined()
        let file = GoldenFiles.png
        _ = try decoder.decode(file.span) { _, area in #expect(area.count > 0) }
        // The next picture is refused before it writes; whatever is in the area then was left by the first.
        let after = try decoder.decode(file.span) { picture, area in
            let end = picture.frames[0].raster.offset + 32 * 32
            return (end..<(end + 1_000_000)).allSatisfy { area[$0] == 0 }
        }
        #expect(after.value == true)
    }

    @Test("a killed decoder process is replaced, and the picture in hand is not passed over")
    func replaced() throws {
        // Under a name of its own, since other tests keep decoders of the usual name.
        let folder = try TemporaryFolder()
        let program = folder.url.appending(path: "victim-decoder")
        try FileManager.default.createSymbolicLink(
            atPath: program.path, withDestinationPath: Repository.program("tutela-decoder"))
        let decoder = try ConfinedDecoder(ConfinedDecoder.Configuration(executable: program.path))
        #expect(try decoder.pixels(of: GoldenFiles.png).value != nil)
        try Self.killChildren()
        let failure = try #require(try decoder.pixels(of: GoldenFiles.png).failure)
        #expect(failure.kind == .crashed)
        #expect(failure.code == "decoder-lost")
        #expect(try decoder.pixels(of: GoldenFiles.png).value != nil)
    }

    /// Kills this process's decoders from outside, as the system's out-of-memory killer would.
    private static func killChildren() throws {
        let children = try Execution.run("/usr/bin/pgrep", ["-P", "\(getpid())", "-x", "victim-decoder"])
        try #require(!children.lines.isEmpty)
        for child in children.lines.compactMap({ Int32($0) }) { kill(child, SIGKILL) }
        usleep(50_000)
    }
}
