// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import MediaDecoding

/// Which decoder, how confined, and how many at once.
struct DecoderOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Pictures decoded at once (default: one per core).", valueName: "n"))
    var lanes: Int?

    @Flag(
        name: .long,
        help: "Decode without the system call filter. Only for kernels that have none; every report says so.")
    var insecureDecoder = false

    func validate() throws {
        if let lanes, !(1...256).contains(lanes) {
            throw ValidationError("--lanes takes 1 to 256, not \(lanes)")
        }
    }

    var laneCount: Int { lanes ?? ProcessInfo.processInfo.activeProcessorCount }

    var configuration: ConfinedDecoder.Configuration {
        if insecureDecoder {
            Console.say(
                "warning: --insecure-decoder: pictures are decoded without a system call filter. A malicious picture that "
                    + "takes over a codec could act as this user.")
        }
        return ConfinedDecoder.Configuration(executable: Self.executable, isInsecure: insecureDecoder)
    }

    /// `TUTELA_DECODER`, else the program beside this one.
    static var executable: String {
        if let named = ProcessInfo.processInfo.environment["TUTELA_DECODER"], !named.isEmpty { return named }
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return ((own ?? CommandLine.arguments[0]) as NSString).deletingLastPathComponent + "/tutela-decoder"
    }
}
