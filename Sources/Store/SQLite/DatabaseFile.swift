// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc

/// Folder and file of a database, before SQLite sees them: SQLite would create the file readable for everybody.
enum DatabaseFile {
    /// Makes sure that folder and file exist and are the owner's alone.
    static func prepare(home: String, file: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw StoreError(
                code: .cannotOpen,
                message: "\(home): the home folder cannot be created",
                remedy: "Check the path and who may write there, or name another folder with --home or TUTELA_HOME.",
                cause: error
            )
        }
        // Exclusive creation only: opening and closing a file that this process already uses would drop its locks.
        let descriptor = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno == EEXIST {
            if mode(file) & 0o077 != 0 { chmod(file, 0o600) }
        } else {
            throw refusal(of: file, in: home, errno)
        }
    }

    /// Why the file could not be made, without claiming that it is missing when nobody could look.
    private static func refusal(of file: String, in home: String, _ number: Int32) -> StoreError {
        let reason = String(cString: strerror(number)).lowercased()
        var status = stat()
        let isThere = stat(file, &status) == 0
        let isHidden = !isThere && errno == EACCES
        let message =
            if isHidden {
                "\(home): the home folder cannot be entered: \(reason)"
            } else {
                "\(file): the database cannot be \(isThere ? "opened" : "created"): \(reason)"
            }
        return StoreError(
            code: !isHidden && (number == EROFS || number == EACCES) ? .readOnly : .cannotOpen, message: message,
            remedy: "Check the owner and mode of the home folder (0700), or name another one with --home.")
    }

    /// The permission bits of a path, or 0 when it cannot be looked at.
    static func mode(_ path: String) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        return Int(status.st_mode & 0o777)
    }

    /// The folder a file lies in.
    static func folder(of file: String) -> String {
        guard let slash = file.lastIndex(of: "/") else { return "." }
        return String(file[..<slash])
    }
}
