// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Screening

/// The paths that a command works on: its arguments, and standard input where one of them is `-`.
enum PathList {
    /// - Parameter isNullSeparated: paths on standard input end with NUL instead of a line feed, so that any name fits.
    static func read(_ arguments: [String], isNullSeparated: Bool) throws -> [ItemPath] {
        let paths = arguments.flatMap { argument in
            argument == "-" ? readStandardInput(isNullSeparated) : [ItemPath(argument)]
        }
        guard !paths.isEmpty else {
            throw Complaint("no paths on standard input", remedy: "one path a line, or --null", code: "CLI-NO-PATHS")
        }
        return paths
    }

    private static func readStandardInput(_ isNullSeparated: Bool) -> [ItemPath] {
        let separator: UInt8 = isNullSeparated ? 0 : UInt8(ascii: "\n")
        return FileHandle.standardInput.readDataToEndOfFile()
            .split(separator: separator)
            .map { ItemPath(bytes: $0) }
    }
}
