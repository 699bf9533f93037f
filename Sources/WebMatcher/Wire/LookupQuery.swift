// SPDX-License-Identifier: Apache-2.0

/// The parameters of a request's query, found without copying them: a lookup reads two or three of them and allocates
/// nothing for it.
///
/// The first of several parameters of a name counts, as with HMA.
struct LookupQuery: Sendable {
    /// The parameters that this surface knows.
    enum Name: Int, CaseIterable, Sendable {
        case signal, signalType, banks, includeDistance, seed, bypassCoinflip, url, contentType, types
        case includeSignals, includeMetadata

        static let all = Name.allCases

        var text: String {
            switch self {
            case .signal: "signal"
            case .signalType: "signal_type"
            case .banks: "banks"
            case .includeDistance: "include_distance"
            case .seed: "seed"
            case .bypassCoinflip: "bypass_coinflip"
            case .url: "url"
            case .contentType: "content_type"
            case .types: "types"
            case .includeSignals: "include_signals"
            case .includeMetadata: "include_metadata"
            }
        }
    }

    private let target: String
    /// Where each value stands in the target; empty means absent, because no value starts at 0.
    private var places = InlineArray<11, Range<Int>>(repeating: 0..<0)

    /// Reads the query of a request target such as `/m/lookup?signal=…`.
    init(_ target: String) {
        self.target = target
        let bytes = target.utf8.span
        var position = 0
        while position < bytes.count, bytes[position] != UInt8(ascii: "?") { position += 1 }
        position += 1
        while position < bytes.count {
            let start = position
            var equals: Int?
            while position < bytes.count, bytes[position] != UInt8(ascii: "&"), bytes[position] != UInt8(ascii: "#") {
                if equals == nil, bytes[position] == UInt8(ascii: "=") { equals = position }
                position += 1
            }
            if let name = Self.name(bytes, start..<(equals ?? position)), places[name.rawValue].lowerBound == 0 {
                places[name.rawValue] = (equals.map { $0 + 1 } ?? position)..<position
            }
            if position < bytes.count, bytes[position] == UInt8(ascii: "#") { break }
            position += 1
        }
    }

    /// Whether there is a parameter of the name.
    func has(_ name: Name) -> Bool { places[name.rawValue].lowerBound > 0 }

    /// The value of a parameter, decoded.
    ///
    /// - Returns: `nil` when there is none.
    func text(_ name: Name) -> String? {
        let place = places[name.rawValue]
        guard place.lowerBound > 0 else { return nil }
        let bytes = target.utf8.span
        var text: [UInt8] = []
        text.reserveCapacity(place.count)
        var position = place.lowerBound
        while position < place.upperBound {
            switch bytes[position] {
            case UInt8(ascii: "+"): text.append(0x20)
            case UInt8(ascii: "%"):
                if position + 2 < place.upperBound, let high = Self.value(bytes[position + 1]),
                    let low = Self.value(bytes[position + 2])
                {
                    text.append(high << 4 | low)
                    position += 2
                } else {
                    text.append(UInt8(ascii: "%"))
                }
            case let byte: text.append(byte)
            }
            position += 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The parameter as a kind of fingerprint: without a copy when it is spelled plainly.
    func signalType() -> SignalType? {
        for type in SignalType.allCases where equals(.signalType, type) { return type }
        return text(.signalType).flatMap { SignalType(rawValue: $0) }
    }

    /// The parameter as a fingerprint: without a copy when it is spelled plainly.
    func signal(_ type: SignalType) -> Signal? {
        let place = places[Name.signal.rawValue]
        guard place.lowerBound > 0 else { return nil }
        return Signal(type, target.utf8.span.extracting(place)) ?? text(.signal).flatMap { Signal(type, $0) }
    }

    private func equals(_ name: Name, _ type: SignalType) -> Bool {
        let place = places[name.rawValue]
        let bytes = target.utf8.span
        let spelled = type.rawValue.utf8
        guard place.count == spelled.count else { return false }
        var position = place.lowerBound
        for byte in spelled {
            guard bytes[position] == byte else { return false }
            position += 1
        }
        return true
    }

    private static func name(_ bytes: Span<UInt8>, _ place: Range<Int>) -> Name? {
        next: for name in Name.all {
            let text = name.text.utf8
            guard text.count == place.count else { continue }
            var position = place.lowerBound
            for byte in text {
                guard bytes[position] == byte else { continue next }
                position += 1
            }
            return name
        }
        return nil
    }

    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
