// SPDX-License-Identifier: Apache-2.0

/// A URL of the web, read so strictly that every program reads the same from it.
///
/// Source: RFC 3986; what it allows but programs disagree on is refused: user information, percent signs in the host,
/// fragments, backslashes, control characters, spaces, empty or padded ports, and every byte outside ASCII.
public struct WebAddress: Hashable, Sendable {
    /// How to connect.
    public enum Scheme: String, Sendable {
        /// In clear text.
        case http
        /// Over TLS.
        case https

        /// The port without which the scheme is written.
        public var port: Int { self == .http ? 80 : 443 }
    }

    /// How to connect.
    public let scheme: Scheme
    /// Whom to ask.
    public let host: HostName
    /// The TCP port, 1 to 65,535.
    public let port: Int
    /// Path and query as written; starts with a slash.
    public let path: String

    /// The longest URL that is read, in bytes.
    public static let mostBytes = 2_048

    /// Reads an absolute URL.
    ///
    /// - Parameter text: for example `https://img.example.com/a.jpg?size=2`.
    /// - Returns: `nil` for any other text.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.mostBytes, Self.areAllowed(bytes) else { return nil }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon <= 5 else { return nil }
        let word = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
        guard let scheme = Scheme(rawValue: word), bytes[(colon + 1)...].starts(with: "//".utf8) else { return nil }
        let afterSlashes = bytes[(colon + 3)...]
        let end = afterSlashes.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? bytes.endIndex
        guard let authority = Self.authority(afterSlashes[..<end]) else { return nil }
        let path = String(decoding: bytes[end...], as: UTF8.self)
        self.init(
            scheme: scheme, host: authority.host, port: authority.port ?? scheme.port,
            path: path.hasPrefix("/") ? path : "/" + path)
    }

    private init(scheme: Scheme, host: HostName, port: Int, path: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
    }

    /// The address that a `Location` field means when this one was asked for. A fragment is for the reader of a page and
    /// is dropped, as RFC 9110 (section 10.2.2) has it.
    ///
    /// - Parameter location: an absolute or a relative reference.
    /// - Returns: `nil` when it is no address of the web.
    public func redirected(to location: String) -> WebAddress? {
        let reference = location.prefix { $0 != "#" }
        guard reference.utf8.count <= Self.mostBytes, Self.areAllowed(Array(reference.utf8)) else { return nil }
        let beforeSlash = reference.prefix { $0 != "/" && $0 != "?" }
        if beforeSlash.contains(":") { return WebAddress(String(reference)) }
        if reference.hasPrefix("//") { return WebAddress("\(scheme.rawValue):\(reference)") }
        if reference.isEmpty { return self }
        let (ownPath, _) = Self.divided(path)
        let merged: String
        if reference.hasPrefix("?") {
            merged = ownPath + reference
        } else {
            let (newPath, query) = Self.divided(String(reference))
            let folder = ownPath.prefix(through: ownPath.lastIndex(of: "/") ?? ownPath.startIndex)
            merged = Self.withoutDots(newPath.hasPrefix("/") ? newPath : folder + newPath) + query
        }
        guard merged.utf8.count <= Self.mostBytes else { return nil }
        return WebAddress(scheme: scheme, host: host, port: port, path: merged)
    }

    private static func divided(_ path: String) -> (path: String, query: String) {
        let end = path.firstIndex(of: "?") ?? path.endIndex
        return (String(path[..<end]), String(path[end...]))
    }

    /// RFC 3986, section 5.2.4.
    private static func withoutDots(_ path: String) -> String {
        var kept: [Substring] = []
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (number, part) in parts.enumerated() {
            let isLast = number == parts.count - 1
            if part == ".." { _ = kept.popLast() }
            if part == "." || part == ".." {
                if isLast { kept.append("") }
            } else {
                kept.append(part)
            }
        }
        return "/" + kept.joined(separator: "/")
    }

    private static func authority(_ bytes: ArraySlice<UInt8>) -> (host: HostName, port: Int?)? {
        let text = String(decoding: bytes, as: UTF8.self)
        let hostEnd: String.Index
        if text.hasPrefix("[") {
            guard let bracket = text.firstIndex(of: "]") else { return nil }
            hostEnd = text.index(after: bracket)
        } else {
            hostEnd = text.firstIndex(of: ":") ?? text.endIndex
        }
        guard let host = HostName(text[..<hostEnd]) else { return nil }
        if hostEnd == text.endIndex { return (host, nil) }
        guard text[hostEnd] == ":", let port = Self.port(text[text.index(after: hostEnd)...]) else { return nil }
        return (host, port)
    }

    static func port(_ text: some StringProtocol) -> Int? {
        guard (1...5).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "0"),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let port = Int(text),
            port <= 65_535
        else { return nil }
        return port
    }

    /// Printable ASCII without what RFC 3986 leaves out and without fragments; a percent sign before two hexadecimal digits.
    private static func areAllowed(_ bytes: [UInt8]) -> Bool {
        let refused = Array(#"#"<>\^`{|}"#.utf8)
        func isHexadecimal(_ index: Int) -> Bool {
            guard index < bytes.count else { return false }
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"):
                return true
            default:
                return false
            }
        }
        for (index, byte) in bytes.enumerated() {
            guard (0x21...0x7e).contains(byte), !refused.contains(byte) else { return false }
            if byte == UInt8(ascii: "%"), !isHexadecimal(index + 1) || !isHexadecimal(index + 2) { return false }
        }
        return true
    }
}

extension WebAddress: CustomStringConvertible {
    /// The URL in its canonical form: lower-case scheme and host, no port where it is the scheme's own.
    public var description: String {
        "\(scheme.rawValue)://\(host)\(port == scheme.port ? "" : ":\(port)")\(path)"
    }
}
