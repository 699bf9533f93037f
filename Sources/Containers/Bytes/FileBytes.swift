// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The bytes of a file, read where they are asked for and never all at once.
///
/// Small reads are served from a window of the file, so that walking over chunk headers costs few system calls: one of
/// 4 KiB where headers lie apart, larger ones where reading goes straight on. May be used from several threads at a time.
/// A file that becomes shorter while it is read gives a ``ReadFailure``; one that is changed otherwise is read as it is.
public final class FileBytes: ByteSource {
    /// Length in bytes at the time of opening.
    public let count: Int

    private let descriptor: CInt
    private let window = Mutex(Window())

    private struct Window: ~Copyable {
        var start = 0
        var bytes: [UInt8] = []
        /// How much is read at the next miss.
        var size = FileBytes.smallestWindow
    }

    private static let smallestWindow = 4096
    private static let largestWindow = 256 << 10

    /// Opens a regular file for reading.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - followsLink: whether a symbolic link as the last part of the path is followed. A person who names a link means
    ///     the file; a program that walks over folders of strangers passes `false`.
    /// - Throws: ``ReadFailure`` when it cannot be opened, or is no regular file.
    public convenience init(path: String, followsLink: Bool = true) throws(ReadFailure) {
        // O_NONBLOCK: opening a pipe that nobody writes to must not hang; on a regular file it changes nothing.
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followsLink ? 0 : O_NOFOLLOW)
        let descriptor = open(path, flags)
        guard descriptor >= 0 else { throw Self.failure("cannot open the file") }
        try self.init(owning: descriptor)
    }

    /// Reads a file that is open already. The descriptor is duplicated; the caller closes its own.
    ///
    /// - Parameter descriptor: open for reading, of a regular file. Its position is neither used nor moved.
    /// - Throws: ``ReadFailure`` when it is no regular file.
    public convenience init(descriptor: CInt) throws(ReadFailure) {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw Self.failure("cannot use the open file") }
        try self.init(owning: copy)
    }

    private init(owning descriptor: CInt) throws(ReadFailure) {
        var status = stat()
        let outcome = fstat(descriptor, &status)
        let failure = outcome == 0 ? nil : Self.failure("cannot look at the file")
        guard outcome == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw failure ?? ReadFailure(code: "input-output", message: "not a regular file")
        }
        self.descriptor = descriptor
        count = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// Copies bytes from `offset` on until `buffer` is full.
    ///
    /// - Parameters:
    ///   - buffer: is filled.
    ///   - offset: of the first byte in the file.
    /// - Throws: ``ReadFailure`` when the range is not inside the file, the file became shorter, or the system failed.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ReadFailure) {
        guard offset >= 0, offset <= count, buffer.count <= count - offset else {
            throw ReadFailure(code: "beyond-end", message: "\(buffer.count) bytes at \(offset) of \(count)")
        }
        guard !buffer.isEmpty else { return }
        guard buffer.count <= Self.smallestWindow else { return try readFile(into: buffer, at: offset) }
        let failure: ReadFailure? = window.withLock { window in
            do throws(ReadFailure) {
                try serve(buffer, at: offset, from: &window)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    private func serve(
        _ buffer: UnsafeMutableRawBufferPointer, at offset: Int, from window: inout Window
    ) throws(ReadFailure) {
        let end = window.start + window.bytes.count
        if offset < window.start || offset + buffer.count > end {
            let goesOn = offset >= window.start && offset <= end && !window.bytes.isEmpty
            window.size = goesOn ? min(window.size * 2, Self.largestWindow) : Self.smallestWindow
            let length = min(max(window.size, buffer.count), count - offset)
            if window.bytes.count != length { window.bytes = [UInt8](repeating: 0, count: length) }
            window.start = offset
            var failure: ReadFailure?
            window.bytes.withUnsafeMutableBytes { bytes in
                do throws(ReadFailure) { try readFile(into: bytes, at: offset) } catch { failure = error }
            }
            if let failure {
                window.bytes = []
                throw failure
            }
        }
        let first = offset - window.start
        window.bytes.withUnsafeBytes { bytes in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[first..<first + buffer.count]))
        }
    }

    private func readFile(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ReadFailure) {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let length = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if length > 0 {
                done += length
            } else if length == 0 {
                throw ReadFailure(
                    code: "input-output",
                    message: "the file became shorter while it was read: it ends at \(offset + done), not at \(count)")
            } else if errno != EINTR {
                throw Self.failure("cannot read \(rest.count) bytes at \(offset + done)")
            }
        }
    }

    private static func failure(_ what: String) -> ReadFailure {
        let reason = String(cString: strerror(errno))
        return ReadFailure(code: "input-output", message: "\(what): \(reason)")
    }
}
