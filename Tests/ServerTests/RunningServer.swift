// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The built server, started on a home of its own and on free ports.
final class RunningServer {
    let home: TemporaryFolder
    private(set) var url = ""
    private(set) var healthURL = ""
    private let process: Process
    private let log: String

    struct NotReady: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts the server and waits until it says where it serves.
    ///
    /// - Parameters:
    ///   - arguments: settings of the command line.
    ///   - environment: more variables, for example `TUTELA_DATABASE`.
    ///   - home: a data folder that is there already; `nil` makes one.
    init(_ arguments: [String] = [], environment: [String: String] = [:], home: TemporaryFolder? = nil) throws {
        self.home = try home ?? TemporaryFolder()
        log = try self.home.write(Data(), to: "server-\(UUID().uuidString).log")
        guard let output = FileHandle(forWritingAtPath: log) else { throw CocoaError(.fileNoSuchFile) }
        process = Process()
        process.executableURL = URL(filePath: Repository.program("tutela-server"))
        process.arguments = ["--home", self.home.path, "--port", "0", "--health-port", "0"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        for _ in 0..<600 {
            let said = said
            if let served = Self.address(after: "serves ", in: said), said.contains("Stop with") {
                url = served
                healthURL = Self.address(after: "Health and metrics: ", in: said)?.replacing("/readyz", with: "") ?? ""
                return
            }
            guard process.isRunning else { break }
            usleep(100_000)
        }
        process.terminate()
        throw NotReady(description: said)
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Everything it wrote so far.
    var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// The number of the process.
    var pid: Int32 { process.processIdentifier }

    private static func address(after words: String, in text: String) -> String? {
        guard let start = text.range(of: words)?.upperBound else { return nil }
        return String(text[start...].prefix { !$0.isWhitespace })
    }

    /// Makes a key of these roles.
    func key(_ roles: String, environment: [String: String] = [:]) throws -> String {
        let made = try Execution.run(
            Repository.program("tutela"), ["key", "create", "test", "--roles", roles, "--home", home.path],
            environment: environment)
        guard made.status == 0, let key = made.lines.last else { throw NotReady(description: made.errors) }
        return key
    }

    /// Asks it to stop, and waits for the end.
    ///
    /// - Returns: the exit code.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Ends it as a power cut would.
    func killAtOnce() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
