// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import MediaDecoding

/// What one process per picture costs: CPU time of everything that takes part (this process, the zygote, the child) for a
/// picture so small that decoding it is nothing.
///
///     isolation-cost DECODER PICTURE [ROUNDS]
@main
struct IsolationCost {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else {
            print("usage: isolation-cost DECODER PICTURE [ROUNDS]")
            exit(64)
        }
        let file = [UInt8](try Data(contentsOf: URL(filePath: arguments[2])))
        let rounds = arguments.count > 3 ? Int(arguments[3]) ?? 2000 : 2000
        let decoder = try ConfinedDecoder(ConfinedDecoder.Configuration(executable: arguments[1]))
        var children: [Double] = []
        var walls: [Double] = []
        let before = try cpu(of: "self") + zygote()
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            let outcome = try decoder.decode(file.span) { picture, _ in picture.cpuTime }
            walls.append(start.duration(to: .now) / .milliseconds(1))
            guard case .decoded(let time) = outcome else {
                print("the picture does not decode")
                exit(2)
            }
            children.append(time / .milliseconds(1))
        }
        let around = (try cpu(of: "self") + zygote() - before) / Double(rounds)
        let (p50, p99) = (percentile(children, 0.5), percentile(children, 0.99))
        print(
            String(
                format:
                    "child CPU p50 %.3f ms, p99 %.3f ms; client and zygote %.3f ms; together p50 %.3f ms; wall p50 %.3f ms",
                p50, p99, around, p50 + around, percentile(walls, 0.5)))
    }

    private static func percentile(_ values: [Double], _ share: Double) -> Double {
        let sorted = values.sorted()
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    /// CPU time of the zygote, the only child process of this one.
    private static func zygote() throws -> Double {
        let task = "/proc/self/task/\(getpid())/children"
        let children = try String(contentsOfFile: task, encoding: .utf8).split(separator: " ").map(String.init)
        return try children.reduce(0) { try $0 + cpu(of: $1) }
    }

    /// User and system time of a process in milliseconds, from the scheduler's own account.
    private static func cpu(of process: String) throws -> Double {
        let account = try String(contentsOfFile: "/proc/\(process)/schedstat", encoding: .utf8)
        return (account.split(separator: " ").first.flatMap { Double($0) } ?? 0) / 1_000_000
    }
}
