// SPDX-License-Identifier: Apache-2.0

/// A Matroska file, as far as its structure goes.
enum MatroskaBuilder {
    /// An element with a length of four bytes.
    static func sized(_ id: [UInt8], _ parts: [UInt8]...) -> [UInt8] {
        let data = parts.flatMap { $0 }
        return id + big32(0x1000_0000 | data.count) + data
    }

    /// An element of unknown length.
    static func open(_ id: [UInt8], _ data: [UInt8]) -> [UInt8] {
        id + [0x01] + [UInt8](repeating: 0xff, count: 7) + data
    }

    static let header = sized([0x1a, 0x45, 0xdf, 0xa3], sized([0x42, 0x82], text("matroska")))

    static func simpleTag(_ name: String, _ value: String, inner: [UInt8] = []) -> [UInt8] {
        sized([0x67, 0xc8], sized([0x45, 0xa3], text(name)), sized([0x44, 0x87], text(value)), inner)
    }

    static func tags(_ tags: [UInt8]...) -> [UInt8] {
        sized([0x12, 0x54, 0xc3, 0x67], sized([0x73, 0x73], tags.flatMap { $0 }))
    }

    static let cluster: [UInt8] = [0x1f, 0x43, 0xb6, 0x75]
    static let segment: [UInt8] = [0x18, 0x53, 0x80, 0x67]
    static let block = sized([0xa3], noise(60))
}

/// An FLV file, as far as its structure goes.
enum FLVBuilder {
    static func tag(_ type: UInt8, _ data: [UInt8]) -> [UInt8] {
        [type] + big24(data.count) + zeros(7) + data + big32(11 + data.count)
    }

    static func string(_ value: String) -> [UInt8] { [2] + big16(value.utf8.count) + text(value) }

    static func members(_ members: [(String, [UInt8])]) -> [UInt8] {
        members.flatMap { big16($0.0.utf8.count) + text($0.0) + $0.1 } + [0, 0, 9]
    }

    static func array(_ entries: [(String, [UInt8])]) -> [UInt8] { [8] + big32(entries.count) + members(entries) }

    static func file(_ metadata: [UInt8]) -> [UInt8] {
        text("FLV") + [1, 5] + big32(9) + zeros(4) + tag(9, noise(20))
            + tag(18, string("onMetaData") + metadata) + tag(9, noise(40))
    }
}
