// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Memory of a scan")
struct MemoryTests {
    @Test("is the same for ten thousand files as for one thousand")
    func flat() async throws {
        let folder = try TemporaryFolder()
        let environment = ["TUTELA_HOME": folder.path + "/home"]
        let tutela = Repository.program("tutela")
        _ = try Execution.run(tutela, ["bank", "create", "mine"], environment: environment)
        let list = try folder.write("pdq\n" + String(repeating: "5a", count: 32) + "\n", to: "list.csv")
        _ = try Execution.run(tutela, ["bank", "import", list, "--bank", "mine"], environment: environment)
        let pictures = (0..<16).map { Pictures.bitmap(seed: $0, width: 64, height: 48) }
        for number in 0..<10_000 {
            let place = number < 1000 ? "few" : "many"
            try folder.write(
                pictures[number % 16] + [UInt8(number & 255), UInt8(number >> 8)], to: "\(place)/\(number).bmp")
        }
        let few = try peak(of: tutela, ["scan", folder.path + "/few"], environment)
        let many = try peak(of: tutela, ["scan", folder.path + "/few", folder.path + "/many"], environment)
        #expect(few.lines == 1000)
        #expect(many.lines == 10_000)
        #expect(many.kibibytes - few.kibibytes < 24 * 1024, "\(few.kibibytes) KiB, then \(many.kibibytes) KiB")
    }

    /// Largest resident size that a program had, looked at while it runs.
    private func peak(
        of program: String, _ arguments: [String], _ environment: [String: String]
    ) throws -> (kibibytes: Int, lines: Int) {
        let scratch = try TemporaryFolder()
        let output = try scratch.write("", to: "out")
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        var peak = 0
        while process.isRunning {
            let status =
                (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            peak = max(peak, line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
            usleep(20_000)
        }
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n").count
        return (peak, lines)
    }
}
