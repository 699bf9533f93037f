// SPDX-License-Identifier: Apache-2.0

import Screening

extension ItemPath {
    /// The folders with their last slash, and the name.
    var parts: (folder: [UInt8], name: [UInt8]) {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")), slash + 1 < bytes.count else { return ([], bytes) }
        return (Array(bytes[...slash]), Array(bytes[(slash + 1)...]))
    }

    /// The path below `place`, when it lies below it: a report on one folder need not repeat that folder on every line.
    func relative(to place: ItemPath?) -> ItemPath {
        guard let place, !place.bytes.isEmpty else { return self }
        let slash = UInt8(ascii: "/")
        let prefix = place.bytes.last == slash ? place.bytes : place.bytes + [slash]
        guard bytes.count > prefix.count, bytes.starts(with: prefix) else { return self }
        return ItemPath(bytes: bytes.dropFirst(prefix.count))
    }
}
