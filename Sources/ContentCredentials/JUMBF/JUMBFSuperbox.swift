// SPDX-License-Identifier: Apache-2.0

/// A JUMBF superbox: a description, then content boxes and further superboxes.
///
/// All ranges are offsets in the bytes of the store that it was read from.
public struct JUMBFSuperbox: Sendable, Hashable {
    /// What it holds.
    public var type: JUMBFBoxType
    /// Its name among its neighbours.
    public var label: String
    /// The salt of its description box, or nothing.
    public var salt: Range<Int>?
    /// The whole box with its header.
    public var range: Range<Int>
    /// Everything after the header: what a hashed URI hashes.
    public var contents: Range<Int>
    /// Superboxes in it, in the order of the file.
    public var superboxes: [JUMBFSuperbox]
    /// Content boxes in it, in the order of the file.
    public var contentBoxes: [JUMBFContentBox]

    /// The superbox in it with a label.
    ///
    /// - Returns: `nil` also when several have it: which one is meant cannot be told.
    public func child(_ label: some StringProtocol) -> JUMBFSuperbox? {
        var found: JUMBFSuperbox?
        for child in superboxes where child.label == label {
            guard found == nil else { return nil }
            found = child
        }
        return found
    }

    /// Superboxes in it of a type.
    public func children(_ type: JUMBFBoxType) -> [JUMBFSuperbox] { superboxes.filter { $0.type == type } }
}

/// A box with data in a superbox.
public struct JUMBFContentBox: Sendable, Hashable {
    /// Four characters, for example `cbor`, `json`, `bfdb`, `bidb`.
    public var type: String
    /// Its bytes, after the header.
    public var payload: Range<Int>
}
