// SPDX-License-Identifier: Apache-2.0

/// A TIFF structure: a chain of directories, each of which may name others.
struct TIFFBuilder {
    indirect enum Value {
        /// Type and bytes as stored.
        case bytes(type: Int, [UInt8])
        case ascii(String)
        case long(Int)
        /// Offset of another directory.
        case directory([(tag: Int, value: Value)])
        case directories([[(tag: Int, value: Value)]])
    }

    var isLittle: Bool
    private var bytes: [UInt8] = []

    private init(isLittle: Bool) {
        self.isLittle = isLittle
    }

    /// - Parameters:
    ///   - directories: entries of the main chain.
    ///   - little: `II` instead of `MM`.
    static func file(_ directories: [[(tag: Int, value: Value)]], little: Bool = true) -> [UInt8] {
        var builder = TIFFBuilder(isLittle: little)
        builder.bytes = text(little ? "II" : "MM") + builder.number16(42) + zeros(4)
        var link = 4
        for directory in directories {
            let (offset, next) = builder.append(directory)
            builder.patch(offset, at: link)
            link = next
        }
        return builder.bytes
    }

    private func number16(_ value: Int) -> [UInt8] { isLittle ? little16(value) : big16(value) }
    private func number32(_ value: Int) -> [UInt8] { isLittle ? little32(value) : big32(value) }

    private mutating func patch(_ value: Int, at offset: Int) {
        bytes.replaceSubrange(offset..<offset + 4, with: number32(value))
    }

    /// Returns where the directory lies, and where the offset of the next one is written.
    private mutating func append(_ entries: [(tag: Int, value: Value)]) -> (offset: Int, next: Int) {
        let start = bytes.count
        bytes += number16(entries.count) + zeros(12 * entries.count + 4)
        for (index, entry) in entries.enumerated() {
            let field = start + 2 + 12 * index
            let type: Int
            let stored: [UInt8]
            let count: Int
            switch entry.value {
            case .bytes(let kind, let value): (type, stored, count) = (kind, value, value.count)
            case .ascii(let value): (type, stored, count) = (2, text(value) + [0], value.utf8.count + 1)
            case .long(let value): (type, stored, count) = (4, number32(value), 1)
            case .directory(let inner): (type, stored, count) = (4, number32(append(inner).offset), 1)
            case .directories(let inner):
                let offsets = inner.map { append($0).offset }
                (type, stored, count) = (4, offsets.flatMap { number32($0) }, offsets.count)
            }
            bytes.replaceSubrange(field..<field + 8, with: number16(entry.tag) + number16(type) + number32(count))
            if stored.count <= 4 {
                bytes.replaceSubrange(field + 8..<field + 8 + stored.count, with: stored)
            } else {
                patch(bytes.count, at: field + 8)
                bytes += stored
            }
        }
        return (start, start + 2 + 12 * entries.count)
    }

    /// EXIF with a text, a user comment and a maker note.
    static func exif(little: Bool = true) -> [UInt8] {
        file(
            [
                [
                    (0x010f, .ascii("Nonsense Camera")), (0x0131, .ascii("abc")),
                    (0x9c9c, .bytes(type: 1, [0x41, 0, 0x42, 0, 0, 0])),
                    (
                        0x8769,
                        .directory([
                            (0x9286, .bytes(type: 7, text("ASCII\0\0\0hello there"))),
                            (0x927c, .bytes(type: 7, noise(50))),
                        ])
                    ),
                    (0x8825, .directory([(1, .ascii("N"))])),
                ]
            ], little: little)
    }
}
