// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The folder of one index, locked for this process as long as it is used.
struct IndexFolder: Sendable {
    let path: String
    let residence: HashIndex.Residence
    private let lock: FileDescriptor
    /// Called before each step that changes the disk. Tests throw in it: what a crash at that point would leave.
    private let beforeStep: @Sendable (_ step: String) throws(IndexError) -> Void

    /// Tries to lock the folder, 20 ms apart.
    private static let mostTries = 50

    static let manifestName = "index.manifest"
    private static let segmentSuffix = ".segment"
    private static let partialSuffix = ".partial"

    init(
        _ path: String, residence: HashIndex.Residence, create: Bool,
        beforeStep: @escaping @Sendable (_ step: String) throws(IndexError) -> Void = { _ throws(IndexError) in }
    ) throws(IndexError) {
        self.path = path
        self.residence = residence
        self.beforeStep = beforeStep
        if create, mkdir(path, 0o700) != 0, errno != EEXIST { throw FileDescriptor.failure("created", path) }
        if !create, access(path, F_OK) != 0 { throw IndexError(.absent, "\(path) is not there") }
        lock = try FileDescriptor.folder(path)
        // A process that this one is starting has the lock of a folder that was just closed, until it runs its own program.
        var patience = Self.mostTries
        while flock(lock.number, LOCK_EX | LOCK_NB) != 0 {
            patience -= 1
            guard patience > 0, errno == EWOULDBLOCK || errno == EINTR else {
                throw IndexError(.busy, "\(path) is used by another process, or open in this one")
            }
            usleep(20_000)
        }
        chmod(path, 0o700)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    static func segmentName(_ identity: UInt64) -> String {
        let digits = String(identity, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits + segmentSuffix
    }

    /// Writes a file beside the one that it will be, and puts it in place when it is safe on the disk.
    func replace(_ name: String, write: (FileDescriptor) throws(IndexError) -> Void) throws(IndexError) {
        let partial = file(name + Self.partialSuffix)
        try beforeStep("create \(name)")
        let descriptor = try FileDescriptor.creating(partial)
        try write(descriptor)
        try beforeStep("synchronize \(name)")
        try descriptor.synchronize()
        try beforeStep("rename \(name)")
        guard rename(partial, file(name)) == 0 else { throw FileDescriptor.failure("renamed", partial) }
        try beforeStep("synchronize the folder after \(name)")
        try lock.synchronize()
    }

    func willWrite(_ name: String) throws(IndexError) {
        try beforeStep("write \(name)")
    }

    /// The manifest first: without it there is no index, whatever else is left.
    func removeEverything() throws(IndexError) {
        guard unlink(file(Self.manifestName)) == 0 || errno == ENOENT else {
            throw FileDescriptor.failure("removed", file(Self.manifestName))
        }
        try removeAllBut([])
        try lock.synchronize()
    }

    /// Removes what earlier processes left behind: files of this format that no manifest names.
    func removeAllBut(_ names: Set<String>) throws(IndexError) {
        guard let directory = opendir(path) else { throw FileDescriptor.failure("listed", path) }
        defer { closedir(directory) }
        var left: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let ours = name.hasSuffix(Self.segmentSuffix) || name.hasSuffix(Self.partialSuffix)
            if ours, !names.contains(name) { left.append(name) }
        }
        for name in left {
            try beforeStep("remove \(name)")
            guard unlink(file(name)) == 0 || errno == ENOENT else {
                throw FileDescriptor.failure("removed", file(name))
            }
        }
    }
}
