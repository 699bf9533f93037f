// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A program that ran to its end.
package struct Execution: Sendable {
    package let status: Int32
    package let output: String
    package let errors: String

    package var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// Runs a program. Both streams go through files, so that none can fill up and stop it.
    package static func run(
        _ program: String, _ arguments: [String], input: Data? = nil, environment: [String: String] = [:],
        folder: String? = nil
    ) throws -> Execution {
        let scratch = try TemporaryFolder()
        let streams = try ["in", "out", "err"].map { name in
            let path = try scratch.write(name == "in" ? input ?? Data() : Data(), to: name)
            let handle = name == "in" ? FileHandle(forReadingAtPath: path) : FileHandle(forWritingAtPath: path)
            guard let handle else { throw CocoaError(.fileNoSuchFile) }
            return handle
        }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        process.standardInput = streams[0]
        process.standardOutput = streams[1]
        process.standardError = streams[2]
        try process.run()
        process.waitUntilExit()
        return Execution(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: scratch.url.appending(path: "out")), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: scratch.url.appending(path: "err")), as: UTF8.self))
    }

    /// Runs a script of Tests/Peers with the Python in which the peers are installed.
    package static func peer(_ script: String, _ arguments: [String]) throws -> Execution {
        guard let python = Repository.python else { throw CocoaError(.fileNoSuchFile) }
        let path = Repository.root.appending(path: "Tests/Peers").appending(path: script).path
        return try run(python, [path] + arguments)
    }
}
