// SPDX-License-Identifier: Apache-2.0

/// A text in a file's metadata, whatever container and encoding it came in.
struct Field: Sendable {
    /// Where it stands.
    var place: FieldPlace
    /// UTF-8, without white space and NUL at its ends.
    var text: [UInt8]
    /// The text is, as a whole, a JSON object.
    var json: JSONValue?
    /// First byte of its block in the file.
    var offset: Int
}
