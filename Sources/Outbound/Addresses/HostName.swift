// SPDX-License-Identifier: Apache-2.0

/// The host of a URL: a name in lower-case ASCII, or an address.
public enum HostName: Hashable, Sendable {
    /// A name of labels, for example `img.example.com` or `xn--bcher-kva.example`.
    case name(String)
    /// An address that stood in the URL itself.
    case address(IPAddress)

    /// Reads a host as it stands in a URL.
    ///
    /// Names are letters, digits and hyphens in labels of at most 63 bytes, 253 in all, without a final dot. A name with
    /// other letters must come in its ASCII form (`xn--…`, RFC 5890): which ASCII name a program makes of it differs from
    /// program to program, and so does what digits and dots of other scripts become. A name whose last label is a
    /// number is an address to most programs (WHATWG URL, "ends in a number"), so it is refused unless it is four
    /// decimal numbers without leading zeros.
    ///
    /// - Parameter text: the host; an address of version 6 in brackets.
    /// - Returns: `nil` for any other text.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        if bytes.first == UInt8(ascii: "[") {
            guard bytes.count > 2, bytes.last == UInt8(ascii: "]") else { return nil }
            let inner = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
            guard let address = IPAddress(inner), case .v6 = address else { return nil }
            self = .address(address)
            return
        }
        let lower = bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        let labels = lower.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard lower.count <= 253, labels.allSatisfy(Self.isLabel), let last = labels.last else { return nil }
        let name = String(decoding: lower, as: UTF8.self)
        if Self.isNumber(last) {
            guard let address = IPAddress(name) else { return nil }
            self = .address(address)
        } else {
            self = .name(name)
        }
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        guard (1...63).contains(label.count), label.first != hyphen, label.last != hyphen else { return false }
        return label.allSatisfy {
            $0 == hyphen || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
    }

    /// Whether programs read a label as a number: decimal digits, or hexadecimal ones after `0x`.
    private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        if label.starts(with: "0x".utf8) {
            return label.dropFirst(2).allSatisfy {
                isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
        }
        return label.allSatisfy(isDigit)
    }
}

extension HostName: CustomStringConvertible {
    /// The host as it stands in a URL.
    public var description: String {
        switch self {
        case .name(let name): name
        case .address(let address): if case .v6 = address { "[\(address)]" } else { address.description }
        }
    }
}
