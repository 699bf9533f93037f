// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Glibc

/// `tutela serve`: becomes `tutela-server`, which lies beside this program.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the API, the console and, if wanted, the surface compatible with HMA.",
        discussion: """
            The server is a program of its own, so that the first report needs no web stack. Settings stand in tutela.yaml, in
            TUTELA_ variables or on the command line; tutela-server --help lists them.

              tutela serve --port 8443 --tls-certificate server.pem --tls-key server.key
            """)

    @OptionGroup var home: HomeOptions

    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Options of tutela-server.", visibility: .hidden))
    var options: [String] = []

    func run() throws {
        let server = Self.executable
        guard FileManager.default.isExecutableFile(atPath: server) else {
            throw Complaint(
                "there is no server at \(server)",
                remedy: "build it: swift build -c release --product tutela-server; or name it with TUTELA_SERVER",
                code: "CLI-NO-SERVER")
        }
        var arguments = [server]
        if let folder = home.home { arguments += ["--home", folder] }
        arguments += options
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        pointers.append(nil)
        // Not a child: signals and exit codes are the server's own, which is what service managers expect.
        execv(server, pointers)
        throw Complaint("\(server) cannot be started: \(String(cString: strerror(errno)))", code: "CLI-SERVER")
    }

    /// `TUTELA_SERVER`, else the program beside this one.
    static var executable: String {
        if let named = ProcessInfo.processInfo.environment["TUTELA_SERVER"], !named.isEmpty { return named }
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return ((own ?? CommandLine.arguments[0]) as NSString).deletingLastPathComponent + "/tutela-server"
    }
}
