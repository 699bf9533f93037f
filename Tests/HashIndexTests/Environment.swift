// SPDX-License-Identifier: Apache-2.0

import Foundation

func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
}

/// A folder that is there for one test.
final class Workplace {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "tutela-index-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    var index: String { path + "/index" }

    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: index).sorted()
    }

    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: index + "/" + name)))
    }

    func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: index + "/" + name))
    }

    func permissions(_ name: String) throws -> Int {
        let path = name.isEmpty ? index : index + "/" + name
        return try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
