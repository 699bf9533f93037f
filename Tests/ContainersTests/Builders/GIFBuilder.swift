// SPDX-License-Identifier: Apache-2.0

/// A GIF file, as far as its structure goes.
enum GIFBuilder {
    static let header = text("GIF89a")
    static let screen: [UInt8] = [1, 0, 1, 0, 0x80, 0, 0]
    static let colors: [UInt8] = [0, 0, 0, 0xff, 0xff, 0xff]
    static let picture: [UInt8] = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x80] + colors + [2, 2, 0x4c, 1, 0]

    static func subBlocks(_ data: [UInt8]) -> [UInt8] {
        var blocks: [UInt8] = []
        var rest = data[...]
        while !rest.isEmpty {
            blocks += [UInt8(rest.prefix(255).count)] + rest.prefix(255)
            rest = rest.dropFirst(255)
        }
        return blocks + [0]
    }

    static func application(_ name: String, _ data: [UInt8]) -> [UInt8] {
        [0x21, 0xff, 11] + text(name) + subBlocks(data)
    }

    static func comment(_ comment: String) -> [UInt8] { [0x21, 0xfe] + subBlocks(text(comment)) }

    /// XMP as Adobe wants it: no sub-blocks, but a trailer that leads any decoder to the end.
    static func xmp(_ packet: String) -> [UInt8] {
        [0x21, 0xff, 11] + text("XMP DataXMP") + text(packet) + [1] + (0...255).reversed().map { UInt8($0) } + [0]
    }

    static func file(_ blocks: [UInt8]..., trailer: [UInt8] = []) -> [UInt8] {
        header + screen + colors + blocks.flatMap { $0 } + picture + [0x3b] + trailer
    }
}
