// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Screening

/// The paths that a command works on: its arguments, and standard input where one of them is `-`.
enum PathList {
    /// - Parameter isNullSeparated: paths on standard input end with NUL instead of a line feed, so that any name fits.
    static func read(_ arguments: [String], isNullSeparated: Bool) throws -> [ItemPath] {
        let raw = rawArguments
        let paths = arguments.flatMap { argument in
            argument == "-"
                ? readStandardInput(isNullSeparated)
                : [ItemPath(bytes: raw[argument] ?? Array(argument.utf8))]
        }
        guard !paths.isEmpty else {
            throw Complaint("no paths on standard input", remedy: "one path a line, or --null", code: "CLI-NO-PATHS")
        }
        return paths
    }

    /// The program's arguments as bytes, by the text that the argument parser sees. A name that is not UTF-8 reaches the parser
    /// repaired, and the repaired name is no file.
    private static var rawArguments: [String: [UInt8]] {
        let line = FileManager.default.contents(atPath: "/proc/self/cmdline") ?? Data()
        let arguments = line.split(separator: 0).map { [UInt8]($0) }
        return Dictionary(arguments.map { (String(decoding: $0, as: UTF8.self), $0) }) { first, _ in first }
    }

    private static func readStandardInput(_ isNullSeparated: Bool) -> [ItemPath] {
        let separator: UInt8 = isNullSeparated ? 0 : UInt8(ascii: "\n")
        return FileHandle.standardInput.readDataToEndOfFile()
            .split(separator: separator)
            .map { ItemPath(bytes: $0) }
    }
}
