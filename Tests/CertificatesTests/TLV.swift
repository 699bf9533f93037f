// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// A DER value that tests take apart and put together, without the code under test.
struct TLV {
    var tag: UInt8
    var content: [UInt8]
    /// Where it stood when it was read, header included.
    var range: Range<Int> = 0..<0
    /// Bytes of tag and length.
    var header = 0

    init(_ tag: UInt8, _ content: [UInt8]) {
        self.tag = tag
        self.content = content
    }

    init(_ tag: UInt8, _ children: [TLV]) {
        self.init(tag, children.flatMap(\.bytes))
    }

    var bytes: [UInt8] { DERValue.bytes(tag, content) }

    /// The same with an indefinite length, as BER allows for values that hold others.
    var indefinite: [UInt8] { [tag, 0x80] + content + [0, 0] }

    var children: [TLV] {
        var all: [TLV] = []
        var position = 0
        while position < content.count, var next = TLV.read(Array(content[position...])) {
            let start = range.lowerBound + header + position
            position += next.range.count
            next.range = start..<(start + next.range.count)
            all.append(next)
        }
        return all
    }

    /// Reads the first value of some DER.
    static func read(_ der: [UInt8]) -> TLV? {
        guard der.count >= 2 else { return nil }
        var length = Int(der[1])
        var header = 2
        if length >= 0x80 {
            let width = length & 0x7f
            guard width <= 4, der.count >= 2 + width else { return nil }
            length = der[2..<(2 + width)].reduce(0) { $0 << 8 | Int($1) }
            header += width
        }
        guard der.count >= header + length else { return nil }
        var value = TLV(der[0], Array(der[header..<(header + length)]))
        value.range = 0..<(header + length)
        value.header = header
        return value
    }
}
