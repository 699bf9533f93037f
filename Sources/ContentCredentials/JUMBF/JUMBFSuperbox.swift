// SPDX-License-Identifier: Apache-2.0

/// A JUMBF superbox: a description, then content boxes and further superboxes.
///
/// All ranges are offsets in the bytes of the store that it was read from.
public struct JUMBFSuperbox: Sendable, Hashable {
    /// What it holds.
    public let type: JUMBFBoxType
    /// Its name among its neighbours.
    public let label: String
    /// The salt of its description box, or nothing.
    public let salt: Range<Int>?
    /// The whole box with its header.
    public let range: Range<Int>
    /// Everything after the header: what a hashed URI hashes.
    public let contents: Range<Int>
    /// Superboxes in it, in the order of the file.
    public let superboxes: [JUMBFSuperbox]
    /// Content boxes in it, in the order of the file.
    public let contentBoxes: [JUMBFContentBox]
    /// Where each label stands among ``superboxes``; -1 for one that comes twice. A store may name thousands of boxes
    /// thousands of times.
    private let positions: [String: Int]

    /// Makes a superbox.
    init(
        type: JUMBFBoxType, label: String, salt: Range<Int>?, range: Range<Int>, contents: Range<Int>,
        superboxes: [JUMBFSuperbox], contentBoxes: [JUMBFContentBox]
    ) {
        self.type = type
        self.label = label
        self.salt = salt
        self.range = range
        self.contents = contents
        self.superboxes = superboxes
        self.contentBoxes = contentBoxes
        var positions: [String: Int] = [:]
        for (position, child) in superboxes.enumerated() {
            positions[child.label] = positions[child.label] == nil ? position : -1
        }
        self.positions = positions
    }

    /// The superbox in it with a label.
    ///
    /// - Returns: `nil` also when several have it: which one is meant cannot be told.
    public func child(_ label: String) -> JUMBFSuperbox? {
        guard let position = positions[label], position >= 0 else { return nil }
        return superboxes[position]
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
