// SPDX-License-Identifier: Apache-2.0

internal import CLawPacks
internal import Foundation
public import Policy

/// Where rules come from: the books that the program brings, folders, and an operator's files.
public enum LawBooks {
    /// The packs that are built into the program, by path.
    public static let builtIn: [PolicyFile] = embedded.filter {
        !$0.isPolicyTest && !$0.path.hasPrefix("law/examples/")
    }

    /// The suites of tests that are built into the program, by path.
    public static let builtInTests: [PolicyFile] = embedded.filter {
        $0.isPolicyTest && !$0.path.hasPrefix("law/examples/")
    }

    /// The rule set of the built-in packs and an operator's own.
    ///
    /// - Parameters:
    ///   - operators: packs that come on top.
    ///   - books: what they come on top of.
    /// - Throws: ``PackProblems`` with everything that is wrong; nothing is half taken.
    public static func ruleSet(
        adding operators: [PolicyFile] = [], to books: [PolicyFile] = builtIn
    ) throws(PackProblems) -> RuleSet {
        try PackReader.read(files: books + operators)
    }

    /// The files of paths: a path to a file or a pipe is that file; of a folder all `*.yaml`, `*.yml` and nothing else, also in
    /// folders inside it, in the order of their paths. Links are not followed and hidden folders are left out.
    ///
    /// - Parameter paths: files, pipes and folders.
    /// - Throws: ``PackProblems`` when one is not there, is neither of these, or cannot be read.
    public static func files(at paths: [String]) throws(PackProblems) -> [PolicyFile] {
        var files: [PolicyFile] = []
        var problems: [PackProblem] = []
        for path in paths {
            for file in expand(path, isNamed: true, depth: 0, &problems) {
                do throws(PackProblems) {
                    files.append(try BoundedFile.contents(of: file, limit: ReadingLimits.file.bytes))
                } catch {
                    problems += error.problems
                }
            }
        }
        if !problems.isEmpty { throw PackProblems(problems) }
        return files
    }

    /// One file or pipe, and never a folder.
    ///
    /// - Parameter path: of a file or a pipe.
    /// - Throws: ``PackProblems`` when it is not there, is something else, or cannot be read.
    public static func file(at path: String) throws(PackProblems) -> PolicyFile {
        try BoundedFile.contents(of: path, limit: ReadingLimits.file.bytes)
    }

    private static func problem(_ code: String, _ file: String, _ message: String, _ hint: String) -> PackProblem {
        PackProblem(code: code, file: file, line: 1, column: 1, message: message, hint: hint)
    }

    private static func expand(
        _ path: String, isNamed: Bool, depth: Int, _ problems: inout [PackProblem]
    ) -> [String] {
        let manager = FileManager.default
        // Only what a person names may be a link.
        let type: FileAttributeType?
        if isNamed {
            var isFolder: ObjCBool = false
            guard manager.fileExists(atPath: path, isDirectory: &isFolder) else {
                problems.append(problem("PACK-UNREADABLE", path, "there is no such file or folder", "check the path"))
                return []
            }
            if !isFolder.boolValue { return [path] }
            type = .typeDirectory
        } else {
            type = try? manager.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        }
        if type == .typeRegular { return path.hasSuffix(".yaml") || path.hasSuffix(".yml") ? [path] : [] }
        guard type == .typeDirectory else { return [] }
        guard depth < 16 else {
            problems.append(
                problem("PACK-UNREADABLE", path, "folders are nested more than 16 deep", "move the files up"))
            return []
        }
        do {
            let names = try manager.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            let folder = path.hasSuffix("/") ? path : path + "/"
            return names.flatMap { expand(folder + $0, isNamed: false, depth: depth + 1, &problems) }
        } catch {
            problems.append(problem("PACK-UNREADABLE", path, "the folder cannot be read", "check its owner and mode"))
            return []
        }
    }

    private static let embedded: [PolicyFile] = (0..<tutela_law_pack_count).map { index in
        let entry = tutela_law_pack(index)
        let bytes = UnsafeBufferPointer(start: entry.bytes, count: entry.length)
        return PolicyFile(path: String(cString: entry.path), bytes: Array(bytes))
    }
}
