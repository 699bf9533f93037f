// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Files that only their owner may read, and that exist whole or not at all.
enum PrivateFile {
    static func write(_ text: String, to path: String, mayReplace: Bool) throws {
        let draft = "\(path).\(ProcessInfo.processInfo.processIdentifier).part"
        let output = try Output(path: draft, mayReplace: true)
        do {
            try output.write(text)
            try output.flush()
        } catch let complaint as Complaint {
            output.discard()
            throw Complaint(
                complaint.message.replacingOccurrences(of: draft, with: path), remedy: complaint.remedy,
                code: complaint.code)
        }
        // link, unlike rename, does not replace what somebody else put there meanwhile.
        let failed = mayReplace ? rename(draft, path) : link(draft, path)
        let number = errno
        if failed != 0 || !mayReplace { unlink(draft) }
        guard failed == 0 else { throw FileTrouble.cannotWrite(path, number) }
    }
}
