// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Web

/// What a client says of content that it adds.
struct ContentDescription: Sendable {
    var note: String?
    var metadata: EntryMetadata?

    init() {}

    /// Reads the members of a body.
    ///
    /// - Throws: ``Problem`` 400 when they are not what the reference takes.
    init(metadata: JSONValue?, note: JSONValue?) throws(Problem) {
        self.note = try note.map { value throws(Problem) in try Self.note(value) } ?? nil
        guard let metadata, metadata != .null else { return }
        guard let members = metadata.members else { throw MatcherWing.bad("metadata should be a json object") }
        self.metadata = try Self.metadata(members)
    }

    /// Reads the fields of a form: `metadata` is JSON text. ROOST Coop also sends `content_id` and `content_uri` beside it.
    ///
    /// - Throws: ``Problem`` 400 when they are not what the reference takes.
    init(form fields: [String: String]) throws(Problem) {
        var metadata: JSONValue?
        if let text = fields["metadata"], !text.isEmpty {
            guard let value = JSONValue(text: text) else { throw MatcherWing.bad("metadata should be a json object") }
            metadata = value
        }
        try self.init(metadata: metadata, note: fields["note"].map { .string($0) })
        for (name, path) in [("content_id", \EntryMetadata.contentID), ("content_uri", \EntryMetadata.contentURI)] {
            guard let text = fields[name], !text.isEmpty else { continue }
            var described = self.metadata ?? EntryMetadata()
            described[keyPath: path] = described[keyPath: path] ?? text
            self.metadata = described
        }
    }

    /// Longest note, in characters.
    private static let noteLength = 255

    /// Reads a note; an empty one is none.
    static func note(_ value: JSONValue) throws(Problem) -> String? {
        switch value {
        case .null: return nil
        case .string(let text):
            guard text.count <= noteLength else {
                throw MatcherWing.bad("note must be at most \(noteLength) characters")
            }
            return text.isEmpty ? nil : text
        default: throw MatcherWing.bad("note must be a string")
        }
    }

    private static func metadata(_ members: [String: JSONValue]) throws(Problem) -> EntryMetadata? {
        var metadata = EntryMetadata()
        for (name, value) in members {
            switch (name, value) {
            case ("collab", _): break
            case (_, .null) where known.contains(name): break
            case ("content_id", .string(let text)): metadata.contentID = text
            case ("content_uri", .string(let text)): metadata.contentURI = text
            case ("json", .object): metadata.json = String(decoding: value.bytes, as: UTF8.self)
            case ("json", _): throw MatcherWing.bad("Invalid metadata: json should be an object")
            case ("content_id", _), ("content_uri", _):
                throw MatcherWing.bad("Invalid metadata: \(name) should be a string")
            default: throw MatcherWing.bad("Invalid metadata: unexpected key '\(name)'")
            }
        }
        return metadata.isEmpty ? nil : metadata
    }

    private static let known: Set = ["collab", "content_id", "content_uri", "json"]
}
