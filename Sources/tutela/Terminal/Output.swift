// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Where lines of results go: standard output or a new file, buffered.
final class Output {
    private let descriptor: Int32
    /// The file's path; `nil` for standard output.
    private let path: String?
    private var buffer: [UInt8] = []

    /// Standard output.
    init() {
        descriptor = STDOUT_FILENO
        path = nil
    }

    /// A file that only its owner may read. It must not exist yet, unless it may be replaced.
    init(path: String, mayReplace: Bool) throws {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (mayReplace ? O_TRUNC : O_EXCL)
        descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw FileTrouble.cannotWrite(path, errno) }
        self.path = path
    }

    deinit {
        if path != nil { close(descriptor) }
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
        var offset = 0
        while offset < buffer.count {
            let count = buffer[offset...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileTrouble.cannotWrite(path ?? "standard output", errno)
            }
            offset += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Takes a file away that could not be finished.
    func discard() {
        if let path { unlink(path) }
    }
}

/// Why a file cannot be written, in words that lead somewhere.
enum FileTrouble {
    static func cannotWrite(_ path: String, _ number: Int32) -> Complaint {
        switch number {
        case EEXIST:
            Complaint(
                "\(path) exists already", remedy: "name another file, or replace it with --force", code: "CLI-EXISTS")
        case ENOSPC, EDQUOT:
            Complaint(
                "cannot write \(path): no space left", remedy: "make room on that disk and try again",
                code: "CLI-FULL")
        default:
            Complaint(
                "cannot write \(path): \(String(cString: strerror(number)).lowercased())",
                remedy: "name a file in a folder that you may write to", code: "CLI-WRITE")
        }
    }
}
