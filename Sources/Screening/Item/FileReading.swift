// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Fingerprints
internal import Foundation
internal import Glibc

/// Reads a file once: its exact digests come from the same bytes that are decoded, however often it changes on disk.
struct FileReading {
    /// Bytes of the file, or only its beginning when it is longer than the limit. Of an item in memory always all.
    var contents: [UInt8]
    var byteCount: UInt64
    /// `nil` when nobody asked for them.
    var digests: ScanRecord.Digests?
    /// It is longer than the limit, so that it is not decoded.
    var isTruncated: Bool

    /// The same of bytes that lie in memory. Nothing of them is cut off.
    ///
    /// - Parameters:
    ///   - bytes: the whole item.
    ///   - limit: more are not decoded.
    ///   - isDigested: whether digests are made.
    init(of bytes: [UInt8], keeping limit: UInt64, isDigested: Bool) {
        contents = bytes
        byteCount = UInt64(bytes.count)
        digests =
            isDigested
            ? ScanRecord.Digests(
                md5: Hexadecimal.encode(Insecure.MD5.hash(data: bytes)),
                sha1: Hexadecimal.encode(Insecure.SHA1.hash(data: bytes)),
                sha256: Hexadecimal.encode(SHA256.hash(data: bytes))) : nil
        isTruncated = byteCount > limit
    }

    private init(contents: [UInt8], byteCount: UInt64, digests: ScanRecord.Digests?, isTruncated: Bool) {
        self.contents = contents
        self.byteCount = byteCount
        self.digests = digests
        self.isTruncated = isTruncated
    }

    /// Why a file could not be read.
    struct Failure: Error {
        /// `permission`, `vanished`, `not-a-file`, `input-output`, `system`.
        var code: String
        var message: String

        static let stoppedCode = "stopped"

        init(code: String, message: String) {
            self.code = code
            self.message = message
        }

        init(errno number: Int32) {
            let words = String(cString: strerror(number)).lowercased()
            switch number {
            case EACCES, EPERM: self.init(code: "permission", message: "\(words); run as a user who may read it")
            case ENOENT, ENOTDIR, ESTALE: self.init(code: "vanished", message: words)
            case EIO: self.init(code: "input-output", message: "\(words); the disk may be failing: image it first")
            default: self.init(code: "system", message: "\(words) (errno \(number))")
            }
        }
    }

    /// Size of one read, in bytes.
    private static let chunk = 1 << 20

    /// - Parameters:
    ///   - limit: most bytes that are kept; digests cover the whole file whatever its length.
    ///   - isDigested: whether digests are made. Three of them cost more than hashing a small picture.
    ///   - isCancelled: asked between two chunks of long files.
    static func read(
        _ path: ItemPath, keeping limit: UInt64, isDigested: Bool = true, isCancelled: () -> Bool
    ) throws(Failure) -> FileReading {
        // Not blocking, so that a pipe that took the file's place cannot hold the scan for ever.
        let file = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) }
        guard file >= 0 else { throw Failure(errno: errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw Failure(errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(code: "not-a-file", message: "it is not a regular file any more")
        }
        posix_fadvise(file, 0, 0, Int32(POSIX_FADV_SEQUENTIAL))

        var contents: [UInt8] = []
        contents.reserveCapacity(Int(clamping: min(UInt64(clamping: status.st_size), limit)))
        var md5 = Insecure.MD5()
        var sha1 = Insecure.SHA1()
        var sha256 = SHA256()
        var byteCount: UInt64 = 0
        var buffer = [UInt8](repeating: 0, count: min(Self.chunk, max(4096, Int(clamping: status.st_size) + 1)))
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(errno: errno)
            }
            if count == 0 { break }
            buffer.withUnsafeBytes { bytes in
                let part = UnsafeRawBufferPointer(rebasing: bytes.prefix(count))
                if isDigested {
                    md5.update(bufferPointer: part)
                    sha1.update(bufferPointer: part)
                    sha256.update(bufferPointer: part)
                }
                let room = limit - min(limit, byteCount)
                contents.append(contentsOf: part.prefix(Int(clamping: room)))
            }
            byteCount += UInt64(count)
            if isCancelled() {
                throw Failure(code: Failure.stoppedCode, message: "the scan was stopped while reading it")
            }
        }
        return FileReading(
            contents: contents, byteCount: byteCount,
            digests: isDigested
                ? ScanRecord.Digests(
                    md5: Hexadecimal.encode(md5.finalize()), sha1: Hexadecimal.encode(sha1.finalize()),
                    sha256: Hexadecimal.encode(sha256.finalize())) : nil,
            isTruncated: byteCount > limit)
    }
}
