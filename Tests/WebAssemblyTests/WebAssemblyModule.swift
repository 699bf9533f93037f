// SPDX-License-Identifier: Apache-2.0

/// What a WebAssembly file says of itself: only as much as tells what it can reach.
///
/// Source of the format: "WebAssembly Core Specification", chapter 5, binary format.
struct WebAssemblyModule {
    enum Damage: Error {
        case notWebAssembly
        case cut
    }

    /// Sections by number: 2 holds imports, 7 exports.
    private(set) var sections: [UInt8: ArraySlice<UInt8>] = [:]
    private(set) var exports: Set<String> = []

    init(_ file: [UInt8]) throws {
        guard file.starts(with: Array("\0asm".utf8) + [1, 0, 0, 0]) else { throw Damage.notWebAssembly }
        var rest = file.dropFirst(8)
        while let kind = rest.popFirst() {
            let size = try Self.number(&rest)
            guard rest.count >= size else { throw Damage.cut }
            sections[kind] = rest.prefix(size)
            rest = rest.dropFirst(size)
        }
        guard var section = sections[7] else { return }
        for _ in 0..<(try Self.number(&section)) {
            let length = try Self.number(&section)
            exports.insert(String(decoding: section.prefix(length), as: UTF8.self))
            section = section.dropFirst(length + 1)
            _ = try Self.number(&section)
        }
    }

    /// How much the module wants of whoever loads it.
    var importCount: Int {
        get throws {
            guard var section = sections[2] else { return 0 }
            return try Self.number(&section)
        }
    }

    /// An unsigned LEB128 number.
    private static func number(_ bytes: inout ArraySlice<UInt8>) throws -> Int {
        var value = 0
        for shift in stride(from: 0, to: 35, by: 7) {
            guard let byte = bytes.popFirst() else { throw Damage.cut }
            value |= Int(byte & 127) << shift
            if byte < 128 { return value }
        }
        throw Damage.cut
    }
}
