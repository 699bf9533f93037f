// SPDX-License-Identifier: Apache-2.0

/// What the operator's own systems know an entry by. Kept as it came and shown to nobody else; in a restricted bank it is
/// sealed with the values.
public struct EntryMetadata: Hashable, Sendable {
    /// The content's id in the operator's systems.
    public var contentID: String?
    /// Where the content lies in the operator's systems. Never fetched.
    public var contentURI: String?
    /// A JSON object, as text.
    public var json: String?

    /// The longest ``contentID``, in bytes.
    public static let contentIDBytes = 512
    /// The longest ``contentURI``, in bytes.
    public static let contentURIBytes = 2_048
    /// The longest ``json``, in bytes.
    public static let jsonBytes = 16_384

    /// Makes metadata.
    ///
    /// - Parameters:
    ///   - contentID: the content's id in the operator's systems.
    ///   - contentURI: where the content lies in the operator's systems.
    ///   - json: a JSON object, as text.
    public init(contentID: String? = nil, contentURI: String? = nil, json: String? = nil) {
        self.contentID = contentID
        self.contentURI = contentURI
        self.json = json
    }

    /// Whether it says nothing.
    public var isEmpty: Bool { contentID == nil && contentURI == nil && json == nil }

    // MARK: As stored

    /// The three texts one after the other, each behind its length plus one in three bytes, high one first; 0 for none.
    /// `nil` when there is nothing to store.
    var stored: [UInt8]? {
        guard !isEmpty else { return nil }
        var bytes: [UInt8] = []
        for text in [contentID, contentURI, json] {
            let length = text.map { $0.utf8.count + 1 } ?? 0
            bytes += [UInt8(length >> 16), UInt8(length >> 8 & 255), UInt8(length & 255)]
            if let text { bytes += Array(text.utf8) }
        }
        return bytes
    }

    /// Reads ``stored``; anything else is `nil`.
    init?(stored bytes: some Collection<UInt8>) {
        var rest = bytes[...]
        var texts: [String?] = []
        for _ in 0..<3 {
            let head = Array(rest.prefix(3))
            guard head.count == 3 else { return nil }
            rest = rest.dropFirst(3)
            let length = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
            guard length > 0 else {
                texts.append(nil)
                continue
            }
            guard rest.count >= length - 1, let text = String(validating: rest.prefix(length - 1), as: UTF8.self)
            else { return nil }
            texts.append(text)
            rest = rest.dropFirst(length - 1)
        }
        guard rest.isEmpty else { return nil }
        self.init(contentID: texts[0], contentURI: texts[1], json: texts[2])
    }

    /// What breaks a limit; `nil` when nothing does.
    var problem: (field: String, FieldProblem)? {
        for (field, text, limit, singleLine) in [
            ("content_id", contentID, Self.contentIDBytes, true),
            ("content_uri", contentURI, Self.contentURIBytes, true), ("json", json, Self.jsonBytes, false),
        ] {
            guard let text else { continue }
            do throws(FieldProblem) {
                try FieldParser.check(text, limit: limit, singleLine: singleLine)
            } catch {
                return (field, error)
            }
        }
        return nil
    }
}
