// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Goes through files and folders in a fixed order and hands out what it meets, one at a time.
///
/// Memory holds the names of the folders on the way down, not the tree. Links inside a folder are counted, not followed, so
/// no loop is possible; sockets, pipes and devices are counted, not opened. Names are bytes and need not be UTF-8.
public struct TreeWalk: Sendable {
    /// What the walk met.
    public enum Step: Sendable, Hashable {
        case file(ItemPath)
        /// A folder or named path that could not be read, and the system's reason (an errno value).
        case unreadable(ItemPath, Int32)
        /// A symbolic link that was left alone.
        case link(ItemPath)
        /// A socket, pipe or device.
        case special(ItemPath)
    }

    private var pending: [Pending]

    /// Starts a walk over named files and folders. A link that a person names is followed; links found inside are not.
    public init(_ places: [ItemPath]) {
        pending = places.reversed().map { .named($0) }
    }

    private enum Pending: Sendable {
        case named(ItemPath)
        case found(ItemPath, UInt8)
    }

    /// The next thing on the way, or `nil` at the end.
    public mutating func next() -> Step? {
        while let current = pending.popLast() {
            switch current {
            case .named(let path):
                switch Self.kind(of: path, followingLinks: true) {
                case .failure(let failure): return .unreadable(path, failure.number)
                case .success(let kind):
                    if let step = visit(path, kind) { return step }
                }
            case .found(let path, let entryType):
                switch Self.kind(of: path, entryType: entryType) {
                case .failure(let failure): return .unreadable(path, failure.number)
                case .success(let kind):
                    if let step = visit(path, kind) { return step }
                }
            }
        }
        return nil
    }

    /// Counts what a walk over the same places hands out as files or unreadable, for a progress line.
    public static func count(_ places: [ItemPath], isCancelled: () -> Bool) -> Int? {
        var walk = TreeWalk(places)
        var count = 0
        while let step = walk.next() {
            if isCancelled() { return nil }
            switch step {
            case .file, .unreadable: count += 1
            case .link, .special: break
            }
        }
        return count
    }

    private enum Kind {
        case folder, file, link, special
    }

    private struct SystemFailure: Error {
        let number: Int32
    }

    private mutating func visit(_ path: ItemPath, _ kind: Kind) -> Step? {
        switch kind {
        case .file: return .file(path)
        case .link: return .link(path)
        case .special: return .special(path)
        case .folder:
            switch Self.entries(of: path) {
            case .failure(let failure): return .unreadable(path, failure.number)
            case .success(let entries):
                for (name, type) in entries.reversed() {
                    pending.append(.found(path.appending(name), type))
                }
                return nil
            }
        }
    }

    /// Names in byte order, so that two scans of one tree tell the same story.
    private static func entries(of folder: ItemPath) -> Result<[(name: [UInt8], type: UInt8)], SystemFailure> {
        guard let stream = folder.withCString({ opendir($0) }) else { return .failure(SystemFailure(number: errno)) }
        defer { closedir(stream) }
        var entries: [(name: [UInt8], type: UInt8)] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                let number = errno
                // A folder that fails half-way is reported as unreadable rather than shown as shorter than it is.
                if number != 0 { return .failure(SystemFailure(number: number)) }
                break
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in Array(raw.prefix { $0 != 0 }) }
            if name == [0x2e] || name == [0x2e, 0x2e] { continue }
            entries.append((name, entry.pointee.d_type))
        }
        entries.sort { $0.name.lexicographicallyPrecedes($1.name) }
        return .success(entries)
    }

    private static func kind(of path: ItemPath, entryType: UInt8) -> Result<Kind, SystemFailure> {
        switch Int(entryType) {
        case Int(DT_REG): .success(.file)
        case Int(DT_DIR): .success(.folder)
        case Int(DT_LNK): .success(.link)
        case Int(DT_UNKNOWN): kind(of: path, followingLinks: false)
        default: .success(.special)
        }
    }

    private static func kind(of path: ItemPath, followingLinks: Bool) -> Result<Kind, SystemFailure> {
        var status = stat()
        let failed = path.withCString { followingLinks ? stat($0, &status) : lstat($0, &status) } != 0
        guard !failed else { return .failure(SystemFailure(number: errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .success(.file)
        case S_IFDIR: return .success(.folder)
        case S_IFLNK: return .success(.link)
        default: return .success(.special)
        }
    }
}

extension ItemPath {
    /// Calls `body` with the bytes and a NUL behind them.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
        return terminated.withUnsafeBufferPointer { buffer in
            // An array with a terminating NUL is never empty.
            guard let base = buffer.baseAddress else { preconditionFailure("a path has at least its terminator") }
            return body(base)
        }
    }

    /// The last component.
    public var name: [UInt8] {
        let end = bytes.lastIndex { $0 != UInt8(ascii: "/") } ?? bytes.startIndex
        let head = bytes.prefix(through: bytes.isEmpty ? bytes.startIndex - 1 : end)
        return Array(head.suffix(from: (head.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1))
    }
}
