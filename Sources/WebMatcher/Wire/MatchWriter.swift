// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import Screening

/// Writes the answers of look-ups straight into the bytes that are sent: no encoder, one allocation.
struct MatchWriter {
    private(set) var buffer: ByteBuffer

    init(matches: Int) {
        buffer = ByteBuffer()
        buffer.reserveCapacity(32 + matches * 56)
    }

    /// `{"matches":[…]}`, closest first.
    mutating func writeRaw(_ matches: [FoundContent], withDistances: Bool) {
        buffer.writeStaticString("{\"matches\":[")
        for (index, match) in matches.enumerated() {
            if index > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
            if withDistances { write(match) } else { write(number: match.content) }
        }
        buffer.writeStaticString("]}")
    }

    /// `{"BANK":[…]}`, banks by name, entries by number.
    mutating func write(byBank matches: [FoundContent]) {
        let sorted = matches.count < 2 ? matches : matches.sorted { ($0.bank, $0.content) < ($1.bank, $1.content) }
        var bank: String?
        buffer.writeInteger(UInt8(ascii: "{"))
        for match in sorted {
            if match.bank == bank {
                buffer.writeInteger(UInt8(ascii: ","))
            } else {
                if bank != nil { buffer.writeStaticString("],") }
                write(quoted: match.bank)
                buffer.writeStaticString(":[")
                bank = match.bank
            }
            write(match)
        }
        buffer.writeStaticString(bank == nil ? "}" : "]}")
    }

    /// The answers of several kinds of fingerprint: `{"pdq":{…}}`.
    mutating func write(bySignal answers: [(SignalType, [FoundContent])]) {
        buffer.writeInteger(UInt8(ascii: "{"))
        for (index, (type, matches)) in answers.enumerated() {
            if index > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
            write(quoted: type.rawValue)
            buffer.writeInteger(UInt8(ascii: ":"))
            write(byBank: matches)
        }
        buffer.writeInteger(UInt8(ascii: "}"))
    }

    private mutating func write(_ match: FoundContent) {
        buffer.writeStaticString("{\"bank_content_id\":")
        write(number: match.content)
        buffer.writeStaticString(",\"distance\":\"")
        if let distance = match.distance {
            write(number: Int64(distance))
        } else {
            buffer.writeInteger(UInt8(ascii: "-"))
        }
        buffer.writeStaticString("\"}")
    }

    private mutating func write(number: Int64) {
        if number >= 10 { write(number: number / 10) }
        buffer.writeInteger(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    private mutating func write(quoted text: String) {
        // Names of banks and tenants have no character that JSON would escape; others go the long way.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            buffer.writeInteger(UInt8(ascii: "\""))
            buffer.writeString(text)
            buffer.writeInteger(UInt8(ascii: "\""))
        } else {
            var bytes: [UInt8] = []
            JSONValue.write(text, to: &bytes)
            buffer.writeBytes(bytes)
        }
    }
}

/// One entry that a look-up found.
struct FoundContent: Sendable {
    /// The entry's number.
    var content: Int64
    /// The bank's name as the asker sees it.
    var bank: String
    /// Bits that differ; `nil` for exact kinds.
    var distance: Int?
    /// The share of look-ups that the bank answers.
    var share: Double
}
