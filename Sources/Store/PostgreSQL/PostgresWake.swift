// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A descriptor that any thread can make readable, to wake one that waits for a socket.
final class PostgresWake: Sendable {
    /// Readable after ``signal()`` until ``clear()``.
    let descriptor: Int32
    private let writing: Int32

    /// - Throws: ``StoreError`` when the process has no descriptor left.
    init(place: String) throws {
        var ends: [Int32] = [-1, -1]
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        guard socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0 else {
            throw StoreError(
                code: .unreachable, message: "\(place): this process has too many open files to connect",
                remedy: "Raise the limit (ulimit -n), or lower the number of connections.")
        }
        descriptor = ends[0]
        writing = ends[1]
    }

    deinit {
        close(descriptor)
        close(writing)
    }

    func signal() {
        // A full buffer is readable already.
        _ = write(writing, "!", 1)
    }

    func clear() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(descriptor, &bytes, bytes.count) > 0 {}
    }
}
