// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Policy
import PolicyPacks

/// Decisions a second on one core with every pack that the program carries; see Benchmarks/policy/run.
///
/// `policy-speed export FILE` writes rules and items as JSON for the peers, `policy-speed measure SECONDS` measures.
@main struct PolicySpeed {
    static func main() throws {
        let set = try LawBooks.ruleSet()
        let arguments = CommandLine.arguments
        if arguments.count == 3, arguments[1] == "export" {
            let document = Export(set).document
            try document.write(to: URL(filePath: arguments[2]), atomically: true, encoding: .utf8)
        } else if arguments.count == 3, arguments[1] == "measure", let seconds = Double(arguments[2]) {
            print("work\tdecisions\tcpu_s\tper_second\trules\tfired")
            for mix in Mix.allCases { measure(set, mix, seconds) }
        } else {
            FileHandle.standardError.write(Data("policy-speed export FILE | measure SECONDS\n".utf8))
            exit(64)
        }
    }

    private static func measure(_ set: RuleSet, _ mix: Mix, _ seconds: Double) {
        let items = mix.items
        var fired = 0
        var decisions = 0
        let platforms = Set(set.knownPlatforms)
        for item in items { fired += set.decide(item, at: Mix.at, platforms: platforms).rules.count }
        let mean = Double(fired) / Double(items.count)
        let start = cpuTime()
        var elapsed = 0.0
        var guardSum = 0
        repeat {
            for item in items { guardSum &+= set.decide(item, at: Mix.at, platforms: platforms).obligations.count }
            decisions += items.count
            elapsed = cpuTime() - start
        } while elapsed < seconds
        let rules = set.packs.reduce(0) { $0 + $1.rules.count }
        precondition(guardSum >= 0)
        print(
            "\(mix.rawValue)\t\(decisions)\t\(elapsed)\t\(Int(Double(decisions) / elapsed))\t\(rules)\t"
                + String(format: "%.1f", mean))
    }

    /// Of this process: the machine may be busy with something else.
    private static func cpuTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
