// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Reads what a person names, whatever it is made of: a file, or a pipe whose length nobody knows before its end.
///
/// The kind is asked of what was opened, not of the path: `/dev/stdin` and `/dev/fd/63` are links to things that have no path.
enum BoundedFile {
    /// - Parameters:
    ///   - path: of a regular file, a pipe or a FIFO. A FIFO that nobody writes to is waited for, as everywhere in Unix.
    ///   - limit: bytes that are read at most.
    /// - Throws: ``PackProblems`` with one problem.
    static func contents(of path: String, limit: Int) throws(PackProblems) -> PolicyFile {
        func refusal(_ code: String, _ message: String, _ hint: String) -> PackProblems {
            PackProblems([PackProblem(code: code, file: path, line: 1, column: 1, message: message, hint: hint)])
        }
        func refusal(_ error: Int32) -> PackProblems {
            let reason = String(cString: strerror(error))
            if error == ENOENT { return refusal("PACK-UNREADABLE", "there is no such file", "check the path") }
            return refusal("PACK-UNREADABLE", "the file cannot be read: \(reason)", "check its owner and mode")
        }
        func isReadable(_ status: stat) throws(PackProblems) {
            switch status.st_mode & S_IFMT {
            case S_IFREG, S_IFIFO: return
            case S_IFDIR: throw refusal("PACK-UNREADABLE", "this is a folder, not a file", "name one file in it")
            default:
                throw refusal("PACK-UNREADABLE", "this is a device, neither a file nor a pipe", "name a file or a pipe")
            }
        }
        var status = stat()
        // Before opening, too: opening a device can have effects.
        guard stat(path, &status) == 0 else { throw refusal(errno) }
        try isReadable(status)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw refusal(errno) }
        defer { close(descriptor) }
        guard fstat(descriptor, &status) == 0 else { throw refusal(errno) }
        try isReadable(status)

        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 64 * 1_024)
        while true {
            let room = part.count
            let count = part.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, room) }
            if count < 0 {
                if errno == EINTR { continue }
                throw refusal(errno)
            }
            if count == 0 { return PolicyFile(path: path, bytes: bytes) }
            bytes.append(contentsOf: part.prefix(count))
            guard bytes.count <= limit else {
                throw refusal("PACK-SIZE", "the file has more than \(limit) bytes", "split it into several files")
            }
        }
    }
}
