// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Checkup
internal import Foundation

/// `tutela doctor`.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at this installation and say what to mend.",
        discussion: """
            Example:
              tutela doctor

            Exit codes: 0 nothing must be mended (there may be warnings), 2 something must be mended.
            """)

    @OptionGroup var decoder: DecoderOptions
    @OptionGroup var home: HomeOptions

    func run() throws {
        let program = Finding(.ok, "program", "\(Program.version), Linux \(Self.architecture)")
        let findings =
            [program] + DecoderCheck.findings(decoder.configuration)
            + HomeCheck.findings(folder: home.folder, database: try home.address())
            + TrustCheck.findings(folder: home.trustFolder, now: ProgramClock.now())
            + PolicyCheck.findings(folder: home.folder + "/policy") + MachineCheck.findings()
        let output = Output()
        for finding in findings {
            let subject = finding.subject.padding(toLength: 10, withPad: " ", startingAt: 0)
            let grade = finding.grade.rawValue.padding(toLength: 6, withPad: " ", startingAt: 0)
            try output.writeLine("\(grade)\(subject) \(finding.text)")
            if let mend = finding.mend {
                try output.writeLine(String(repeating: " ", count: 17) + "mend: \(mend)")
            }
        }
        let failures = findings.count { $0.grade == .fail }
        let warnings = findings.count { $0.grade == .warn }
        try output.writeLine(
            "\(findings.count - failures - warnings) ok, \(Figures.counted(warnings, "warning", "warnings")), "
                + Figures.counted(failures, "failure", "failures"))
        try output.flush()
        if failures > 0 { throw ExitStatus.error }
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86-64"
        #elseif arch(arm64)
            "arm64"
        #else
            "other"
        #endif
    }
}
