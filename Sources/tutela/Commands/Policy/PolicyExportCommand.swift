// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import PolicyPacks

/// `tutela policy export`.
struct PolicyExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the built-in packs and their tests to a folder, to read or change them.",
        discussion: """
            Example:
              tutela policy export law/
              tutela policy lint law/
              tutela policy evaluate --facts facts.json --packs law/
            """)

    @Argument(help: ArgumentHelp("Where to; made if it is not there. No file in it is replaced.", valueName: "folder"))
    var folder: String

    func run() throws {
        let files = LawBooks.builtIn + LawBooks.builtInTests
        let places = files.map { (file: $0, path: folder + "/" + Self.relative($0.path)) }
        if let taken = places.first(where: { FileManager.default.fileExists(atPath: $0.path) }) {
            throw Complaint("\(taken.path) exists already", remedy: "name an empty folder", code: "CLI-EXISTS")
        }
        for (file, path) in places {
            let parent = (path as NSString).deletingLastPathComponent
            do {
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
                try Data(file.bytes).write(to: URL(filePath: path))
            } catch {
                throw Complaint(
                    "cannot write \(path): \(error.localizedDescription)",
                    remedy: "name a folder that you may write to, on a disk with room", code: "CLI-WRITE")
            }
        }
        Console.say(
            "\(Figures.counted(LawBooks.builtIn.count, "pack", "packs")) and "
                + "\(Figures.counted(LawBooks.builtInTests.count, "suite of tests", "suites of tests")) in \(folder). "
                + "Check changes: tutela policy lint \(folder)")
    }

    private static func relative(_ path: String) -> String {
        path.hasPrefix("law/") ? String(path.dropFirst("law/".count)) : path
    }
}
