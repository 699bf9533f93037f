// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where a list comes from: a file, standard input, bytes in memory.
public protocol ByteSource {
    /// The size in bytes, when it is known.
    var size: Int? { get }

    /// Reads the next bytes.
    ///
    /// - Parameter count: how many at most.
    /// - Returns: the bytes; empty at the end.
    /// - Throws: ``BankError/Code/listUnreadable``.
    mutating func read(upTo count: Int) throws -> [UInt8]
}

/// Bytes in memory.
public struct MemorySource: ByteSource {
    private var rest: ArraySlice<UInt8>
    /// The size in bytes.
    public let size: Int?

    /// Wraps bytes.
    public init(_ bytes: [UInt8]) {
        rest = bytes[...]
        size = bytes.count
    }

    /// Reads the next bytes.
    public mutating func read(upTo count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
}

/// A file, or standard input.
public final class FileSource: ByteSource {
    private let descriptor: Int32
    private let owned: Bool
    private let name: String
    /// The size in bytes of a regular file; nil for pipes.
    public let size: Int?

    /// Opens a file.
    ///
    /// - Parameter path: its path.
    /// - Throws: ``BankError/Code/listUnreadable``.
    public convenience init(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
        try self.init(descriptor: descriptor, name: path, owned: true)
    }

    /// Reads from an open descriptor, for example 0 for standard input, and leaves it open.
    ///
    /// - Parameters:
    ///   - descriptor: the open file.
    ///   - name: what to call it in messages.
    /// - Throws: ``BankError/Code/listUnreadable`` for a folder.
    public convenience init(descriptor: Int32, name: String) throws {
        try self.init(descriptor: descriptor, name: name, owned: false)
    }

    private init(descriptor: Int32, name: String, owned: Bool) throws {
        self.descriptor = descriptor
        self.name = name
        self.owned = owned
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            size = nil
            throw Self.unreadable(name, errno)
        }
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
        if status.st_mode & S_IFMT == S_IFDIR { throw Self.unreadable(name, EISDIR) }
    }

    deinit {
        if owned { close(descriptor) }
    }

    /// Reads the next bytes.
    public func read(upTo count: Int) throws -> [UInt8] {
        while true {
            var outcome = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
                outcome = Glibc.read(descriptor, buffer.baseAddress, count)
                used = max(0, outcome)
            }
            if outcome >= 0 { return bytes }
            guard errno == EINTR else { throw Self.unreadable(name, errno) }
        }
    }

    private static func unreadable(_ name: String, _ number: Int32) -> BankError {
        BankError(
            .listUnreadable, "\(name): the list cannot be read: \(String(cString: strerror(number)))",
            remedy: "Check the path and that you may read it."
        )
    }
}
