// SPDX-License-Identifier: Apache-2.0

public import Fingerprints

/// The PDQ of a known picture seen otherwise: cropped, or tilted. Only who holds the picture can make these; a list of
/// hashes has none. They find copies that were cropped or tilted in the same way.
public struct KnownView: Hashable, Sendable {
    /// What was done to the picture, for example `crop-90`: letters, digits, `+`, `-` and `.`, at most 24 bytes.
    public let name: String
    /// The hash of the picture seen this way.
    public let pdq: PDQHash

    /// The most views of one entry.
    public static let limit = 31

    /// Makes a view; a name that breaks the rule is refused.
    public init?(name: String, pdq: PDQHash) {
        guard (1...24).contains(name.utf8.count), name.utf8.allSatisfy(Self.isAllowed) else { return nil }
        self.name = name
        self.pdq = pdq
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    // MARK: As stored

    /// Views one after the other: length of the name, name, 32 bytes of hash. `nil` when there are none.
    static func stored(_ views: [KnownView]) -> [UInt8]? {
        guard !views.isEmpty else { return nil }
        return views.flatMap { [UInt8($0.name.utf8.count)] + Array($0.name.utf8) + $0.pdq.bytes }
    }

    /// Reads what ``stored(_:)`` wrote; anything else is `nil`.
    static func read(_ bytes: some Collection<UInt8>) -> [KnownView]? {
        var views: [KnownView] = []
        var rest = bytes[...]
        while let length = rest.popFirst() {
            let name = rest.prefix(Int(length))
            let hash = rest.dropFirst(Int(length)).prefix(32)
            guard let pdq = PDQHash(bytes: hash), views.count < limit,
                let view = KnownView(name: String(decoding: name, as: UTF8.self), pdq: pdq)
            else { return nil }
            views.append(view)
            rest = rest.dropFirst(Int(length) + 32)
        }
        return views
    }
}
