// SPDX-License-Identifier: Apache-2.0

import Foundation
import Screening
import TestSupport
import Testing

@Suite("A walk over files and folders")
struct TreeWalkTests {
    private func steps(_ places: [ItemPath]) -> [TreeWalk.Step] {
        var walk = TreeWalk(places)
        var steps: [TreeWalk.Step] = []
        while let step = walk.next() { steps.append(step) }
        return steps
    }

    private func names(_ steps: [TreeWalk.Step], below folder: String) -> [String] {
        steps.compactMap { step in
            guard case .file(let path) = step else { return nil }
            return String(path.display.dropFirst(folder.count + 1))
        }
    }

    @Test("meets every file once, in byte order, whatever the depth")
    func order() throws {
        let folder = try TemporaryFolder()
        for name in ["b/2", "b/1", "a", "c/d/e/f", "B"] { try folder.write("x", to: name) }
        #expect(names(steps([ItemPath(folder.path)]), below: folder.path) == ["B", "a", "b/1", "b/2", "c/d/e/f"])
        #expect(TreeWalk.count([ItemPath(folder.path)]) { false } == 5)
    }

    @Test("does not follow links inside folders, so a loop ends; follows one that a person names")
    func links() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "real/file")
        symlink(folder.path, folder.path + "/real/loop")
        symlink(folder.path + "/real", folder.path + "/named")
        let inside = steps([ItemPath(folder.path)])
        #expect(inside.count == 3)
        #expect(inside.count { if case .link = $0 { true } else { false } } == 2)
        #expect(names(steps([ItemPath(folder.path + "/named")]), below: folder.path) == ["named/file"])
    }

    @Test("counts pipes, sockets and devices and opens none")
    func specialFiles() throws {
        let folder = try TemporaryFolder()
        mkfifo(folder.path + "/pipe", 0o600)
        #expect(steps([ItemPath(folder.path)]) == [.special(ItemPath(folder.path + "/pipe"))])
        #expect(steps([ItemPath("/dev/zero")]) == [.special(ItemPath("/dev/zero"))])
    }

    @Test("names that are not UTF-8 come back byte for byte")
    func foreignNames() throws {
        let folder = try TemporaryFolder()
        let path = ItemPath(folder.path).appending([0x66, 0xff, 0xfe, 0x20, 0x0a, 0x2e, 0x6a])
        let descriptor = path.bytes.withUnsafeBufferPointer { bytes in
            open(bytes.map { CChar(bitPattern: $0) } + [0], O_CREAT | O_WRONLY, 0o600)
        }
        try #require(descriptor >= 0)
        close(descriptor)
        #expect(steps([ItemPath(folder.path)]) == [.file(path)])
        #expect(path.exactString == nil)
        #expect(path.display.hasSuffix("/f\\xFF\\xFE \\u{A}.j"))
    }

    @Test("what does not exist, and a folder that may not be read, are reported and the walk goes on")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "open/file")
        let missing = ItemPath(folder.path + "/missing")
        #expect(steps([missing, ItemPath(folder.path)]).first == .unreadable(missing, ENOENT))
        #expect(steps([missing, ItemPath(folder.path)]).count == 2)
        guard getuid() != 0 else { return }
        try folder.write("x", to: "closed/file")
        chmod(folder.path + "/closed", 0)
        #expect(steps([ItemPath(folder.path)]).contains(.unreadable(ItemPath(folder.path + "/closed"), EACCES)))
    }

    @Test("a path shows deceptive characters as visible escapes")
    func display() {
        #expect(ItemPath("a\u{202E}gpj.exe").display == "a\\u{202E}gpj.exe")
        #expect(ItemPath("a\r\u{1B}[2Jb").display == "a\\u{D}\\u{1B}[2Jb")
        #expect(ItemPath("사진/여행.jpg").display == "사진/여행.jpg")
        #expect(ItemPath(bytes: [0xc3]).display == "\\xC3")
    }

    @Test(
        "the last component of a path",
        arguments: [
            ("/a/b.jpg", "b.jpg"), ("b", "b"), ("/a/b/", "b"), ("", ""), ("/", ""),
        ])
    func name(_ path: String, _ name: String) {
        #expect(String(decoding: ItemPath(path).name, as: UTF8.self) == name)
    }
}
