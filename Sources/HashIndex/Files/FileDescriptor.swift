// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// An open file, closed with its last reference. Only the one that opened it uses it.
final class FileDescriptor: Sendable {
    let number: Int32
    let path: String

    private init(_ number: Int32, _ path: String) {
        self.number = number
        self.path = path
    }

    static func failure(_ action: String, _ path: String) -> IndexError {
        IndexError(.system, "\(path) cannot be \(action): \(String(cString: strerror(errno)))")
    }

    static func creating(_ path: String) throws(IndexError) -> FileDescriptor {
        let number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard number >= 0 else { throw failure("created", path) }
        return FileDescriptor(number, path)
    }

    /// `nil` when there is no such file.
    static func reading(_ path: String) throws(IndexError) -> FileDescriptor? {
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        if number < 0, errno == ENOENT { return nil }
        guard number >= 0 else { throw failure("opened", path) }
        return FileDescriptor(number, path)
    }

    static func folder(_ path: String) throws(IndexError) -> FileDescriptor {
        let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw failure("opened", path) }
        return FileDescriptor(number, path)
    }

    func size() throws(IndexError) -> Int {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw Self.failure("examined", path) }
        return Int(status.st_size)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(IndexError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
            #if canImport(Glibc)
                let written = Glibc.write(number, piece.baseAddress, piece.count)
            #else
                let written = Musl.write(number, piece.baseAddress, piece.count)
            #endif
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Self.failure("written", path) }
            rest = rest.dropFirst(written)
        }
    }

    /// Fills the buffer from a place in the file.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(IndexError) {
        var done = 0
        while done < buffer.count {
            guard let start = buffer.baseAddress else { return }
            let some = pread(number, start + done, buffer.count - done, off_t(offset + done))
            if some < 0, errno == EINTR { continue }
            guard some >= 0 else { throw Self.failure("read", path) }
            guard some > 0 else { throw IndexError(.damaged, "\(path) is shorter than it says") }
            done += some
        }
    }

    func synchronize() throws(IndexError) {
        guard fsync(number) == 0 else { throw Self.failure("brought to the disk", path) }
    }

    deinit {
        close(number)
    }
}
