// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes

/// Which part of a long list is asked for.
public struct PageRequest: Hashable, Sendable {
    /// How many at most.
    public var limit: Int
    /// After which one: what an earlier answer called `next`; `nil`: from the start.
    public var cursor: String?

    /// Describes a page.
    ///
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - cursor: after which one.
    public init(limit: Int, cursor: String? = nil) {
        self.limit = limit
        self.cursor = cursor
    }

    /// Reads `limit` and `cursor`.
    ///
    /// - Parameters:
    ///   - query: of the request.
    ///   - standard: the limit when none is asked for.
    ///   - most: the highest limit.
    /// - Throws: ``Problem`` 400.
    public init(_ query: Query, standard: Int = 50, most: Int = 500) throws(Problem) {
        limit = try query.integer("limit", in: 1...most) ?? standard
        cursor = try query.string("cursor")
        if let cursor, cursor.isEmpty || cursor.utf8.count > 512 {
            throw Problem(.badRequest, code: "cursor-invalid", detail: "Send what an earlier answer called “next”.")
        }
    }
}

/// A part of a long list.
public struct Paged<Item: Encodable & Sendable>: Encodable, Sendable {
    /// The part.
    public var items: [Item]
    /// The cursor of the next part; absent: this was the last.
    public var next: String?

    /// Describes a part of a list.
    ///
    /// - Parameters:
    ///   - items: the part.
    ///   - next: the cursor of the next part.
    public init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}
