// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Where lines of results go: standard output or a new file, buffered.
final class Output {
    private let file: FileHandle
    private let name: String
    private var buffer: [UInt8] = []

    /// Standard output.
    init() {
        file = .standardOutput
        name = "standard output"
    }

    /// A file that only its owner may read. It must not exist yet, unless it may be replaced.
    init(path: String, mayReplace: Bool) throws {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (mayReplace ? O_TRUNC : O_EXCL)
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw Self.cannotWrite(path, errno) }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        name = path
    }

    func write(_ text: String) throws {
        try write(bytes: text.utf8)
    }

    func write(bytes: some Sequence<UInt8>) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= 1 << 16 { try flush() }
    }

    func writeLine(_ line: String) throws {
        try write(line + "\n")
    }

    func flush() throws {
        guard !buffer.isEmpty else { return }
        do {
            try file.write(contentsOf: buffer)
        } catch {
            throw Complaint(
                "could not write to \(name): \(error.localizedDescription)",
                remedy: "is the disk full? Results so far are incomplete", code: "CLI-WRITE")
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func cannotWrite(_ path: String, _ number: Int32) -> Complaint {
        if number == EEXIST {
            return Complaint(
                "\(path) exists already", remedy: "name another file, or replace it with --force", code: "CLI-EXISTS")
        }
        return Complaint(
            "cannot write \(path): \(String(cString: strerror(number)).lowercased())",
            remedy: "name a file in a folder that you may write to", code: "CLI-WRITE")
    }
}
