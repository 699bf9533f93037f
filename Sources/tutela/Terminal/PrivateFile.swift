// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Files that only their owner may read, and that exist whole or not at all.
enum PrivateFile {
    static func write(_ text: String, to path: String, mayReplace: Bool) throws {
        let draft = "\(path).\(ProcessInfo.processInfo.processIdentifier).part"
        do {
            let output = try Output(path: draft, mayReplace: true)
            try output.write(text)
            try output.flush()
        }
        // link, unlike rename, does not replace what somebody else put there meanwhile.
        let failed = mayReplace ? rename(draft, path) : link(draft, path)
        let number = errno
        if !mayReplace { unlink(draft) }
        guard failed == 0 else {
            throw Complaint(
                "cannot write \(path): \(String(cString: strerror(number)).lowercased())",
                remedy: "name another file, or replace it with --force", code: "CLI-WRITE")
        }
    }
}
