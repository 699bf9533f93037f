// SPDX-License-Identifier: Apache-2.0

/// One run over one compressed stream.
struct InflateDecoder: ~Copyable {
    private let limit: Int
    private let blockLimit: Int

    /// How far the input was read.
    private struct Cursor {
        /// Bits that were read and not used, the next one lowest.
        var bits: UInt64 = 0
        var bitCount = 0
        /// Bytes that were read; may be beyond the end by the zeros that follow it.
        var position = 0
    }
    private var cursor = Cursor()

    /// Room for the output, larger than what is in it.
    private var output: [UInt8] = []
    private var length = 0
    private var blocks = 0

    private var literals = HuffmanTable()
    private var distances = HuffmanTable()

    init(limit: Int, blockLimit: Int) {
        self.limit = max(0, limit)
        self.blockLimit = blockLimit
    }

    mutating func run(_ input: borrowing Span<UInt8>, _ format: Inflate.Format) -> Inflated {
        var failure: InflateFailure?
        do throws(InflateFailure) {
            switch format {
            case .raw: break
            case .zlib: try readZlibHeader(input)
            case .gzip: try readGzipHeader(input)
            }
            output = [UInt8](repeating: 0, count: min(limit, max(1024, input.count * 4)))
            try readBlocks(input)
            giveBackBytes()
            switch format {
            case .raw: break
            case .zlib: try checkZlib(input)
            case .gzip: try checkGzip(input)
            }
        } catch {
            failure = error
        }
        output.removeLast(output.count - length)
        return Inflated(
            bytes: output, consumed: min(max(0, cursor.position - cursor.bitCount / 8), input.count), blocks: blocks,
            failure: failure)
    }

    // MARK: Wrappers

    private mutating func readZlibHeader(_ input: borrowing Span<UInt8>) throws(InflateFailure) {
        guard input.count >= 2 else { throw Self.cut(input) }
        let head = UInt16(input[0]) << 8 | UInt16(input[1])
        guard input[0] & 0x0f == 8, input[0] >> 4 <= 7, head % 31 == 0, input[1] & 0x20 == 0 else {
            throw InflateFailure(reason: .malformed, message: "no zlib header")
        }
        cursor.position = 2
    }

    private mutating func readGzipHeader(_ input: borrowing Span<UInt8>) throws(InflateFailure) {
        guard input.count >= 10 else { throw Self.cut(input) }
        guard input[0] == 0x1f, input[1] == 0x8b, input[2] == 8, input[3] & 0xe0 == 0 else {
            throw InflateFailure(reason: .malformed, message: "no gzip header")
        }
        let flags = input[3]
        cursor.position = 10
        if flags & 4 != 0 {
            guard input.count - cursor.position >= 2 else { throw Self.cut(input) }
            cursor.position += 2 + Int(input[cursor.position]) + Int(input[cursor.position + 1]) << 8
        }
        // Name, then comment, each ended by a zero.
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            while cursor.position < input.count, input[cursor.position] != 0 { cursor.position += 1 }
            cursor.position += 1
        }
        if flags & 2 != 0 { cursor.position += 2 }
        guard cursor.position <= input.count else { throw Self.cut(input) }
    }

    private mutating func checkZlib(_ input: borrowing Span<UInt8>) throws(InflateFailure) {
        guard input.count - cursor.position >= 4 else { throw Self.cut(input) }
        var stated: UInt32 = 0
        for index in 0..<4 { stated = stated << 8 | UInt32(input[cursor.position + index]) }
        cursor.position += 4
        guard stated == Adler32.checksum(output.span.extracting(first: length)) else {
            throw InflateFailure(reason: .checksum, message: "the Adler-32 checksum is wrong")
        }
    }

    private mutating func checkGzip(_ input: borrowing Span<UInt8>) throws(InflateFailure) {
        guard input.count - cursor.position >= 8 else { throw Self.cut(input) }
        var stated: UInt64 = 0
        for index in 0..<8 { stated |= UInt64(input[cursor.position + index]) << UInt64(8 * index) }
        cursor.position += 8
        let checksum = CRC32.checksum(output.span.extracting(first: length))
        guard UInt32(truncatingIfNeeded: stated) == checksum,
            UInt32(truncatingIfNeeded: stated >> 32) == UInt32(truncatingIfNeeded: length)
        else { throw InflateFailure(reason: .checksum, message: "the CRC-32 checksum or the length is wrong") }
    }

    // MARK: Bits

    private static func cut(_ input: borrowing Span<UInt8>) -> InflateFailure {
        InflateFailure(reason: .cut, message: "the compressed data ends early, after \(input.count) bytes")
    }

    /// Makes at least 57 bits available, zeros behind the end of the input.
    private mutating func fill(_ input: borrowing Span<UInt8>) {
        while cursor.bitCount <= 56 {
            if cursor.position < input.count {
                cursor.bits |= UInt64(input[cursor.position]) << UInt64(cursor.bitCount)
            }
            cursor.position += 1
            cursor.bitCount += 8
        }
    }

    private mutating func take(_ count: Int, _ input: borrowing Span<UInt8>) throws(InflateFailure) -> Int {
        if cursor.bitCount < count { fill(input) }
        let value = Int(truncatingIfNeeded: cursor.bits & (1 << UInt64(count) - 1))
        cursor.bits >>= UInt64(count)
        cursor.bitCount -= count
        guard cursor.position - cursor.bitCount / 8 <= input.count else { throw Self.cut(input) }
        return value
    }

    /// Forgets the rest of the byte in use, and gives whole bytes back.
    private mutating func giveBackBytes() {
        cursor.position -= cursor.bitCount / 8
        cursor.bits = 0
        cursor.bitCount = 0
    }

    // MARK: Blocks

    private mutating func readBlocks(_ input: borrowing Span<UInt8>) throws(InflateFailure) {
        var isLast = false
        while !isLast {
            guard blocks < blockLimit else {
                throw InflateFailure(reason: .overLimit, message: "more than \(blockLimit) compressed blocks")
            }
            blocks += 1
            isLast = try take(1, input) == 1
            switch try take(2, input) {
            case 0: try readStored(input)
            case 1:
                try makeFixedCodes()
                try readCompressed(input)
            case 2:
                try readCodes(input)
                try readCompressed(input)
            default: throw InflateFailure(reason: .malformed, message: "block of unknown type")
            }
        }
    }

    private mutating func readStored(_ input: borrowing Span<UInt8>) throws(InflateFailure) {
        giveBackBytes()
        guard input.count - cursor.position >= 4 else { throw Self.cut(input) }
        let count = Int(input[cursor.position]) | Int(input[cursor.position + 1]) << 8
        let complement = Int(input[cursor.position + 2]) | Int(input[cursor.position + 3]) << 8
        guard count == complement ^ 0xffff else {
            throw InflateFailure(reason: .malformed, message: "a stored block contradicts its own length")
        }
        cursor.position += 4
        let here = min(count, input.count - cursor.position)
        let kept = min(here, limit - length)
        if kept > output.count - length { makeRoom(kept) }
        for index in 0..<kept { output[length + index] = input[cursor.position + index] }
        length += kept
        guard kept == here else { throw overLimit }
        cursor.position += here
        guard here == count else { throw Self.cut(input) }
    }

    private mutating func makeFixedCodes() throws(InflateFailure) {
        var lengths = [UInt8](repeating: 8, count: 288)
        for symbol in 144..<256 { lengths[symbol] = 9 }
        for symbol in 256..<280 { lengths[symbol] = 7 }
        let distanceLengths = [UInt8](repeating: 5, count: 32)
        guard literals.make(lengths[...], mayBeSparse: false), distances.make(distanceLengths[...], mayBeSparse: false)
        else { throw InflateFailure(reason: .malformed, message: "the fixed codes") }
    }

    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private mutating func readCodes(_ input: borrowing Span<UInt8>) throws(InflateFailure) {
        let literalCount = try take(5, input) + 257
        let distanceCount = try take(5, input) + 1
        let lengthCount = try take(4, input) + 4
        let wrong = InflateFailure(reason: .malformed, message: "the codes of a block contradict each other")
        guard literalCount <= 286, distanceCount <= 30 else { throw wrong }
        var codeLengths = [UInt8](repeating: 0, count: 19)
        for symbol in Self.order.prefix(lengthCount) { codeLengths[symbol] = UInt8(try take(3, input)) }
        guard literals.make(codeLengths[...], mayBeSparse: false) else { throw wrong }

        var lengths: [UInt8] = []
        lengths.reserveCapacity(320)
        let total = literalCount + distanceCount
        while lengths.count < total {
            let symbol = try symbol(literals, input)
            var value: UInt8 = 0
            let count: Int
            switch symbol {
            case 16:
                guard let last = lengths.last else { throw wrong }
                value = last
                count = 3 + (try take(2, input))
            case 17: count = 3 + (try take(3, input))
            case 18: count = 11 + (try take(7, input))
            default:
                value = UInt8(symbol)
                count = 1
            }
            guard count <= total - lengths.count else { throw wrong }
            lengths.append(contentsOf: repeatElement(value, count: count))
        }
        guard lengths[256] != 0, literals.make(lengths[..<literalCount], mayBeSparse: true),
            distances.make(lengths[literalCount...], mayBeSparse: true)
        else { throw wrong }
    }

    private mutating func symbol(
        _ table: HuffmanTable, _ input: borrowing Span<UInt8>
    ) throws(InflateFailure) -> Int {
        if cursor.bitCount < 15 { fill(input) }
        let entry = table.quick[Int(cursor.bits & UInt64(1 << HuffmanTable.quickBits - 1))]
        var symbol = Int(entry >> 4)
        var count = Int(entry & 15)
        if count == 0 {
            guard let long = table.long(cursor.bits) else { throw Self.noSymbol(cursor.position, input) }
            (symbol, count) = long
        }
        cursor.bits >>= UInt64(count)
        cursor.bitCount -= count
        guard cursor.position - cursor.bitCount / 8 <= input.count else { throw Self.cut(input) }
        return symbol
    }

    private static let lengthBase: [UInt16] = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits: [UInt8] = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBase: [UInt16] = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577,
    ]
    private static let distanceBits: [UInt8] = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]

    /// The longest copy; the inner loop checks for room once a symbol.
    private static let longestCopy = 258

    private mutating func readCompressed(_ input: borrowing Span<UInt8>) throws(InflateFailure) {
        while true {
            // Room to decode for a while; the limit itself is checked behind it, so there is room for one copy more.
            if output.count - length < Self.longestCopy {
                let size = min(limit, max(output.count * 2, 4096)) + Self.longestCopy
                output.append(contentsOf: repeatElement(0, count: max(0, size - output.count)))
            }
            // The buffer moves out of `self` for a while, so that its elements can be written without asking whose they are.
            var buffer: [UInt8] = []
            swap(&buffer, &output)
            let outcome: Result<Bool, InflateFailure>
            do throws(InflateFailure) {
                var span = buffer.mutableSpan
                outcome = .success(
                    try Self.decodeSymbols(literals, distances, input, &cursor, into: &span, length: &length))
            } catch {
                outcome = .failure(error)
            }
            swap(&buffer, &output)
            let isDone = try outcome.get()
            guard length <= limit else {
                length = limit
                throw overLimit
            }
            if isDone { return }
        }
    }

    /// The inner loop: everything it touches is local. Ends at the end of the block (`true`), or when there is no room for
    /// the longest copy.
    private static func decodeSymbols(
        _ literals: HuffmanTable, _ distances: HuffmanTable, _ input: borrowing Span<UInt8>, _ cursor: inout Cursor,
        into output: inout MutableSpan<UInt8>, length written: inout Int
    ) throws(InflateFailure) -> Bool {
        let lengthBase = Self.lengthBase
        let lengthBits = Self.lengthBits
        let distanceBase = Self.distanceBase
        let distanceBits = Self.distanceBits
        let quickLiterals = literals.quick
        let quickDistances = distances.quick
        let quickMask = UInt64(1 << HuffmanTable.quickBits - 1)
        var bits = cursor.bits
        var bitCount = cursor.bitCount
        var position = cursor.position
        var length = written
        defer {
            cursor = Cursor(bits: bits, bitCount: bitCount, position: position)
            written = length
        }
        let last = output.count - Self.longestCopy
        while length <= last {
            // A literal or length with its extra bits takes at most 20 bits, a distance with its own 28.
            while bitCount <= 56 {
                if position < input.count { bits |= UInt64(input[position]) << UInt64(bitCount) }
                position += 1
                bitCount += 8
            }
            let entry = quickLiterals[Int(bits & quickMask)]
            var symbol = Int(entry >> 4)
            var used = Int(entry & 15)
            if used == 0 {
                guard let long = literals.long(bits) else { throw Self.noSymbol(position, input) }
                (symbol, used) = long
            }
            bits >>= UInt64(used)
            bitCount -= used
            if symbol < 256 {
                output[length] = UInt8(truncatingIfNeeded: symbol)
                length += 1
                if position > input.count, position - bitCount / 8 > input.count {
                    length -= 1
                    throw Self.cut(input)
                }
                continue
            }
            guard symbol > 256 else {
                guard position - bitCount / 8 <= input.count else { throw Self.cut(input) }
                return true
            }
            guard symbol < 286 else {
                throw InflateFailure(reason: .malformed, message: "a length that does not exist")
            }
            used = Int(lengthBits[symbol - 257])
            let count = Int(lengthBase[symbol - 257]) + Int(bits & (1 << UInt64(used) - 1))
            bits >>= UInt64(used)
            bitCount -= used

            let distanceEntry = quickDistances[Int(bits & quickMask)]
            symbol = Int(distanceEntry >> 4)
            used = Int(distanceEntry & 15)
            if used == 0 {
                guard let long = distances.long(bits) else { throw Self.noSymbol(position, input) }
                (symbol, used) = long
            }
            bits >>= UInt64(used)
            bitCount -= used
            guard symbol < 30 else {
                throw InflateFailure(reason: .malformed, message: "a distance that does not exist")
            }
            used = Int(distanceBits[symbol])
            let distance = Int(distanceBase[symbol]) + Int(bits & (1 << UInt64(used) - 1))
            bits >>= UInt64(used)
            bitCount -= used
            guard position - bitCount / 8 <= input.count else { throw Self.cut(input) }
            guard distance <= length else {
                throw InflateFailure(reason: .malformed, message: "a copy from before the beginning")
            }
            let end = length + count
            while length < end {
                output[length] = output[length - distance]
                length += 1
            }
        }
        return false
    }

    private static func noSymbol(_ position: Int, _ input: borrowing Span<UInt8>) -> InflateFailure {
        position > input.count
            ? cut(input) : InflateFailure(reason: .malformed, message: "a code that no symbol has")
    }

    private var overLimit: InflateFailure {
        InflateFailure(reason: .overLimit, message: "more than \(limit) bytes after inflating")
    }

    private mutating func makeRoom(_ count: Int) {
        let size = min(limit, max(output.count * 2, length + count))
        output.append(contentsOf: repeatElement(0, count: max(0, size - output.count)))
    }
}
