// SPDX-License-Identifier: Apache-2.0

/// Compressed streams without compression: stored blocks.
enum ZlibBuilder {
    static func raw(_ bytes: [UInt8], blockBytes: Int = 65535) -> [UInt8] {
        var stream: [UInt8] = []
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(blockBytes)
            rest = rest.dropFirst(blockBytes)
            stream += [rest.isEmpty ? 1 : 0] + little16(block.count) + little16(block.count ^ 0xffff) + block
        } while !rest.isEmpty
        return stream
    }

    static func stored(_ bytes: [UInt8], blockBytes: Int = 65535) -> [UInt8] {
        [0x78, 0x01] + raw(bytes, blockBytes: blockBytes) + big32(adler(bytes))
    }

    static func gzip(_ bytes: [UInt8], name: String? = nil) -> [UInt8] {
        [0x1f, 0x8b, 8, name == nil ? 0 : 8, 0, 0, 0, 0, 0, 3] + (name.map { text($0) + [0] } ?? []) + raw(bytes)
            + little32(Int(PNGBuilder.crc(bytes))) + little32(bytes.count)
    }

    private static func adler(_ bytes: [UInt8]) -> Int {
        var low = 1
        var high = 0
        for byte in bytes {
            low = (low + Int(byte)) % 65521
            high = (high + low) % 65521
        }
        return high << 16 | low
    }
}
