// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Where things lie that tests need.
package enum Repository {
    /// The folder of Package.swift.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folder of the programs that were built together with the running test.
    package static let programs: URL = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: own).deletingLastPathComponent()
    }()

    package static func program(_ name: String) -> String {
        programs.appending(path: name).path
    }

    /// The Python of `.venv`, in which the peers are installed.
    package static let python: String? = {
        let path = root.appending(path: ".venv/bin/python").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    /// Real test material that lies beside the repository, or `nil` when it is not there.
    ///
    /// Tests that use it say so when it is missing; every feature is proven without it too.
    package static func material(_ name: String) -> URL? {
        let folder = root.deletingLastPathComponent().appending(path: "shared/data").appending(path: name)
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    /// Whether the hours-long tier runs.
    package static var runsLongTests: Bool { ProcessInfo.processInfo.environment["TUTELA_TEST_LONG"] == "1" }
}
