// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Reads one CBOR value that fills its bytes.
///
/// Strict where two readers could understand different things: a key that comes twice, bytes after the value, text that is
/// no UTF-8 and keys that are arrays, maps or tags are refused. Lengths are compared with the bytes that are left before
/// anything is allocated; the work is linear in the bytes.
///
/// Source: RFC 8949.
public struct CBORReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var itemsLeft: Int

    private init(_ bytes: ArraySlice<UInt8>, itemsLeft: Int) {
        self.bytes = bytes
        position = bytes.startIndex
        self.itemsLeft = itemsLeft
    }

    /// Reads the value that `bytes` is.
    ///
    /// - Throws: ``CBORFault`` for anything else than exactly one well-formed value within the limits.
    public static func value(of bytes: ArraySlice<UInt8>) throws(CBORFault) -> CBORValue {
        var items = ProvenanceLimits.cborItems
        return try value(of: bytes, itemsLeft: &items)
    }

    /// Reads the value that `bytes` is, with a number of items that several values share.
    ///
    /// - Parameters:
    ///   - bytes: exactly one value.
    ///   - itemsLeft: how many items may still be read; what was read is taken off, also when the value is refused.
    /// - Throws: ``CBORFault`` for anything else than exactly one well-formed value within the limits.
    public static func value(
        of bytes: ArraySlice<UInt8>, itemsLeft: inout Int
    ) throws(CBORFault) -> CBORValue {
        var reader = CBORReader(bytes, itemsLeft: itemsLeft)
        defer { itemsLeft = reader.itemsLeft }
        let value = try reader.readValue(depth: 0)
        guard reader.position == bytes.endIndex else { throw reader.fault("cbor.trailing") }
        return value
    }

    private func fault(_ code: String) -> CBORFault {
        CBORFault(code: code, offset: position - bytes.startIndex)
    }

    private var left: Int { bytes.endIndex - position }

    private struct Head {
        var major: UInt8
        var additional: UInt8
        /// `nil`: indefinite length, or a break.
        var argument: UInt64?
    }

    private mutating func readHead() throws(CBORFault) -> Head {
        guard itemsLeft > 0 else { throw fault("cbor.items") }
        itemsLeft -= 1
        guard left > 0 else { throw fault("cbor.truncated") }
        let initial = bytes[position]
        let additional = initial & 31
        var head = Head(major: initial >> 5, additional: additional, argument: nil)
        switch additional {
        case 0..<24:
            position += 1
            head.argument = UInt64(additional)
        case 24...27:
            let length = 1 << (additional - 24)
            guard left > length else { throw fault("cbor.truncated") }
            position += 1
            var argument: UInt64 = 0
            for byte in bytes[position..<position + length] { argument = argument << 8 | UInt64(byte) }
            position += length
            head.argument = argument
        case 31 where [2, 3, 4, 5, 7].contains(head.major):
            position += 1
        default:
            throw fault("cbor.reserved")
        }
        return head
    }

    private mutating func readValue(depth: Int) throws(CBORFault) -> CBORValue {
        guard depth < ProvenanceLimits.cborDepth else { throw fault("cbor.depth") }
        let start = position
        let head = try readHead()
        switch head.major {
        case 0: return .unsigned(head.argument ?? 0)
        case 1: return .negative(head.argument ?? 0)
        case 2: return .bytes(Array(try readString(head)))
        case 3:
            if head.argument != nil {
                guard let text = String(validating: try readString(head), as: UTF8.self) else {
                    position = start
                    throw fault("cbor.text")
                }
                return .text(text)
            }
            // Every part has to be text by itself (RFC 8949, 3.2.3).
            var whole = ""
            while let part = try readChunk(of: 3) {
                guard let text = String(validating: part, as: UTF8.self) else { throw fault("cbor.text") }
                whole += text
            }
            return .text(whole)
        case 4: return try readArray(head.argument, depth: depth)
        case 5: return try readMap(head.argument, depth: depth)
        case 6: return .tagged(head.argument ?? 0, try readValue(depth: depth + 1))
        default: return try simpleValue(head)
        }
    }

    private mutating func readString(_ head: Head) throws(CBORFault) -> ArraySlice<UInt8> {
        guard let argument = head.argument else {
            var whole: [UInt8] = []
            while let part = try readChunk(of: head.major) { whole += part }
            return whole[...]
        }
        guard argument <= UInt64(left) else { throw fault("cbor.truncated") }
        let slice = bytes[position..<position + Int(argument)]
        position += Int(argument)
        return slice
    }

    /// The next part of an indefinite string; `nil` at its end.
    private mutating func readChunk(of major: UInt8) throws(CBORFault) -> ArraySlice<UInt8>? {
        if try takeBreak() { return nil }
        let head = try readHead()
        guard head.major == major, head.argument != nil else { throw fault("cbor.chunk") }
        return try readString(head)
    }

    private mutating func takeBreak() throws(CBORFault) -> Bool {
        guard left > 0 else { throw fault("cbor.truncated") }
        guard bytes[position] == 0xFF else { return false }
        position += 1
        return true
    }

    private mutating func readArray(_ count: UInt64?, depth: Int) throws(CBORFault) -> CBORValue {
        var elements: [CBORValue] = []
        if let count {
            guard count <= UInt64(left) else { throw fault("cbor.truncated") }
            guard count <= UInt64(itemsLeft) else { throw fault("cbor.items") }
            // Each of several nested arrays may promise all bytes that are left: promises are not allocated.
            elements.reserveCapacity(Int(min(count, 64)))
            for _ in 0..<count { elements.append(try readValue(depth: depth + 1)) }
        } else {
            while try !takeBreak() { elements.append(try readValue(depth: depth + 1)) }
        }
        return .array(elements)
    }

    private mutating func readMap(_ count: UInt64?, depth: Int) throws(CBORFault) -> CBORValue {
        var entries: [CBOREntry] = []
        if let count {
            guard count <= UInt64(left / 2) else { throw fault("cbor.truncated") }
            guard count <= UInt64(itemsLeft) else { throw fault("cbor.items") }
            entries.reserveCapacity(Int(min(count, 64)))
            for _ in 0..<count { entries.append(try readEntry(depth: depth)) }
        } else {
            while try !takeBreak() { entries.append(try readEntry(depth: depth)) }
        }
        try refuseDuplicates(in: entries)
        return .map(entries)
    }

    private mutating func readEntry(depth: Int) throws(CBORFault) -> CBOREntry {
        let start = position
        let key = try readValue(depth: depth + 1)
        switch key {
        case .array, .map, .tagged, .floating:
            position = start
            throw fault("cbor.key")
        default: break
        }
        return CBOREntry(key: key, value: try readValue(depth: depth + 1))
    }

    private func refuseDuplicates(in entries: [CBOREntry]) throws(CBORFault) {
        // Most maps are tiny, where comparing beats hashing.
        if entries.count <= 8 {
            for (index, entry) in entries.enumerated() {
                for earlier in entries[..<index] where earlier.key == entry.key { throw fault("cbor.duplicate-key") }
            }
            return
        }
        var seen: Set<CBORValue> = []
        for entry in entries where !seen.insert(entry.key).inserted { throw fault("cbor.duplicate-key") }
    }

    private func simpleValue(_ head: Head) throws(CBORFault) -> CBORValue {
        guard let argument = head.argument else { throw fault("cbor.break") }
        switch head.additional {
        case 20: return .boolean(false)
        case 21: return .boolean(true)
        case 22: return .null
        case 23: return .undefined
        case 24:
            guard argument >= 32 else { throw fault("cbor.simple") }
            return .simple(UInt8(truncatingIfNeeded: argument))
        case 25: return .floating(Self.half(UInt16(truncatingIfNeeded: argument)))
        case 26: return .floating(Double(Float(bitPattern: UInt32(truncatingIfNeeded: argument))))
        case 27: return .floating(Double(bitPattern: argument))
        default: return .simple(UInt8(truncatingIfNeeded: argument))
        }
    }

    /// RFC 8949, appendix D: `Float16` is not on every platform.
    private static func half(_ bits: UInt16) -> Double {
        let exponent = Int(bits >> 10 & 31)
        let fraction = Double(bits & 1023)
        let magnitude: Double =
            switch exponent {
            case 0: fraction * 0x1p-24
            case 31: fraction == 0 ? .infinity : .nan
            default: (1024 + fraction) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
            }
        return bits & 0x8000 == 0 ? magnitude : -magnitude
    }
}
